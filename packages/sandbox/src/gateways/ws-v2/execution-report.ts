import type { ExecutionReport } from "@x/ws-v2";
import type { EngineEvent, Fill } from "../../engine/event.ts";
import { averagePrice, type Order } from "../../engine/order.ts";
import { fromUnits } from "../../engine/units.ts";
import { type Exact, exactNumber } from "../exact-json.ts";
import { END_REASON } from "../spot/refusal-text.ts";
import { isoMicroseconds } from "../time.ts";
import { priceNumber, quantityNumber } from "./numbers.ts";

type Report = Exact<ExecutionReport>;

const TIME_IN_FORCE = { gtc: "GTC", gtd: "GTD", ioc: "IOC", fok: "FOK" } as const;

/** An open order as a snapshot shows it: everything there is to know. */
export function snapshotReport(order: Order): Report {
  const status = statusOf(order);
  return {
    ...whole(order),
    ...totals(order),
    exec_type: status === "pending_new" ? status : "new",
    order_status: status,
    ...(order.amended && { amended: true }),
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
      return { ...tradeReport(event.fill), order_status: "partially_filled" };
    case "triggered":
    case "changed":
    case "refilled": {
      const exec_type =
        kind === "triggered" ? "status" : kind === "refilled" ? "iceberg_refill" : CHANGE[event.how];
      return {
        ...whole(order),
        ...totals(order),
        exec_type,
        order_status: statusOf(order),
        timestamp,
        ...(kind === "changed" && { amended: true, reason: WHY[event.how] }),
      };
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

/** One fill, with what its order had traded by then. */
export function tradeReport(fill: Fill): Report {
  const { trade, order, id, role, cost, fee, feeAsset, filled } = fill;
  return {
    ...names(order),
    symbol: trade.market.symbol,
    side: order.side,
    order_type: order.label ?? order.type,
    order_qty: quantityNumber(order.market, order.quantity),
    ...totals({ market: order.market, filled, cost: fill.totalCost, fee: fill.totalFee }),
    exec_type: "trade",
    order_status: filled === order.quantity ? "filled" : "partially_filled",
    timestamp: isoMicroseconds(trade.at),
    exec_id: id,
    trade_id: trade.id,
    last_qty: quantityNumber(order.market, trade.quantity),
    last_price: priceNumber(order.market, trade.price),
    cost: exactNumber(cost),
    liquidity_ind: role === "maker" ? "m" : "t",
    fees: [{ asset: feeAsset, qty: exactNumber(fee) }],
    ...(order.margin && { margin_borrow: true }),
  };
}

const CHANGE = { amended: "amended", edited: "amended", trailed: "restated", reduced: "restated" } as const;
const WHY = {
  amended: "User requested",
  edited: "User requested",
  trailed: "Trailing stop moved",
  reduced: "Reduce only: position changed",
} as const;

function statusOf(order: Order): "pending_new" | "new" | "partially_filled" {
  if (order.status === "pending") return "pending_new";
  return order.filled === "0" ? "new" : "partially_filled";
}

function totals(order: Pick<Order, "market" | "filled" | "cost" | "fee">) {
  return {
    cum_qty: quantityNumber(order.market, order.filled),
    cum_cost: exactNumber(order.cost),
    fee_usd_equiv: exactNumber(order.fee),
    avg_price: exactNumber(averagePrice(order, order.market.priceDecimals)),
  };
}

function whole(order: Order): Omit<Report, "exec_type" | "order_status" | "timestamp"> {
  const { market, trigger } = order;
  return {
    ...names(order),
    symbol: market.symbol,
    order_qty: quantityNumber(market, order.quantity),
    ...(order.cashQuantity !== undefined && { cash_order_qty: exactNumber(order.cashQuantity) }),
    cum_qty: quantityNumber(market, order.filled),
    cum_cost: exactNumber(order.cost),
    time_in_force: TIME_IN_FORCE[order.timeInForce],
    side: order.side,
    order_type: order.label ?? order.type,
    ...(order.price !== undefined && {
      limit_price_type: "static",
      limit_price: priceNumber(market, order.price),
    }),
    stop_price: trigger === undefined ? 0 : priceNumber(market, trigger.level),
    ...(trigger !== undefined && triggerOf(order, trigger)),
    ...contingentOf(order),
    ...(order.closes !== undefined && { ord_ref_id: order.closes }),
    ...displayOf(order),
    ...(order.expiresAt !== undefined && { expire_time: isoMicroseconds(order.expiresAt) }),
    ...(order.startsAt !== undefined && { effective_time: isoMicroseconds(order.startsAt) }),
    ...(order.postOnly && { post_only: true }),
    ...(order.reduceOnly && { reduce_only: true }),
    ...(order.margin && { margin: true }),
    fee_usd_equiv: exactNumber(order.fee),
    fee_ccy_pref: order.feeIn === "quote" ? "fciq" : "fcib",
  };
}

/** With the fields that it was told in before there were `triggers`. */
function triggerOf(
  { market, triggered }: Order,
  { signal, given, level, peak }: NonNullable<Order["trigger"]>,
) {
  const actual_price = priceNumber(market, level);
  return {
    trigger: signal,
    ...(triggered && { triggered_price: actual_price }),
    triggers: {
      reference: signal,
      price: exactNumber(given.value),
      price_type: given.unit,
      actual_price,
      ...(peak !== undefined && { peak_price: priceNumber(market, peak) }),
      status: triggered ? "triggered" : "untriggered",
    },
  };
}

function contingentOf({ close }: Order): Pick<Report, "contingent"> {
  if (close === undefined) return {};
  return {
    contingent: {
      order_type: close.type,
      ...(close.trigger !== undefined && {
        trigger_price: exactNumber(close.trigger.given.value),
        trigger_price_type: close.trigger.given.unit,
      }),
      ...(close.price !== undefined && {
        limit_price: exactNumber(close.price.value),
        limit_price_type: close.price.unit,
      }),
    },
  };
}

/** What of an iceberg is to be seen, and how much of that is left. */
function displayOf({ market, displayQuantity, resting }: Order) {
  if (displayQuantity === undefined) return {};
  const display = quantityNumber(market, displayQuantity);
  const remain = resting && quantityNumber(market, fromUnits(resting.shown, market.quantityDecimals));
  return { display_qty: display, display_qty_remain: remain ?? display };
}

function names(order: Order) {
  return {
    order_id: order.id,
    ...(order.clientId !== undefined && { cl_ord_id: order.clientId }),
    ...(order.userref !== undefined && { order_userref: order.userref }),
  };
}
