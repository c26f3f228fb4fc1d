import type { Engine } from "../../engine/engine.ts";
import type { EndReason, Order } from "../../engine/order.ts";

export interface EndedOrder {
  readonly order: Order;
  readonly at: number;
  readonly reason: EndReason;
}

/** How many are remembered. */
const REMEMBERED = 1000;

/** An account's spot orders that have ended, the latest first. */
export class EndedOrders {
  readonly #ended = new Map<string, EndedOrder>();

  constructor(engine: Engine, account: string) {
    engine.listen((event) => {
      const { kind, order, at } = event;
      if (kind !== "ended" || order.account !== account || order.market.venue !== "spot") return;
      this.#ended.set(order.id, { order, at, reason: event.reason });
      if (this.#ended.size > REMEMBERED) {
        for (const [oldest] of this.#ended) {
          this.#ended.delete(oldest);
          break;
        }
      }
    });
  }

  find(id: string): EndedOrder | undefined {
    return this.#ended.get(id);
  }

  list(): EndedOrder[] {
    return [...this.#ended.values()].reverse();
  }
}
