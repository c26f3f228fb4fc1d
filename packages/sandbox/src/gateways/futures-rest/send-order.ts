import { type SendOrderJson, type SendOrderParams, sendOrder } from "@x/futures-rest";
import { type Decimal, floorTo, multiply } from "../../engine/decimal.ts";
import type { Market } from "../../engine/market.ts";
import type { GivenPrice, Order, OrderType, PlaceRequest, Refusal } from "../../engine/order.ts";
import type { Exact } from "../exact-json.ts";
import { isoMilliseconds } from "../time.ts";
import { answering, type FuturesExchange, type Refused } from "./handler.ts";
import { placement, watching } from "./order-events.ts";
import { orderJson } from "./order-json.ts";

type Status = SendOrderJson["status"];
/** What became of an order. */
export type Sent = Exact<SendOrderJson>;
/** Batches have all of it but the last two. */
export type OrderParams = Omit<SendOrderParams, "processBefore" | "algoId" | "broker">;
export type ExactNumbers = Readonly<Record<string, Decimal>>;

/** How a refusal is called here; those without a status of their own are errors of the request. */
export const REFUSAL_STATUS: Record<Refusal, Status | { readonly error: string }> = {
  "unknown-market": { error: "invalidArgument: symbol" },
  "quantity-not-positive": "invalidSize",
  "quantity-below-minimum": "invalidSize",
  "quantity-off-lot": "invalidSize",
  "display-quantity": "invalidSize",
  "price-not-positive": "invalidPrice",
  "price-off-tick": "invalidPrice",
  "trigger-price": "invalidPrice",
  expiry: "wouldProcessAfterSpecifiedTime",
  userref: { error: "invalidArgument" },
  "client-id-in-use": "clientOrderIdAlreadyExist",
  "no-position": "wouldNotReducePosition",
  "post-would-trade": "postWouldExecute",
  "would-trade-with-own": "selfFill",
  "nothing-to-trade-with": "iocWouldNotExecute",
  "cost-below-minimum": "invalidSize",
  "insufficient-funds": "insufficientAvailableFunds",
  "market-cancel-only": "marketSuspended",
  "market-post-only": "marketSuspended",
  "not-amendable": { error: "invalidArgument" },
};

/** The refusals the book itself makes, which are reported with the order. */
const REJECT_REASON = {
  postWouldExecute: "POST_WOULD_EXECUTE",
  iocWouldNotExecute: "IOC_WOULD_NOT_EXECUTE",
} as const;

/** Numbers and flags of an order. */
export const ORDER_KINDS = {
  size: "number",
  limitPrice: "number",
  stopPrice: "number",
  reduceOnly: "boolean",
  trailingStopMaxDeviation: "number",
  limitPriceOffsetValue: "number",
} as const;

export const sendOrderHandler = answering(
  sendOrder,
  (request, exchange) => {
    const { processBefore } = request.params;
    const late = tooLate(processBefore, exchange);
    if (late !== undefined)
      return late === "late" ? payload(refused("wouldProcessAfterSpecifiedTime")) : late;
    const sent = placeOrder(request.params, request.exact, exchange);
    return "error" in sent ? sent : payload(sent);
  },
  {
    kinds: ORDER_KINDS,
    answerFault: ({ path, expected }) =>
      path === "/cliOrdId" && expected.startsWith("at most")
        ? payload(refused("clientOrderIdTooBig"))
        : undefined,
    refuse: (status) => payload(refused(status)),
  },
);

/** Whether a request came after the time it named itself, or named none that is one. */
export function tooLate(
  latest: string | undefined,
  { clock }: FuturesExchange,
): Refused | "late" | undefined {
  if (latest === undefined) return undefined;
  const at = Date.parse(latest);
  if (Number.isNaN(at)) return { error: "invalidArgument: processBefore" };
  return at < clock.now() ? "late" : undefined;
}

/** Places one order, by itself or as part of a batch. */
export function placeOrder(
  params: OrderParams,
  exact: ExactNumbers,
  exchange: FuturesExchange,
): Sent | Refused {
  const market = exchange.engine.markets.find("futures", params.symbol);
  if (market === undefined) return { error: "invalidArgument: symbol" };
  const { result: placed, events } = watching(exchange, () =>
    exchange.engine.place({
      ...translate(params, exact, market, exchange),
      account: exchange.account,
      selfTradePrevention:
        exchange.state.preferences.selfTrade === "REJECT_TAKER" ? "cancel-newest" : "cancel-oldest",
    }),
  );
  if (placed.refusal === undefined) {
    return { ...status(placed.order, "placed"), orderEvents: placement(events, placed.order) };
  }
  const why = REFUSAL_STATUS[placed.refusal];
  if (typeof why === "object") return why;
  return placed.order === undefined ? refused(why) : rejected(placed.order, why);
}

function payload(sendStatus: Sent) {
  return { payload: { sendStatus } };
}

function translate(
  params: OrderParams,
  exact: ExactNumbers,
  market: Market,
  { engine }: FuturesExchange,
): Omit<PlaceRequest, "account"> {
  const { orderType, side } = params;
  const common = {
    venue: "futures",
    symbol: market.symbol,
    side,
    quantity: exact.size ?? "0",
    clientId: params.cliOrdId,
    reduceOnly: params.reduceOnly,
    label: orderType === "mkt" ? "ioc" : orderType,
  } as const;
  const limit = staticPrice(exact.limitPrice);
  switch (orderType) {
    case "lmt":
    case "post":
      return { ...common, type: "limit", price: limit, postOnly: orderType === "post" };
    case "ioc":
    case "fok":
      return { ...common, type: "limit", price: limit, timeInForce: orderType };
    case "mkt": {
      // A market order is an immediate-or-cancel order within 1 % of the market.
      const best = engine.top(market)[side === "buy" ? "ask" : "bid"] ?? engine.price(market, "mark");
      const worst = floorTo(multiply(best, side === "buy" ? "1.01" : "0.99"), market.tick);
      return { ...common, type: "limit", price: staticPrice(worst), timeInForce: "ioc" };
    }
    case "stp":
    case "take_profit":
    case "trailing_stop":
      return { ...common, ...translateTrigger(params, exact) };
  }
}

function translateTrigger(params: OrderParams, exact: ExactNumbers) {
  const offset = exact.limitPriceOffsetValue;
  const unit = params.limitPriceOffsetUnit === "PERCENT" ? "pct" : "quote";
  const price: GivenPrice | undefined =
    offset === undefined ? staticPrice(exact.limitPrice) : { value: offset, unit };
  const base = { stp: "stop-loss", take_profit: "take-profit", trailing_stop: "trailing-stop" } as const;
  const kind = base[params.orderType as keyof typeof base];
  const type: OrderType = price === undefined ? kind : `${kind}-limit`;
  const given: GivenPrice =
    params.orderType === "trailing_stop"
      ? {
          value: exact.trailingStopMaxDeviation ?? "0",
          unit: params.trailingStopDeviationUnit === "PERCENT" ? "pct" : "quote",
        }
      : { value: exact.stopPrice ?? "0", unit: "static" };
  return { type, price, trigger: { signal: params.triggerSignal ?? "mark", given } } as const;
}

export function staticPrice(value: string | undefined): GivenPrice | undefined {
  return value === undefined ? undefined : { value, unit: "static" };
}

function rejected(order: Order, why: Status): Sent {
  if (!Object.hasOwn(REJECT_REASON, why)) return refused(why);
  const reason = REJECT_REASON[why as keyof typeof REJECT_REASON];
  const event = { type: "REJECT", uid: order.id, order: orderJson(order), reason } as const;
  return { ...status(order, why), orderEvents: [event] };
}

function status(order: Order, value: Status) {
  return {
    order_id: order.id,
    ...(order.clientId !== undefined && { cliOrdId: order.clientId }),
    status: value,
    receivedTime: isoMilliseconds(order.placedAt),
  };
}

/** Refused before an order came to be. */
function refused(why: Status): Sent {
  return { status: why };
}
