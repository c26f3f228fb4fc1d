import type { OpenOrder } from "@x/ws-legacy";
import { toFixed } from "../../engine/decimal.ts";
import type { EngineEvent } from "../../engine/event.ts";
import { averagePrice, type CloseTerms, type GivenPrice, type Order } from "../../engine/order.ts";
import { fromUnits } from "../../engine/units.ts";
import { END_REASON } from "../spot/refusal-text.ts";
import { epochSeconds } from "../time.ts";
import { PRICE_DECIMALS, printPrice, printQuantity as printQuantityOf } from "./numbers.ts";

/** An order as snapshots and its first update show it. */
export function wholeOrder(order: Order): OpenOrder {
  const { market, trigger } = order;
  // A triggered order names its trigger first and its limit second.
  const [price, price2] = trigger === undefined ? [order.price, undefined] : [trigger.level, order.price];
  return {
    ...totals(order),
    ...(order.clientId !== undefined && { cl_ord_id: order.clientId }),
    descr: {
      close: order.close === undefined ? null : describeClose(order.close),
      leverage: order.margin ? "5:1" : null,
      order: describeOrder(order, market.legacySymbol),
      ordertype: order.type,
      pair: market.legacySymbol,
      price: printPrice(price),
      price2: printPrice(price2),
      type: order.side,
    },
    ...displayOf(order),
    ...(order.close !== undefined && { contingent: contingentOf(order.close) }),
    expiretm: order.expiresAt === undefined ? null : epochSeconds(order.expiresAt),
    limitprice: printPrice(trigger === undefined ? undefined : order.price),
    misc: "",
    oflags: order.postOnly ? `${feeFlag(order)},post` : feeFlag(order),
    opentm: epochSeconds(order.placedAt),
    refid: order.closes ?? null,
    starttm: order.startsAt === undefined ? null : epochSeconds(order.startsAt),
    status: order.status === "pending" ? "pending" : "open",
    stopprice: printPrice(trigger?.level),
    timeinforce: order.timeInForce.toUpperCase(),
    userref: order.userref ?? 0,
    vol: printQuantity(order, order.quantity),
  };
}

function totals(order: Order) {
  return {
    vol_exec: printQuantity(order, order.filled),
    cost: printPrice(order.cost),
    fee: printPrice(order.fee),
    avg_price: printPrice(averagePrice(order, PRICE_DECIMALS)),
  };
}

/** What an event tells of its order. */
export function changedOrder(event: EngineEvent): OpenOrder {
  const { order, kind, at } = event;
  if (kind === "accepted") return { ...wholeOrder(order), status: "pending" };
  const names = { lastupdated: epochSeconds(at), ...namesOf(order) };
  if (kind === "opened") return { status: "open", ...namesOf(order) };
  if (kind === "filled") return { ...totals(order), ...namesOf(order) };
  if (kind === "refilled") return { ...displayOf(order), ...names };
  if (kind === "triggered" || kind === "changed") return { ...wholeOrder(order), ...names };
  if (event.reason === "filled") return { status: "closed", ...totals(order), ...names };
  if (event.reason === "expired") return { status: "expired", ...totals(order), ...names };
  return { status: "canceled", ...totals(order), cancel_reason: END_REASON[event.reason], ...names };
}

function namesOf({ clientId, userref }: Order) {
  return { userref: userref ?? 0, ...(clientId !== undefined && { cl_ord_id: clientId }) };
}

/** What of an iceberg is to be seen, and how much of that is left. */
function displayOf(order: Order) {
  const { displayQuantity, resting, market } = order;
  if (displayQuantity === undefined) return {};
  const remain = resting === undefined ? displayQuantity : fromUnits(resting.shown, market.quantityDecimals);
  return {
    display_volume: printQuantity(order, displayQuantity),
    display_volume_remain: printQuantity(order, remain),
  };
}

/** `buy 0.01770000 XBTUSD @ limit 4000.0` */
export function describeOrder(order: Order, pair: string): string {
  const { market, trigger, type } = order;
  const print = (price: string) => toFixed(price, market.priceDecimals);
  const head = `${order.side} ${printQuantity(order, order.quantity)} ${pair} @ ${type.replaceAll("-", " ")}`;
  const prices = [trigger?.level, order.price].filter((price) => price !== undefined).map(print);
  return prices.length === 0 ? head : `${head} ${prices.join(" -> limit ")}`;
}

function feeFlag(order: Order): "fciq" | "fcib" {
  return order.feeIn === "quote" ? "fciq" : "fcib";
}

/** `close position @ stop loss 58000.0 -> limit 57900.0` */
function describeClose({ type, price, trigger }: CloseTerms): string {
  const prices = [trigger?.given, price].filter((given) => given !== undefined).map(printGiven);
  return `close position @ ${type.replaceAll("-", " ")} ${prices.join(" -> limit ")}`;
}

function contingentOf({ type, price, trigger }: CloseTerms): NonNullable<OpenOrder["contingent"]> {
  const [first, second] = trigger === undefined ? [price, undefined] : [trigger.given, price];
  return {
    ordertype: type,
    ...(first !== undefined && { price: printGiven(first) }),
    ...(second !== undefined && { price2: printGiven(second) }),
  };
}

/** As it was given: a distance has a sign, and a percent sign if it is one in percent. */
function printGiven({ value, unit }: GivenPrice): string {
  if (unit === "static") return value;
  return `${value.startsWith("-") ? "" : "+"}${value}${unit === "pct" ? "%" : ""}`;
}

function printQuantity({ market }: Order, quantity: string): string {
  return printQuantityOf(market, quantity);
}
