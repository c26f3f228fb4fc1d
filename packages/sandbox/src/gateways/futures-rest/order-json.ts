import type { OpenOrderJson, OrderJson, OrderTriggerJson } from "@x/futures-rest";
import { compare, subtract } from "../../engine/decimal.ts";
import { type Order, type PriceSignal, waitsForTrigger } from "../../engine/order.ts";
import { type Exact, exactNumber } from "../exact-json.ts";
import { isoMilliseconds } from "../time.ts";

const EVENT_SIGNAL = {
  mark: "mark_price",
  last: "last_price",
  index: "spot_price",
} as const satisfies Record<PriceSignal, string>;
const LISTED_SIGNAL = { mark: "mark", last: "last", index: "spot" } as const satisfies Record<
  PriceSignal,
  string
>;

/** An order on the book, as events show it. */
export function orderJson(order: Order): Exact<OrderJson> {
  return {
    orderId: order.id,
    cliOrdId: order.clientId ?? null,
    type: order.label ?? "lmt",
    symbol: order.market.symbol,
    side: order.side,
    quantity: exactNumber(order.quantity),
    filled: exactNumber(order.filled),
    limitPrice: exactNumber(order.price ?? "0"),
    reduceOnly: order.reduceOnly,
    timestamp: isoMilliseconds(order.placedAt),
    lastUpdateTimestamp: isoMilliseconds(order.updatedAt),
  };
}

/** An order that waits for its trigger, as events show it. */
export function orderTriggerJson(order: Order): Exact<OrderTriggerJson> {
  const { trigger } = order;
  return {
    uid: order.id,
    clientId: order.clientId ?? null,
    type: order.label === "stp" ? "stp" : order.price === undefined ? "ioc" : "lmt",
    symbol: order.market.symbol,
    side: order.side,
    quantity: exactNumber(order.quantity),
    limitPrice: order.price === undefined ? null : exactNumber(order.price),
    triggerPrice: trigger === undefined ? null : exactNumber(trigger.level),
    triggerSide: trigger === undefined ? null : triggerSide(order),
    triggerSignal: trigger === undefined ? null : EVENT_SIGNAL[trigger.signal],
    reduceOnly: order.reduceOnly,
    timestamp: isoMilliseconds(order.placedAt),
    lastUpdateTimestamp: isoMilliseconds(order.updatedAt),
    startTime: null,
  };
}

/** An order as the list of open orders shows it. */
export function openOrderJson(order: Order): Exact<OpenOrderJson> {
  return {
    order_id: order.id,
    ...(order.clientId !== undefined && { cliOrdId: order.clientId }),
    status: compare(order.filled, "0") === 0 ? "untouched" : "partiallyFilled",
    side: order.side,
    orderType: listedType(order),
    symbol: order.market.symbol,
    ...(order.price !== undefined && { limitPrice: exactNumber(order.price) }),
    ...(order.trigger !== undefined &&
      !order.triggered && {
        stopPrice: exactNumber(order.trigger.level),
        triggerSignal: LISTED_SIGNAL[order.trigger.signal],
      }),
    filledSize: exactNumber(order.filled),
    unfilledSize: exactNumber(subtract(order.quantity, order.filled)),
    reduceOnly: order.reduceOnly,
    receivedTime: isoMilliseconds(order.placedAt),
    lastUpdateTime: isoMilliseconds(order.updatedAt),
  };
}

function listedType(order: Order): "lmt" | "stop" | "take_profit" {
  if (!waitsForTrigger(order)) return "lmt";
  return order.type.startsWith("take-profit") ? "take_profit" : "stop";
}

/** A stop fires when the price goes against the position it protects, a take-profit when it goes the other way. */
export function triggerSide(order: Order): "trigger_above" | "trigger_below" {
  const above = (order.side === "buy") !== order.type.startsWith("take-profit");
  return above ? "trigger_above" : "trigger_below";
}
