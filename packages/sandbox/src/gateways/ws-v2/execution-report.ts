import type { ExecutionReport } from "@x/ws-v2";
import { toFixed } from "../../engine/decimal.ts";
import type { EngineEvent, Fill } from "../../engine/event.ts";
import { averagePrice, type Order } from "../../engine/order.ts";
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
    case "filled":
      return { timestamp, order_status: "partially_filled", exec_type: "trade", ...tradeOf(event.fill) };
    case "triggered":
    case "changed":
    case "refilled": {
      const exec_type =
        kind === "triggered" ? "status" : kind === "refilled" ? "iceberg_refill" : CHANGE[event.how];
      const partly = order.filled === "0" ? "new" : "partially_filled";
      return { ...whole(order), exec_type, order_status: partly, timestamp };
    }
    case "ended": {
      if (event.reason === "filled") {
        return { timestamp, order_status: "filled", exec_type: "filled", ...totals(order), ...names(order) };
      }
      const ended = event.reason === "expired" ? "expired" : "canceled";
      const reason = END_REASON[event.reason];
      return {
        timestamp,
        order_status: ended,
        exec_type: ended,
        ...totals(order),
        ...names(order),
        cancel_reason: reason,
        reason,
      };
    }
  }
}

const CHANGE = { amended: "amended", edited: "amended", trailed: "restated", reduced: "restated" } as const;

function totals(order: Order) {
  return {
    cum_qty: quantity(order, order.filled),
    cum_cost: exactNumber(order.cost),
    fee_usd_equiv: exactNumber(order.fee),
    avg_price: exactNumber(averagePrice(order, order.market.priceDecimals)),
  };
}

function tradeOf({ trade, order, id, role, cost, fee, feeAsset }: Fill) {
  return {
    ...names(order),
    symbol: trade.market.symbol,
    side: order.side,
    order_type: order.label ?? order.type,
    order_qty: quantity(order, order.quantity),
    ...totals(order),
    exec_id: id,
    trade_id: trade.id,
    last_qty: quantity(order, trade.quantity),
    last_price: price(order, trade.price),
    cost: exactNumber(cost),
    liquidity_ind: role === "maker" ? ("m" as const) : ("t" as const),
    fees: [{ asset: feeAsset, qty: exactNumber(fee) }],
  };
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
