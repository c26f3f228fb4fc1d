import { type MarketDataIncrementalRefreshNoMDEntriesInput, MDEntryType, MDUpdateAction } from "@x/fix";
import type { BookLevel, BookOrder } from "../../engine/book.ts";
import { type Decimal, toFixed } from "../../engine/decimal.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Market } from "../../engine/market.ts";
import type { Side } from "../../engine/order.ts";
import { bookChecksum, CHECKED_LEVELS } from "../spot/checksum.ts";
import { isoNanoseconds } from "../time.ts";

/** An entry of a book: a price level, or one order. */
interface Entry {
  readonly id: string;
  readonly side: Side;
  readonly price: Decimal;
  readonly quantity: Decimal;
  /** When an order took its place in the queue; levels have no such time. */
  readonly since: number | undefined;
}

type Entries = ReadonlyMap<string, Entry>;
export type Refresh = MarketDataIncrementalRefreshNoMDEntriesInput;
export type Snapshot = Omit<Refresh, "MDUpdateAction" | "MDEntryType"> & {
  readonly MDEntryType: typeof MDEntryType.Bid | typeof MDEntryType.Offer;
};

/**
 * What one subscriber has of a book, and what to tell it when the book changes: whoever puts in, changes and takes out as
 * told has the same entries.
 */
export class MarketDataBook {
  readonly #engine: Engine;
  readonly #market: Market;
  readonly #depth: number;
  readonly #byOrder: boolean;
  #entries: Readonly<Record<Side, Entries>>;

  /** `byOrder`: its entries are orders, those of the best `depth` levels. */
  constructor(engine: Engine, market: Market, depth: number, byOrder: boolean) {
    this.#engine = engine;
    this.#market = market;
    this.#depth = depth;
    this.#byOrder = byOrder;
    this.#entries = this.#read();
  }

  snapshot(): Snapshot[] {
    const at = this.#engine.clock.now();
    return [...this.#entries.sell.values(), ...this.#entries.buy.values()].map((entry) =>
      this.#print(entry, at),
    );
  }

  /** Follows the book, and tells what has changed in view. */
  update(at: number): Refresh[] {
    const before = this.#entries;
    this.#entries = this.#read();
    return (["sell", "buy"] as const).flatMap((side) => this.#difference(before[side], side, at));
  }

  /** Covers ten levels of each side, or as many as the subscriber has. */
  checksum(): string {
    const levels = Math.min(this.#depth, CHECKED_LEVELS);
    const printed = (side: Side) =>
      this.#engine.depth(this.#market, side, levels).map(({ price, quantity }) => ({
        price: toFixed(price, this.#market.priceDecimals),
        quantity: toFixed(quantity, this.#market.quantityDecimals),
      }));
    return String(bookChecksum(printed("sell"), printed("buy")));
  }

  #read(): Readonly<Record<Side, Entries>> {
    return { buy: this.#side("buy"), sell: this.#side("sell") };
  }

  #side(side: Side): Entries {
    const entries = this.#byOrder
      ? this.#engine.bookOrders(this.#market, side, this.#depth).map((order) => ofOrder(order, side))
      : this.#engine.depth(this.#market, side, this.#depth).map((level) => this.#ofLevel(level, side));
    return new Map(entries.map((entry) => [entry.id, entry]));
  }

  #ofLevel({ price, quantity }: BookLevel, side: Side): Entry {
    const id = `${side === "buy" ? "B" : "O"}${toFixed(price, this.#market.priceDecimals)}`;
    return { id, side, price, quantity, since: undefined };
  }

  #difference(before: Entries, side: Side, at: number): Refresh[] {
    const now = this.#entries[side];
    const gone: Refresh[] = [];
    for (const entry of before.values()) {
      const next = now.get(entry.id);
      // An order that has left its place in the queue ends there and begins anew.
      if (next !== undefined && next.price === entry.price && next.since === entry.since) continue;
      // What only leaves the view says how much of it there still is.
      const left = next === undefined ? this.#left(entry) : "0";
      gone.push({ MDUpdateAction: MDUpdateAction.Delete, ...this.#print({ ...entry, quantity: left }, at) });
    }
    const told: Refresh[] = [];
    for (const entry of now.values()) {
      const old = before.get(entry.id);
      const stays = old !== undefined && old.price === entry.price && old.since === entry.since;
      if (stays && old.quantity === entry.quantity) continue;
      told.push({
        MDUpdateAction: stays ? MDUpdateAction.Change : MDUpdateAction.New,
        ...this.#print(entry, at),
      });
    }
    return [...gone, ...told];
  }

  #left({ id, side, price }: Entry): Decimal {
    if (this.#byOrder) {
      return this.#engine.bookOrders(this.#market, side).find((order) => order.id === id)?.quantity ?? "0";
    }
    return this.#engine.levelAt(this.#market, side, price)?.quantity ?? "0";
  }

  #print({ id, side, price, quantity, since }: Entry, at: number): Snapshot {
    return {
      MDEntryType: side === "buy" ? MDEntryType.Bid : MDEntryType.Offer,
      MDEntryID: id,
      MDEntryPx: toFixed(price, this.#market.priceDecimals),
      MDEntrySize: quantity,
      MDEntryTime: new Date(at).toISOString().slice(11, 23),
      ...(since !== undefined && {
        MDEntryTimestamp: isoNanoseconds(at),
        MDEntryTimeQueue: isoNanoseconds(since),
      }),
    };
  }
}

function ofOrder({ id, price, quantity, since }: BookOrder, side: Side): Entry {
  return { id, side, price, quantity, since };
}
