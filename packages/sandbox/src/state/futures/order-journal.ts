import { subtract } from "../../engine/decimal.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Fill } from "../../engine/event.ts";
import { type EndReason, type Order, waitsForTrigger } from "../../engine/order.ts";
import { EventLog } from "./event-log.ts";
import { LIQUIDATION } from "./liquidator.ts";

export type OrderEventKind = "placed" | "edited" | "cancelled" | "filled";

/** What happened to an order, with the order as it was then. */
export interface OrderEvent {
  readonly at: number;
  readonly kind: OrderEventKind;
  readonly order: OrderFacts;
  readonly old?: OrderFacts;
  readonly reason: string;
}

/** What history keeps of an order. */
export interface OrderFacts {
  readonly id: string;
  readonly clientId: string | null;
  readonly symbol: string;
  readonly side: "buy" | "sell";
  readonly quantity: string;
  readonly filled: string;
  readonly price: string | undefined;
  readonly type: "Limit" | "IoC" | "Post";
  readonly reduceOnly: boolean;
  readonly placedAt: number;
  readonly updatedAt: number;
  readonly trigger: { readonly price: string; readonly signal: string; readonly side: string } | undefined;
}

export interface EndedOrder {
  readonly order: Order;
  readonly reason: EndReason;
  readonly at: number;
}

const REASON: Readonly<Partial<Record<EndReason, string>>> = {
  "dead-man-switch": "dead_man_switch",
  "self-trade-prevention": "would_execute_self",
  liquidated: "not_enough_margin",
};
const CHANGE = {
  amended: "edited_by_user",
  edited: "edited_by_user",
  trailed: "trailing_stop_price_updated",
  reduced: "would_not_reduce_position",
} as const;
const SIGNAL = { mark: "MarkPrice", last: "LastPrice", index: "SpotPrice" } as const;
/** How long an order that has ended can be asked for. */
const LOOKED_UP_MS = 5_000;

/** Keeps what happens to the account's futures orders: the past it is given, then what the engine tells. */
export class OrderJournal {
  readonly orders = new EventLog<OrderEvent>();
  readonly triggers = new EventLog<OrderEvent>();
  readonly #ended: EndedOrder[] = [];
  readonly #now: () => number;

  constructor(engine: Engine, account: string) {
    this.#now = () => engine.clock.now();
    engine.listen((event) => {
      const { order, at, kind } = event;
      if (order.account !== account || order.market.venue !== "futures") return;
      if (kind === "opened") {
        const reason = order.label === LIQUIDATION ? "liquidation_order" : "new_user_order";
        this.add({ at, kind: "placed", order: facts(order), reason });
      }
      if (kind === "filled") this.#filled(event.fill);
      if (kind === "triggered") this.#triggered(order, at);
      if (kind === "changed") this.#changed(event.old, order, CHANGE[event.how]);
      if (kind !== "ended") return;
      this.#forget(at);
      this.#ended.push({ order, reason: event.reason, at });
      if (event.reason === "filled") return;
      this.add({
        at,
        kind: "cancelled",
        order: facts(order),
        reason: REASON[event.reason] ?? "cancelled_by_user",
      });
    });
  }

  add(event: OrderEvent): void {
    (event.order.trigger === undefined ? this.orders : this.triggers).push(event);
  }

  #filled({ order, trade, filled }: Fill): void {
    const at = trade.at;
    const old = { ...facts(order), filled: subtract(filled, trade.quantity) };
    const reason = filled === order.quantity ? "full_fill" : "partial_fill";
    this.add({ at, kind: "filled", old, order: facts(order), reason });
  }

  /** What waited is gone, and an order of the same id is there in its stead. */
  #triggered(order: Order, at: number): void {
    const waiting = facts({ ...order, triggered: false });
    this.add({ at, kind: "cancelled", order: waiting, reason: "stop_order_triggered" });
    this.add({ at, kind: "placed", order: facts(order), reason: "limit_from_stop" });
  }

  #changed(old: Order, order: Order, reason: string): void {
    this.add({ at: order.updatedAt, kind: "edited", old: facts(old), order: facts(order), reason });
  }

  /** Orders that ended within the last five seconds. */
  recent(): readonly EndedOrder[] {
    this.#forget(this.#now());
    return this.#ended;
  }

  #forget(now: number): void {
    const keep = this.#ended.findIndex(({ at }) => now - at <= LOOKED_UP_MS);
    this.#ended.splice(0, keep === -1 ? this.#ended.length : keep);
  }
}

function facts(order: Order): OrderFacts {
  const trigger = waitsForTrigger(order) ? order.trigger : undefined;
  const above = (order.side === "buy") !== order.type.startsWith("take-profit");
  return {
    id: order.id,
    clientId: order.clientId ?? null,
    symbol: order.market.symbol,
    side: order.side,
    quantity: order.quantity,
    filled: order.filled,
    price: order.price,
    type:
      order.timeInForce === "ioc" || order.price === undefined ? "IoC" : order.postOnly ? "Post" : "Limit",
    reduceOnly: order.reduceOnly,
    placedAt: order.placedAt,
    updatedAt: order.updatedAt,
    trigger: trigger && {
      price: trigger.level,
      signal: SIGNAL[trigger.signal],
      side: above ? "Above" : "Below",
    },
  };
}
