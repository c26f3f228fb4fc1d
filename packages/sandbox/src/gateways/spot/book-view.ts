import type { BookLevel } from "../../engine/book.ts";
import { compare, type Decimal } from "../../engine/decimal.ts";
import type { Engine } from "../../engine/engine.ts";
import type { BookChange } from "../../engine/feed.ts";
import type { Market } from "../../engine/market.ts";
import type { Side } from "../../engine/order.ts";

/** A level that changed. */
export interface ViewedLevel extends BookLevel {
  /** It did not change: it came into view because a better one went. */
  readonly again: boolean;
}

export interface ViewChange {
  readonly at: number;
  readonly asks: readonly ViewedLevel[];
  readonly bids: readonly ViewedLevel[];
}

/**
 * The best levels of a book, and what to tell those who keep them: whoever puts in the changes and then drops what is
 * beyond the depth has the same levels. Levels that only fall out of view are not told.
 */
export class BookView {
  readonly market: Market;
  readonly depth: number;
  readonly #engine: Engine;
  #levels: Readonly<Record<Side, readonly BookLevel[]>>;

  constructor(engine: Engine, market: Market, depth: number) {
    this.market = market;
    this.depth = depth;
    this.#engine = engine;
    this.#levels = { buy: this.#best("buy"), sell: this.#best("sell") };
  }

  /** Best price first. */
  get asks(): readonly BookLevel[] {
    return this.#levels.sell;
  }

  get bids(): readonly BookLevel[] {
    return this.#levels.buy;
  }

  /** Follows the book. Nothing comes back if what changed is out of view. */
  update({ at, asks, bids }: BookChange): ViewChange | undefined {
    const change = { at, asks: this.#follow("sell", asks), bids: this.#follow("buy", bids) };
    return change.asks.length + change.bids.length === 0 ? undefined : change;
  }

  #best(side: Side): readonly BookLevel[] {
    return this.#engine.depth(this.market, side, this.depth);
  }

  #follow(side: Side, changed: readonly BookLevel[]): ViewedLevel[] {
    const old = this.#levels[side];
    const worst = old.length < this.depth ? undefined : old.at(-1)?.price;
    if (!changed.some(({ price }) => worst === undefined || !isWorse(side, price, worst))) return [];
    const now = this.#best(side);
    this.#levels = { ...this.#levels, [side]: now };
    const touched = new Set(changed.map(({ price }) => price));
    return difference(side, old, now, { touched, full: now.length === this.depth });
  }
}

function difference(
  side: Side,
  old: readonly BookLevel[],
  now: readonly BookLevel[],
  { touched, full }: { readonly touched: ReadonlySet<Decimal>; readonly full: boolean },
): ViewedLevel[] {
  const before = new Map(old.map(({ price, quantity }) => [price, quantity]));
  const found: ViewedLevel[] = [];
  const kept = new Set<Decimal>();
  for (const level of now) {
    kept.add(level.price);
    const quantity = before.get(level.price);
    if (quantity !== level.quantity) {
      found.push({ ...level, again: quantity === undefined && !touched.has(level.price) });
    }
  }
  const worst = now.at(-1)?.price;
  const gone: ViewedLevel[] = [];
  for (const { price } of old) {
    const fellOut = full && worst !== undefined && isWorse(side, price, worst);
    if (!kept.has(price) && !fellOut) gone.push({ price, quantity: "0", again: false });
  }
  return [...gone, ...found];
}

export function isWorse(side: Side, price: Decimal, than: Decimal): boolean {
  return compare(price, than) === (side === "buy" ? -1 : 1);
}
