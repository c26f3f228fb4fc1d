import type { Clock } from "@x/core";
import type { Market } from "../../engine/market.ts";
import type { Order } from "../../engine/order.ts";

/** The middle one of the exchange's verification tiers. */
const TIER = { threshold: 125, decayPerSecond: 2.34, openOrders: 80 } as const;
/** Up to how many seconds of rest an order costs more to change, and how much more. */
const RESTED = [5, 10, 15, 45, 90, 300] as const;
const DECAYING = {
  amend: [3, 2, 1, 0, 0, 0],
  edit: [6, 5, 4, 2, 1, 0],
  cancel: [8, 6, 5, 4, 2, 1],
} as const;

/** The rate counter's threshold, as acknowledgements name it. */
export const MAX_RATE_COUNT = TIER.threshold;

const RATE_EXCEEDED = "EOrder:Rate limit exceeded";

interface Counter {
  value: number;
  at: number;
}

/**
 * The trading rate counter of each account and pair: orders and changes add to it, time takes away. Changes of orders that
 * have not rested long cost more. A refusal comes back as its text; the fixed part of a cost is charged all the same.
 *
 * Source: https://docs.kraken.com/api/docs/guides/spot-ratelimits
 */
export class TradingLimits {
  readonly #clock: Clock;
  readonly #counters = new Map<string, Counter>();
  /** When orders were amended last; fills do not count. */
  readonly #amendedAt = new WeakMap<Order, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What the counter stands at. */
  count(account: string, market: Market): number {
    return this.#counter(account, market).value;
  }

  /** `open` orders rest on the pair already. */
  place(account: string, market: Market, open: number): string | undefined {
    const refused = this.#charge(account, market, 1, 0);
    return refused ?? (open >= TIER.openOrders ? "EOrder:Orders limit exceeded" : undefined);
  }

  placeBatch(account: string, market: Market, orders: number, open: number): string | undefined {
    const refused = this.#charge(account, market, orders / 2, 0);
    return refused ?? (open + orders > TIER.openOrders ? "EOrder:Orders limit exceeded" : undefined);
  }

  change(how: "amend" | "edit", order: Order): string | undefined {
    return this.#charge(order.account, order.market, 1, this.#decaying(how, order));
  }

  /** From now on the order has not rested for long. */
  amended(order: Order): void {
    this.#amendedAt.set(order, this.#clock.now());
  }

  cancel(order: Order): string | undefined {
    return this.#charge(order.account, order.market, 0, this.#decaying("cancel", order));
  }

  /** Batches are cancelled even beyond the limit. */
  cancelBatch(orders: readonly Order[]): void {
    for (const order of orders) {
      this.#counter(order.account, order.market).value += this.#decaying("cancel", order);
    }
  }

  #decaying(how: keyof typeof DECAYING, order: Order): number {
    const seconds = (this.#clock.now() - (this.#amendedAt.get(order) ?? order.placedAt)) / 1000;
    const bucket = RESTED.findIndex((bound) => seconds < bound);
    return DECAYING[how][bucket] ?? 0;
  }

  #charge(account: string, market: Market, fixed: number, decaying: number): string | undefined {
    const counter = this.#counter(account, market);
    const exceeds = counter.value + fixed + decaying > TIER.threshold;
    counter.value += exceeds ? fixed : fixed + decaying;
    return exceeds ? RATE_EXCEEDED : undefined;
  }

  #counter(account: string, market: Market): Counter {
    const key = `${account} ${market.symbol}`;
    const now = this.#clock.now();
    const counter = this.#counters.get(key) ?? { value: 0, at: now };
    this.#counters.set(key, counter);
    counter.value = Math.max(0, counter.value - ((now - counter.at) / 1000) * TIER.decayPerSecond);
    counter.at = now;
    return counter;
  }
}
