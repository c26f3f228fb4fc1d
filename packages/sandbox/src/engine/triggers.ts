import { compare, type Decimal } from "./decimal.ts";
import type { Market } from "./market.ts";
import type { Order, PriceSignal } from "./order.ts";

type Direction = "above" | "below";

/** Orders that wait for one price to come to their level, the first that it reaches last. */
interface Queue {
  readonly direction: Direction;
  readonly waiting: { readonly order: Order; readonly level: Decimal; readonly number: number }[];
}

/** The orders that wait for their trigger, by the price they watch. */
export class Triggers {
  readonly #queues = new Map<Market, Map<PriceSignal, Record<Direction, Queue>>>();
  readonly #trailing = new Map<Market, Set<Order>>();
  readonly #numbers = new Map<Order, number>();
  #next = 0;

  add(order: Order): void {
    const { trigger, market } = order;
    if (trigger === undefined) return;
    const number = this.#numbers.get(order) ?? this.#next++;
    this.#numbers.set(order, number);
    const { waiting, direction } = this.#queue(market, trigger.signal, directionOf(order));
    const entry = { order, level: trigger.level, number };
    waiting.splice(position(waiting, entry, direction), 0, entry);
    if (order.type.startsWith("trailing-stop")) {
      const trailing = this.#trailing.get(market) ?? new Set();
      this.#trailing.set(market, trailing.add(order));
    }
  }

  remove(order: Order): void {
    const number = this.#numbers.get(order);
    if (number === undefined || order.trigger === undefined) return;
    this.#take(order, number);
    this.#numbers.delete(order);
    this.#trailing.get(order.market)?.delete(order);
  }

  /** Lets an order wait at another level; those it had come before still come after it. */
  move(order: Order, change: () => void): void {
    const number = this.#numbers.get(order);
    if (number !== undefined) this.#take(order, number);
    change();
    if (number !== undefined) this.add(order);
  }

  /** The next order that a price sets free, if there is one. It is waiting no more. */
  fired(market: Market, signal: PriceSignal, price: Decimal): Order | undefined {
    for (const direction of ["above", "below"] as const) {
      const next = this.#queues.get(market)?.get(signal)?.[direction].waiting.at(-1);
      if (next === undefined) continue;
      const sign = compare(price, next.level);
      if (sign === (direction === "above" ? -1 : 1)) continue;
      this.remove(next.order);
      return next.order;
    }
    return undefined;
  }

  /** Orders whose level follows this price of the market. */
  trailing(market: Market, signal: PriceSignal): Order[] {
    return [...(this.#trailing.get(market) ?? [])].filter(({ trigger }) => trigger?.signal === signal);
  }

  #take(order: Order, number: number): void {
    const { trigger, market } = order;
    if (trigger === undefined) return;
    const { waiting, direction } = this.#queue(market, trigger.signal, directionOf(order));
    const at = position(waiting, { level: trigger.level, number }, direction);
    if (waiting[at]?.order === order) waiting.splice(at, 1);
  }

  #queue(market: Market, signal: PriceSignal, direction: Direction): Queue {
    const ofMarket = this.#queues.get(market) ?? new Map<PriceSignal, Record<Direction, Queue>>();
    this.#queues.set(market, ofMarket);
    const queues = ofMarket.get(signal) ?? {
      above: { direction: "above", waiting: [] },
      below: { direction: "below", waiting: [] },
    };
    ofMarket.set(signal, queues);
    return queues[direction];
  }
}

/** A stop waits for the price to go against the position it protects, a take-profit for the other way. */
export function directionOf({ side, type }: Pick<Order, "side" | "type">): Direction {
  return (side === "buy") !== type.startsWith("take-profit") ? "above" : "below";
}

/** Where an entry is, or belongs: the level that is reached first last, and of equal levels the oldest order last. */
function position(
  waiting: Queue["waiting"],
  entry: { readonly level: Decimal; readonly number: number },
  direction: Direction,
): number {
  let low = 0;
  let high = waiting.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = waiting[middle] as Queue["waiting"][number];
    const sign = compare(other.level, entry.level);
    const firesLater = sign === 0 ? other.number > entry.number : sign === (direction === "above" ? 1 : -1);
    if (firesLater) low = middle + 1;
    else high = middle;
  }
  return low;
}
