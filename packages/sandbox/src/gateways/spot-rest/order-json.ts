import { toFixed } from "../../engine/decimal.ts";
import type { Fill } from "../../engine/event.ts";
import { averagePrice, type Order, type OrderStatus } from "../../engine/order.ts";
import { END_REASON } from "../spot/refusal-text.ts";
import { describeOrder } from "../ws-legacy/open-order.ts";
import { compactPair } from "../ws-legacy/price.ts";
import type { EndedOrder } from "./ended-orders.ts";
import { pairId } from "./pairs.ts";

const MONEY_DECIMALS = 5;

const STATUS: Readonly<Record<OrderStatus, string>> = {
  pending: "pending",
  open: "open",
  filled: "closed",
  cancelled: "canceled",
  expired: "expired",
};

/** Seconds since the epoch, fractions of them too. */
export function seconds(at: number): number {
  return at / 1000;
}

/** An order as lists show it; with `fills`, their ids too. */
export function orderJson(order: Order, ended: EndedOrder | undefined, fills?: readonly Fill[]): object {
  const { market, trigger } = order;
  const price = (value = "0") => toFixed(value, market.priceDecimals);
  const money = (value: string) => toFixed(value, MONEY_DECIMALS);
  const quantity = (value: string) => toFixed(value, market.quantityDecimals);
  // A triggered order names its trigger first and its limit second.
  const [first, second] = trigger === undefined ? [order.price, undefined] : [trigger.level, order.price];
  return {
    refid: order.closes ?? null,
    userref: order.userref ?? 0,
    ...(order.clientId !== undefined && { cl_ord_id: order.clientId }),
    status: STATUS[order.status],
    opentm: seconds(order.placedAt),
    starttm: order.startsAt === undefined ? 0 : seconds(order.startsAt),
    expiretm: order.expiresAt === undefined ? 0 : seconds(order.expiresAt),
    descr: {
      pair: compactPair(market),
      type: order.side,
      ordertype: order.type,
      price: price(first),
      price2: price(second),
      leverage: order.margin ? "5:1" : "none",
      order: describeOrder(order, compactPair(market)),
      close: "",
    },
    vol: quantity(order.quantity),
    vol_exec: quantity(order.filled),
    cost: money(order.cost),
    fee: money(order.fee),
    price: price(averagePrice(order, market.priceDecimals)),
    stopprice: money(trigger?.level ?? "0"),
    limitprice: money((trigger === undefined ? undefined : order.price) ?? "0"),
    misc: "",
    oflags: `${order.feeIn === "quote" ? "fciq" : "fcib"}${order.postOnly ? ",post" : ""}`,
    ...(ended !== undefined && {
      closetm: seconds(ended.at),
      reason: ended.reason === "filled" ? null : END_REASON[ended.reason],
    }),
    ...(fills !== undefined && {
      trades: fills.filter((fill) => fill.order === order).map(({ id }) => id),
    }),
  };
}

/** A trade of the account. */
export function tradeJson({ order, trade, role, cost, fee }: Fill): object {
  const { market } = order;
  return {
    ordertxid: order.id,
    postxid: `T${order.id.slice(1)}`,
    pair: pairId(market),
    time: seconds(trade.at),
    type: order.side,
    ordertype: order.type,
    price: toFixed(trade.price, market.priceDecimals),
    cost: toFixed(cost, MONEY_DECIMALS),
    fee: toFixed(fee, MONEY_DECIMALS),
    vol: toFixed(trade.quantity, market.quantityDecimals),
    margin: "0.00000",
    misc: "",
    trade_id: trade.id,
    maker: role === "maker",
  };
}
