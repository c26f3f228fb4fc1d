import { type AddOrderParams, type AddOrderResult, addOrder } from "@x/ws-v2";
import { divide, floorTo } from "../../engine/decimal.ts";
import type { Market } from "../../engine/market.ts";
import type { GivenPrice, OrderType, PlaceRequest, SelfTradePrevention } from "../../engine/order.ts";
import { refuseDeadline } from "../spot/deadline.ts";
import { REFUSAL_TEXT } from "../spot/refusal-text.ts";
import type { V2Handler, V2MethodRequest } from "./handler.ts";

export const addOrderHandler: V2Handler<AddOrderParams, AddOrderResult> = {
  descriptor: addOrder,
  handle(request, { account }, { engine, clock }) {
    const { params } = request;
    const market = engine.markets.find("spot", params.symbol);
    if (market?.symbol !== params.symbol) return { error: `Currency pair not supported ${params.symbol}` };
    const late = refuseDeadline(params.deadline, clock.now());
    if (late !== undefined) return { error: late };
    if (params.order_type === "settle-position") return { error: "EOrder:Unknown position" };
    const placed = engine.place({ ...translate(request, params.order_type, market), account });
    if (placed.refusal !== undefined) return { error: REFUSAL_TEXT[placed.refusal] };
    return {
      result: {
        ...(params.validate !== true && { order_id: placed.order.id }),
        ...(params.cl_ord_id !== undefined && { cl_ord_id: params.cl_ord_id }),
        ...(params.order_userref !== undefined && { order_userref: params.order_userref }),
      },
    };
  },
};

type Translated = Omit<PlaceRequest, "account">;

function translate(
  request: V2MethodRequest<AddOrderParams>,
  type: Exclude<AddOrderParams["order_type"], "settle-position">,
  market: Market,
): Translated {
  const { params, decimal } = request;
  return {
    venue: "spot",
    symbol: market.symbol,
    side: params.side,
    type: type === "iceberg" ? "limit" : type,
    label: type,
    quantity: decimal("order_qty") ?? baseQuantity(decimal("cash_order_qty"), market),
    price: limitPrice(request, type),
    trigger: trigger(request),
    timeInForce: params.time_in_force,
    expiresAt: moment(params.expire_time),
    startsAt: moment(params.effective_time),
    postOnly: params.post_only,
    reduceOnly: params.reduce_only,
    margin: params.margin,
    displayQuantity: decimal("display_qty"),
    selfTradePrevention: params.stp_type?.replace("_", "-") as SelfTradePrevention | undefined,
    feeIn: params.fee_preference,
    clientId: params.cl_ord_id,
    userref: params.order_userref,
    validateOnly: params.validate,
  };
}

function limitPrice({ params, decimal }: V2MethodRequest<AddOrderParams>, type: OrderType | "iceberg") {
  const value = decimal("limit_price");
  if (value === undefined || type === "market") return undefined;
  const unit = type === "trailing-stop-limit" ? (params.limit_price_type ?? "quote") : "static";
  return { value, unit } satisfies GivenPrice;
}

function trigger({ params, decimal }: V2MethodRequest<AddOrderParams>): Translated["trigger"] {
  const { triggers } = params;
  const value = decimal("triggers", "price") ?? decimal("stop_price");
  if (value === undefined || ["limit", "market", "iceberg"].includes(params.order_type)) return undefined;
  return {
    signal: triggers?.reference ?? params.trigger ?? "last",
    given: { value, unit: triggers?.price_type ?? "static" },
  };
}

/** What a sum of quote currency buys at the reference price. */
function baseQuantity(cash: string | undefined, market: Market): string {
  if (cash === undefined) return "0";
  return floorTo(divide(cash, market.reference, market.quantityDecimals), market.lot);
}

function moment(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Date.parse(time);
}
