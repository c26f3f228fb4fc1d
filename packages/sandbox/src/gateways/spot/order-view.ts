import type { BookOrder } from "../../engine/book.ts";
import type { Decimal } from "../../engine/decimal.ts";
import type { Engine } from "../../engine/engine.ts";
import type { OrderBookChange } from "../../engine/feed.ts";
import type { Market } from "../../engine/market.ts";
import type { Side } from "../../engine/order.ts";
import { isWorse } from "./book-view.ts";

export interface ViewedOrder extends BookOrder {
  readonly event: "add" | "modify" | "delete";
}

export interface OrderViewChange {
  readonly at: number;
  readonly asks: readonly ViewedOrder[];
  readonly bids: readonly ViewedOrder[];
}

/**
 * The orders of a book's best levels, and what to tell those who keep them: whoever applies the events in order, each new
 * order behind those of its price, and then drops the levels beyond the depth has the same orders in the same order.
 */
export class OrderView {
  readonly market: Market;
  readonly depth: number;
  readonly #engine: Engine;
  #orders: Readonly<Record<Side, readonly BookOrder[]>>;

  constructor(engine: Engine, market: Market, depth: number) {
    this.market = market;
    this.depth = depth;
    this.#engine = engine;
    this.#orders = { buy: this.#best("buy"), sell: this.#best("sell") };
  }

  /** Best price first, and the first to trade first. */
  get asks(): readonly BookOrder[] {
    return this.#orders.sell;
  }

  get bids(): readonly BookOrder[] {
    return this.#orders.buy;
  }

  /** Follows the book. Nothing comes back if what changed is out of view. */
  update({ at, changes }: OrderBookChange): OrderViewChange | undefined {
    const change = { at, asks: this.#follow("sell", changes), bids: this.#follow("buy", changes) };
    return change.asks.length + change.bids.length === 0 ? undefined : change;
  }

  #best(side: Side): readonly BookOrder[] {
    return this.#engine.bookOrders(this.market, side, this.depth);
  }

  #follow(side: Side, changes: OrderBookChange["changes"]): ViewedOrder[] {
    if (!changes.some((change) => change.side === side)) return [];
    const old = this.#orders[side];
    const now = this.#best(side);
    this.#orders = { ...this.#orders, [side]: now };
    return difference(side, old, now, this.depth);
  }
}

function difference(
  side: Side,
  old: readonly BookOrder[],
  now: readonly BookOrder[],
  depth: number,
): ViewedOrder[] {
  const before = new Map(old.map((order) => [order.id, order]));
  const after = new Set(now.map(({ id }) => id));
  const moved = movedOrders(old, now, before);
  const worst = levelCount(now) === depth ? now.at(-1)?.price : undefined;
  const gone: ViewedOrder[] = [];
  for (const order of old) {
    const fellOut = worst !== undefined && isWorse(side, order.price, worst);
    if (after.has(order.id) ? moved.has(order.id) : !fellOut) gone.push({ ...order, event: "delete" });
  }
  const told: ViewedOrder[] = [];
  for (const order of now) {
    const known = before.get(order.id);
    if (known === undefined || moved.has(order.id)) told.push({ ...order, event: "add" });
    else if (known.quantity !== order.quantity) told.push({ ...order, event: "modify" });
  }
  return [...gone, ...told];
}

/** The orders that have left their place in the queue: they end there and begin anew. */
function movedOrders(
  old: readonly BookOrder[],
  now: readonly BookOrder[],
  before: ReadonlyMap<string, BookOrder>,
): ReadonlySet<string> {
  const moved = new Set<string>();
  const stayed: string[] = [];
  for (const { id, price, since } of now) {
    const known = before.get(id);
    if (known === undefined) continue;
    if (known.price === price && known.since === since) stayed.push(id);
    else moved.add(id);
  }
  // An order that went to the end of its queue within one millisecond is known by those that were behind it.
  const candidates = new Set(stayed);
  const queue = old.filter(({ id }) => candidates.has(id));
  let at = 0;
  for (const id of stayed) {
    if (moved.has(id)) continue;
    for (let first = queue[at++]; first !== undefined && first.id !== id; first = queue[at++]) {
      moved.add(first.id);
    }
  }
  return moved;
}

export function levelCount(orders: readonly BookOrder[]): number {
  let count = 0;
  let last: Decimal | undefined;
  for (const { price } of orders) {
    if (price !== last) count += 1;
    last = price;
  }
  return count;
}
