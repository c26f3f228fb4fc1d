import { type SendOrderJson, type SendOrderParams, type SendOrderResult, sendOrder } from "@x/futures-rest";
import { floorTo, multiply } from "../../engine/decimal.ts";
import type { Market } from "../../engine/market.ts";
import type { GivenPrice, Order, OrderType, PlaceRequest, Refusal } from "../../engine/order.ts";
import type { Exact } from "../exact-json.ts";
import { isoMilliseconds } from "../time.ts";
import type { FuturesAnswer, FuturesHandler, FuturesRequest } from "./handler.ts";
import { orderJson, orderTriggerJson } from "./order-json.ts";

type Status = SendOrderJson["status"];

/** How a refusal is called here; those without a status of their own are errors of the request. */
const STATUS: Record<Refusal, Status | { readonly error: string }> = {
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
};

/** The refusals the book itself makes, which are reported with the order. */
const REJECT_REASON = {
  postWouldExecute: "POST_WOULD_EXECUTE",
  iocWouldNotExecute: "IOC_WOULD_NOT_EXECUTE",
} as const;

export const sendOrderHandler: FuturesHandler<SendOrderParams, SendOrderResult> = {
  descriptor: sendOrder,
  kinds: {
    size: "number",
    limitPrice: "number",
    stopPrice: "number",
    reduceOnly: "boolean",
    trailingStopMaxDeviation: "number",
    limitPriceOffsetValue: "number",
  },
  answerFault: ({ path, expected }) =>
    path === "/cliOrdId" && expected.startsWith("at most") ? refused("clientOrderIdTooBig") : undefined,
  handle(request, { account }, exchange) {
    const now = exchange.clock.now();
    const { processBefore, symbol } = request.params;
    const latest = processBefore === undefined ? now : Date.parse(processBefore);
    if (Number.isNaN(latest)) return { error: "invalidArgument: processBefore" };
    if (latest < now) return refused("wouldProcessAfterSpecifiedTime");
    const market = exchange.engine.markets.find("futures", symbol);
    if (market === undefined) return { error: "invalidArgument: symbol" };
    const placed = exchange.engine.place({ ...translate(request, market), account });
    if (placed.refusal === undefined) return accepted(placed.order);
    const status = STATUS[placed.refusal];
    if (typeof status === "object") return status;
    return placed.order === undefined ? refused(status) : rejected(placed.order, status);
  },
};

function translate(
  { params, exact }: FuturesRequest<SendOrderParams>,
  market: Market,
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
      const worst = floorTo(multiply(market.reference, side === "buy" ? "1.01" : "0.99"), market.tick);
      return { ...common, type: "limit", price: staticPrice(worst), timeInForce: "ioc" };
    }
    case "stp":
    case "take_profit":
    case "trailing_stop":
      return { ...common, ...translateTrigger(params, exact) };
  }
}

function translateTrigger(params: SendOrderParams, exact: FuturesRequest<SendOrderParams>["exact"]) {
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

function staticPrice(value: string | undefined): GivenPrice | undefined {
  return value === undefined ? undefined : { value, unit: "static" };
}

function accepted(order: Order): FuturesAnswer<SendOrderResult> {
  const event: Exact<SendOrderJson["orderEvents"]> =
    order.trigger === undefined
      ? [{ type: "PLACE", order: orderJson(order), reducedQuantity: null }]
      : [{ type: "PLACE", orderTrigger: orderTriggerJson(order) }];
  return { payload: { sendStatus: { ...status(order, "placed"), orderEvents: event } } };
}

function rejected(order: Order, why: Status): FuturesAnswer<SendOrderResult> {
  if (!Object.hasOwn(REJECT_REASON, why)) return refused(why);
  const reason = REJECT_REASON[why as keyof typeof REJECT_REASON];
  const event = { type: "REJECT", uid: order.id, order: orderJson(order), reason } as const;
  return { payload: { sendStatus: { ...status(order, why), orderEvents: [event] } } };
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
function refused(why: Status): FuturesAnswer<SendOrderResult> {
  return { payload: { sendStatus: { status: why } } };
}
