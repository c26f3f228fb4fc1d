import { crc32 } from "node:zlib";

/** A level or an order as it came, numbers as their texts. */
export interface KeptLevel {
  readonly price: string;
  readonly quantity: string;
}

type Side = "bids" | "asks";

/** What a frame says of one side. */
export type Told = { readonly [Name in Side]: readonly KeptLevel[] };

const CHECKED = 10;

/** A book kept from frames alone, in the plainest way there is. */
export class KeptBook {
  readonly bids: KeptLevel[] = [];
  readonly asks: KeptLevel[] = [];
  readonly #depth: number;

  constructor(depth: number) {
    this.#depth = depth;
  }

  apply(told: Told): void {
    for (const side of ["bids", "asks"] as const) {
      const levels = this[side];
      for (const level of told[side]) {
        const at = levels.findIndex(({ price }) => price === level.price);
        if (at >= 0) levels.splice(at, 1);
        if (Number(level.quantity) > 0) levels.splice(placeFor(levels, level, side), 0, level);
      }
      levels.splice(this.#depth);
    }
  }

  get checksum(): number {
    return crc32([...this.asks.slice(0, CHECKED), ...this.bids.slice(0, CHECKED)].map(digits).join(""));
  }

  get isCrossed(): boolean {
    return isCrossed(this.bids[0], this.asks[0]);
  }
}

export interface KeptOrder extends KeptLevel {
  readonly id: string;
}

/** An order event; those of a snapshot are additions. */
export interface OrderEvent extends KeptOrder {
  readonly event: "add" | "modify" | "delete";
}

/** The same, order by order. Throws for an event that does not fit what came before. */
export class KeptOrders {
  readonly bids: KeptOrder[] = [];
  readonly asks: KeptOrder[] = [];
  readonly #depth: number;

  constructor(depth: number) {
    this.#depth = depth;
  }

  apply(side: Side, events: readonly OrderEvent[]): void {
    const orders = this[side];
    for (const { event, id, price, quantity } of events) {
      const at = orders.findIndex((one) => one.id === id);
      if (at < 0 === (event !== "add")) throw new Error(`${event} of ${id}, which is at ${at}`);
      if (event === "modify") orders[at] = { id, price, quantity };
      if (event === "delete") orders.splice(at, 1);
      if (event === "add") orders.splice(placeFor(orders, { price }, side), 0, { id, price, quantity });
    }
    const shown = new Set(bestPrices(orders, this.#depth));
    this[side].splice(0, orders.length, ...orders.filter(({ price }) => shown.has(price)));
  }

  get checksum(): number {
    const best = (orders: readonly KeptOrder[]) => {
      const prices = new Set(bestPrices(orders, CHECKED));
      return orders.filter(({ price }) => prices.has(price));
    };
    return crc32([...best(this.asks), ...best(this.bids)].map(digits).join(""));
  }

  get isCrossed(): boolean {
    return isCrossed(this.bids[0], this.asks[0]);
  }
}

/** Before the first that is worse, and so behind those of the same price. */
function placeFor(
  levels: readonly Pick<KeptLevel, "price">[],
  level: Pick<KeptLevel, "price">,
  side: Side,
): number {
  const price = Number(level.price);
  const at = levels.findIndex((one) =>
    side === "bids" ? Number(one.price) < price : Number(one.price) > price,
  );
  return at < 0 ? levels.length : at;
}

function bestPrices(orders: readonly KeptOrder[], count: number): string[] {
  return [...new Set(orders.map(({ price }) => price))].slice(0, count);
}

function digits({ price, quantity }: KeptLevel): string {
  return [price, quantity].map((text) => text.replace(".", "").replace(/^0+/, "")).join("");
}

function isCrossed(bid: KeptLevel | undefined, ask: KeptLevel | undefined): boolean {
  return bid !== undefined && ask !== undefined && Number(bid.price) >= Number(ask.price);
}
