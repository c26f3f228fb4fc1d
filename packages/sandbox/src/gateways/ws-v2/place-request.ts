import type { AddOrderParams, BatchAddParams } from "@x/ws-v2";
import type { Decimal } from "../../engine/decimal.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Market } from "../../engine/market.ts";
import type {
  CloseTerms,
  GivenPrice,
  OrderType,
  PlaceRequest,
  SelfTradePrevention,
} from "../../engine/order.ts";

/** An order as `add_order` and the items of `batch_add` ask for it. */
type OrderParams = BatchAddParams["orders"][number];

/** The exact text of a number of the order. */
type DecimalAt = (...path: string[]) => Decimal | undefined;

const POSITION = "EOrder:Unknown position";

/** Translates an order for the engine; a text is the exchange's reason why it is none. */
export function readOrder(
  params: OrderParams,
  decimal: DecimalAt,
  market: Market,
  engine: Engine,
): Omit<PlaceRequest, "account"> | string {
  const type = params.order_type;
  if (type === "settle-position") return POSITION;
  const cash = decimal("cash_order_qty");
  const trigger = readTrigger(params, decimal);
  if (type.startsWith("trailing-stop") && trigger?.given.unit === "static") {
    return "EGeneral:Invalid arguments:triggers";
  }
  return {
    venue: "spot",
    symbol: market.symbol,
    side: params.side,
    type: type === "iceberg" ? "limit" : type,
    label: type,
    quantity:
      decimal("order_qty") ?? (cash === undefined ? "0" : engine.quantityFor(market, params.side, cash)),
    cashQuantity: cash,
    price: limitPrice(params, decimal, type),
    trigger,
    timeInForce: params.time_in_force,
    expiresAt: moment(params.expire_time),
    startsAt: moment(params.effective_time),
    postOnly: params.post_only,
    reduceOnly: params.reduce_only,
    margin: params.margin,
    displayQuantity: decimal("display_qty"),
    selfTradePrevention: params.stp_type?.replace("_", "-") as SelfTradePrevention | undefined,
    close: readClose(params, decimal),
    feeIn: params.fee_preference,
    clientId: params.cl_ord_id,
    userref: params.order_userref,
  };
}

/** The names that answers repeat. */
export function namesOf({ cl_ord_id, order_userref }: Pick<AddOrderParams, "cl_ord_id" | "order_userref">) {
  return {
    ...(cl_ord_id !== undefined && { cl_ord_id }),
    ...(order_userref !== undefined && { order_userref }),
  };
}

function limitPrice(params: OrderParams, decimal: DecimalAt, type: OrderType | "iceberg") {
  const value = decimal("limit_price");
  if (value === undefined || type === "market") return undefined;
  const unit = type === "trailing-stop-limit" ? (params.limit_price_type ?? "quote") : "static";
  return { value, unit } satisfies GivenPrice;
}

function readTrigger(params: OrderParams, decimal: DecimalAt): PlaceRequest["trigger"] {
  const { triggers, order_type } = params;
  const value = decimal("triggers", "price") ?? decimal("stop_price");
  if (value === undefined || ["limit", "market", "iceberg"].includes(order_type)) return undefined;
  return {
    signal: triggers?.reference ?? params.trigger ?? "last",
    given: { value, unit: triggers?.price_type ?? "static" },
  };
}

function readClose({ conditional }: OrderParams, decimal: DecimalAt): CloseTerms | undefined {
  if (conditional === undefined) return undefined;
  const limit = decimal("conditional", "limit_price");
  const level = decimal("conditional", "trigger_price") ?? decimal("conditional", "stop_price");
  const trailing = conditional.order_type.startsWith("trailing-stop");
  const limitUnit = conditional.limit_price_type ?? (trailing ? "quote" : "static");
  const levelUnit = conditional.trigger_price_type ?? (trailing ? "quote" : "static");
  return {
    type: conditional.order_type,
    price: limit === undefined ? undefined : { value: limit, unit: limitUnit },
    trigger:
      level === undefined || conditional.order_type === "limit"
        ? undefined
        : { signal: "last", given: { value: level, unit: levelUnit } },
  };
}

function moment(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Date.parse(time);
}
