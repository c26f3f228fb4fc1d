import { add, compare, type Decimal, subtract } from "./decimal.ts";
import type { Order, Side } from "./order.ts";

interface Level {
  readonly price: Decimal;
  /** In time priority. */
  readonly orders: Set<Order>;
}

/** The resting orders of one market in price-time priority. */
export class Book {
  /** Best price first. */
  readonly #levels: Record<Side, Level[]> = { buy: [], sell: [] };

  add(order: Order, price: Decimal): void {
    const levels = this.#levels[order.side];
    const at = position(levels, order.side, price);
    const level = levels[at];
    if (level?.price === price) level.orders.add(order);
    else levels.splice(at, 0, { price, orders: new Set([order]) });
  }

  remove(order: Order, price: Decimal): void {
    const levels = this.#levels[order.side];
    const at = position(levels, order.side, price);
    const level = levels[at];
    if (level?.price !== price) return;
    level.orders.delete(order);
    if (level.orders.size === 0) levels.splice(at, 1);
  }

  best(side: Side): Decimal | undefined {
    return this.#levels[side][0]?.price;
  }

  /** Price and open quantity of each level, best first. */
  depth(side: Side): { readonly price: Decimal; readonly quantity: Decimal }[] {
    return this.#levels[side].map(({ price, orders }) => ({
      price,
      quantity: [...orders].reduce((sum, order) => add(sum, subtract(order.quantity, order.filled)), "0"),
    }));
  }

  /** The orders an incoming order of that side and price would trade with, best first. No price: any. */
  *crossing(side: Side, price: Decimal | undefined): Generator<Order> {
    const opposite = side === "buy" ? "sell" : "buy";
    for (const level of this.#levels[opposite]) {
      if (price !== undefined && better(opposite, price, level.price)) return;
      yield* level.orders;
    }
  }
}

/** Whether price `a` comes before price `b` on that side of the book. */
function better(side: Side, a: Decimal, b: Decimal): boolean {
  return compare(a, b) === (side === "buy" ? 1 : -1);
}

/** Where the level of `price` is, or belongs. */
function position(levels: readonly Level[], side: Side, price: Decimal): number {
  let low = 0;
  let high = levels.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (better(side, (levels[middle] as Level).price, price)) low = middle + 1;
    else high = middle;
  }
  return low;
}
