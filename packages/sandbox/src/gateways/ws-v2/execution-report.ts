import type { ExecutionReport } from "@x/ws-v2";
import { toFixed } from "../../engine/decimal.ts";
import type { EngineEvent } from "../../engine/event.ts";
import type { Order } from "../../engine/order.ts";
import { type Exact, type ExactNumber, exactNumber } from "../exact-json.ts";
import { END_REASON } from "../spot/refusal-text.ts";
import { isoMicroseconds } from "../time.ts";

type Report = Exact<ExecutionReport>;

const TIME_IN_FORCE = { gtc: "GTC", gtd: "GTD", ioc: "IOC", fok: "FOK" } as const;

/** An open order as a snapshot shows it: everything there is to know. */
export function snapshotReport(order: Order): Report {
  const status = order.status === "pending" ? "pending_new" : "new";
  return {
    ...whole(order),
    exec_type: status,
    order_status: status,
    timestamp: isoMicroseconds(order.updatedAt),
  };
}

/** An event as an update shows it: the first report of an order is whole, later ones say what changed. */
export function updateReport(event: EngineEvent): Report {
  const { order, kind, at } = event;
  const timestamp = isoMicroseconds(at);
  switch (kind) {
    case "accepted":
      return { ...whole(order), exec_type: "pending_new", order_status: "pending_new", timestamp };
    case "opened":
      return { timestamp, order_status: "new", exec_type: "new", ...names(order) };
    case "ended": {
      const ended = event.reason === "expired" ? "expired" : "canceled";
      const reason = END_REASON[event.reason];
      return {
        timestamp,
        order_status: ended,
        exec_type: ended,
        cum_qty: quantity(order, order.filled),
        cum_cost: 0,
        fee_usd_equiv: 0,
        avg_price: 0,
        ...names(order),
        cancel_reason: reason,
        reason,
      };
    }
  }
}

function whole(order: Order): Omit<Report, "exec_type" | "order_status" | "timestamp"> {
  const { market, trigger } = order;
  return {
    ...names(order),
    symbol: market.symbol,
    order_qty: quantity(order, order.quantity),
    cum_qty: quantity(order, order.filled),
    cum_cost: 0,
    time_in_force: TIME_IN_FORCE[order.timeInForce],
    side: order.side,
    order_type: order.label ?? order.type,
    ...(order.price !== undefined && {
      limit_price_type: "static",
      limit_price: price(order, order.price),
    }),
    stop_price: trigger === undefined ? 0 : price(order, trigger.level),
    ...(trigger !== undefined && {
      triggers: {
        reference: trigger.signal,
        price: exactNumber(trigger.given.value),
        price_type: trigger.given.unit,
        actual_price: price(order, trigger.level),
        status: "untriggered",
      },
    }),
    ...(order.displayQuantity !== undefined && { display_qty: quantity(order, order.displayQuantity) }),
    ...(order.expiresAt !== undefined && { expire_time: isoMicroseconds(order.expiresAt) }),
    ...(order.startsAt !== undefined && { effective_time: isoMicroseconds(order.startsAt) }),
    ...(order.postOnly && { post_only: true }),
    ...(order.reduceOnly && { reduce_only: true }),
    ...(order.margin && { margin: true }),
    fee_usd_equiv: 0,
    fee_ccy_pref: order.feeIn === "quote" ? "fciq" : "fcib",
  };
}

function names(order: Order) {
  return {
    order_id: order.id,
    ...(order.clientId !== undefined && { cl_ord_id: order.clientId }),
    ...(order.userref !== undefined && { order_userref: order.userref }),
  };
}

function quantity(order: Order, value: string): ExactNumber {
  return exactNumber(toFixed(value, order.market.quantityDecimals));
}

function price(order: Order, value: string): ExactNumber {
  return exactNumber(toFixed(value, order.market.priceDecimals));
}
