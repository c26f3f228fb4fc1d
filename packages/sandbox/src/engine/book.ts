import type { Decimal } from "./decimal.ts";
import type { Market } from "./market.ts";
import type { Order, Side } from "./order.ts";
import { fromUnits, least, toUnits, type Units } from "./units.ts";

/** An order on the book. Its quantities are in units of the market's quantity decimals, its price in those of prices. */
export interface Resting {
  readonly order: Order;
  readonly level: Level;
  /** What is left to trade, and how much of that others see. */
  left: Units;
  shown: Units;
  /** When it took its place in the queue. */
  since: number;
  previous: Resting | undefined;
  next: Resting | undefined;
}

/** The orders at one price, the first to trade first. */
export interface Level {
  readonly side: Side;
  readonly price: Units;
  shown: Units;
  first: Resting | undefined;
  last: Resting | undefined;
}

/** A level as others see it. A quantity of `0` says that the level is gone. */
export interface BookLevel {
  readonly price: Decimal;
  readonly quantity: Decimal;
}

/** An order on the book as others see it. */
export interface BookOrder {
  readonly id: string;
  readonly price: Decimal;
  readonly quantity: Decimal;
  /** When it took its place in the queue, in milliseconds since the epoch. */
  readonly since: number;
}

/** What happened to an order of the book, as others see it. */
export interface BookOrderChange extends BookOrder {
  readonly kind: "add" | "modify" | "delete";
  readonly side: Side;
}

/** Hears of changes of a book the moment they happen. */
export interface BookWatcher {
  level(level: Level): void;
  order(kind: BookOrderChange["kind"], resting: Resting): void;
}

/** The resting orders of one market in price-time priority. */
export class Book {
  readonly market: Market;
  readonly #byPrice: Record<Side, Map<Units, Level>> = { buy: new Map(), sell: new Map() };
  /** Worst price first, so that what happens near the best price moves little. */
  readonly #levels: Record<Side, Level[]> = { buy: [], sell: [] };
  watcher: BookWatcher | undefined;

  constructor(market: Market) {
    this.market = market;
  }

  /** Puts an order behind those already at its price. `left` is in units. */
  add(order: Order, price: Decimal, left: Units, now: number): void {
    const level = this.#level(order.side, toUnits(price, this.market.priceDecimals));
    const resting: Resting = {
      order,
      level,
      left,
      shown: this.#display(order, left),
      since: now,
      previous: undefined,
      next: undefined,
    };
    order.resting = resting;
    this.#append(resting);
    this.#changed("add", resting);
  }

  remove(order: Order): void {
    const { resting } = order;
    if (resting === undefined) return;
    order.resting = undefined;
    this.#unlink(resting);
    this.#changed("delete", resting);
    this.#dropIfEmpty(resting.level);
  }

  /** Changes what is left of an order without moving it in the queue. */
  resize(resting: Resting, left: Units): void {
    const { level, order } = resting;
    level.shown -= resting.shown;
    resting.left = left;
    resting.shown = this.#display(order, left);
    level.shown += resting.shown;
    this.#changed("modify", resting);
  }

  /**
   * Takes from what an order shows. A display quantity that is used up comes again, at the end of the queue: whether that
   * happened comes back.
   */
  take(resting: Resting, quantity: Units, now: number): boolean {
    const { level, order } = resting;
    resting.left -= quantity;
    resting.shown -= quantity;
    level.shown -= quantity;
    if (resting.left === 0n) {
      this.remove(order);
      return false;
    }
    const refills = resting.shown === 0n;
    if (refills) {
      this.#unlink(resting);
      resting.shown = this.#display(order, resting.left);
      resting.since = now;
      this.#append(resting);
    }
    this.#changed("modify", resting);
    return refills;
  }

  at(side: Side, price: Units): Level | undefined {
    return this.#byPrice[side].get(price);
  }

  /** The first to trade on a side. */
  front(side: Side): Resting | undefined {
    return this.#levels[side].at(-1)?.first;
  }

  best(side: Side): Decimal | undefined {
    const level = this.#levels[side].at(-1);
    return level && fromUnits(level.price, this.market.priceDecimals);
  }

  /** Price and shown quantity of the best levels, best first. */
  depth(side: Side, most = Infinity): BookLevel[] {
    const levels = this.#levels[side];
    const found: BookLevel[] = [];
    for (let i = levels.length - 1; i >= 0 && found.length < most; i--) {
      found.push(this.levelOf(levels[i] as Level));
    }
    return found;
  }

  /** The orders of the best levels in price-time priority. */
  orders(side: Side, mostLevels = Infinity): BookOrder[] {
    const levels = this.#levels[side];
    const found: BookOrder[] = [];
    for (let i = levels.length - 1; i >= 0 && levels.length - i <= mostLevels; i--) {
      for (let at = levels[i]?.first; at !== undefined; at = at.next) found.push(this.orderOf(at));
    }
    return found;
  }

  levelOf({ price, shown }: Level): BookLevel {
    const { priceDecimals, quantityDecimals } = this.market;
    return { price: fromUnits(price, priceDecimals), quantity: fromUnits(shown, quantityDecimals) };
  }

  orderOf({ order, level, shown, since }: Resting): BookOrder {
    const { priceDecimals, quantityDecimals } = this.market;
    const price = fromUnits(level.price, priceDecimals);
    return { id: order.id, price, quantity: fromUnits(shown, quantityDecimals), since };
  }

  /** The orders an incoming order of that side and price could trade with, first to trade first. No price: any. */
  *crossing(side: Side, price: Units | undefined): Generator<Resting> {
    const levels = this.#levels[opposite(side)];
    for (let i = levels.length - 1; i >= 0; i--) {
      const level = levels[i] as Level;
      if (!reaches(side, price, level.price)) return;
      for (let at = level.first; at !== undefined; at = at.next) yield at;
    }
  }

  #display({ displayQuantity }: Order, left: Units): Units {
    return displayQuantity === undefined
      ? left
      : least(left, toUnits(displayQuantity, this.market.quantityDecimals));
  }

  #level(side: Side, price: Units): Level {
    const known = this.#byPrice[side].get(price);
    if (known !== undefined) return known;
    const level: Level = { side, price, shown: 0n, first: undefined, last: undefined };
    this.#byPrice[side].set(price, level);
    const levels = this.#levels[side];
    levels.splice(position(levels, side, price), 0, level);
    return level;
  }

  #append(resting: Resting): void {
    const { level } = resting;
    resting.previous = level.last;
    resting.next = undefined;
    if (level.last === undefined) level.first = resting;
    else level.last.next = resting;
    level.last = resting;
    level.shown += resting.shown;
  }

  #unlink(resting: Resting): void {
    const { level, previous, next } = resting;
    if (previous === undefined) level.first = next;
    else previous.next = next;
    if (next === undefined) level.last = previous;
    else next.previous = previous;
    level.shown -= resting.shown;
  }

  #dropIfEmpty(level: Level): void {
    if (level.first !== undefined) return;
    this.#byPrice[level.side].delete(level.price);
    const levels = this.#levels[level.side];
    levels.splice(position(levels, level.side, level.price), 1);
  }

  #changed(kind: BookOrderChange["kind"], resting: Resting): void {
    this.watcher?.order(kind, resting);
    this.watcher?.level(resting.level);
  }
}

export function opposite(side: Side): Side {
  return side === "buy" ? "sell" : "buy";
}

/** Whether an incoming order with this limit trades at a price of the other side. */
export function reaches(side: Side, limit: Units | undefined, price: Units): boolean {
  return limit === undefined || (side === "buy" ? limit >= price : limit <= price);
}

/** Where the level of `price` is, or belongs, when the worst price comes first. */
function position(levels: readonly Level[], side: Side, price: Units): number {
  let low = 0;
  let high = levels.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = (levels[middle] as Level).price;
    if (side === "buy" ? at < price : at > price) low = middle + 1;
    else high = middle;
  }
  return low;
}
