import { compare } from "./decimal.ts";
import type { EngineEvent } from "./event.ts";
import type { Market } from "./market.ts";
import type { Order, PriceSignal } from "./order.ts";
import type { Prices } from "./prices.ts";
import { distance, triggerLevel } from "./rules.ts";
import { directionOf, Triggers } from "./triggers.ts";

export interface TriggerHost {
  now(): number;
  activate(order: Order): void;
  emit(event: EngineEvent): void;
}

/** Lets waiting orders follow the prices they watch, and sets them free when their level is reached. */
export class TriggerDesk {
  readonly #prices: Prices;
  readonly #host: TriggerHost;
  readonly #triggers = new Triggers();
  readonly #moved = new Map<Market, Set<PriceSignal>>();

  constructor(prices: Prices, host: TriggerHost) {
    this.#prices = prices;
    this.#host = host;
  }

  /** Takes a waiting order in. One whose level is reached already fires with the next {@link fire}. */
  add(order: Order): void {
    if (order.trigger === undefined) return;
    this.#triggers.add(order);
    this.moved(order.market, order.trigger.signal);
  }

  remove(order: Order): void {
    this.#triggers.remove(order);
  }

  /** Lets the owner change what an order waits for. */
  change(order: Order, change: () => void): void {
    this.#triggers.move(order, change);
    if (order.trigger !== undefined) this.moved(order.market, order.trigger.signal);
  }

  /** Notes that a price has moved, for {@link fire}. */
  moved(market: Market, signal: PriceSignal): void {
    const signals = this.#moved.get(market) ?? new Set();
    this.#moved.set(market, signals.add(signal));
  }

  /** Whether prices have moved since the last {@link fire}. */
  get pending(): boolean {
    return this.#moved.size > 0;
  }

  /** Fires what the moves since the last time set free, and what that sets free in turn. */
  fire(): void {
    while (this.#moved.size > 0) {
      const [market, signals] = this.#moved.entries().next().value as [Market, Set<PriceSignal>];
      this.#moved.delete(market);
      for (const signal of signals) {
        this.#trail(market, signal);
        for (;;) {
          const order = this.#triggers.fired(market, signal, this.#prices.of(market, signal));
          if (order === undefined) break;
          order.triggered = true;
          order.updatedAt = this.#host.now();
          this.#host.emit({ kind: "triggered", order, at: order.updatedAt });
          this.#host.activate(order);
        }
      }
    }
  }

  /** Trailing levels follow the market to its best price, and never come back. */
  #trail(market: Market, signal: PriceSignal): void {
    const price = this.#prices.of(market, signal);
    for (const order of this.#triggers.trailing(market, signal)) {
      const { trigger } = order;
      if (trigger === undefined) continue;
      const level = triggerLevel(order, trigger.given, price, market.tick);
      const closer = directionOf(order) === "above" ? -1 : 1;
      if (compare(level, trigger.level) !== closer) continue;
      const old = { ...order };
      this.#triggers.move(order, () => {
        order.trigger = { ...trigger, level, peak: price };
        // A limit at a distance keeps that distance from its trigger.
        if (order.givenPrice !== undefined && order.givenPrice.unit !== "static") {
          order.price = distance(order.givenPrice, level, market.tick);
        }
      });
      order.updatedAt = this.#host.now();
      this.#host.emit({ kind: "changed", order, at: order.updatedAt, old, how: "trailed" });
    }
  }
}
