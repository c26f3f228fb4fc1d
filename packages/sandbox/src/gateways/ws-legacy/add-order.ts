import { type AddOrderParams, type AddOrderResult, addOrder } from "@x/ws-legacy";
import { divide, floorTo, parseDecimal } from "../../engine/decimal.ts";
import type { Market } from "../../engine/market.ts";
import type { PlaceRequest, SelfTradePrevention, TimeInForce } from "../../engine/order.ts";
import { refuseDeadline } from "../spot/deadline.ts";
import { REFUSAL_TEXT } from "../spot/refusal-text.ts";
import type { LegacyHandler } from "./handler.ts";
import { describeOrder } from "./open-order.ts";
import { compactPair, isUpward, readPrice } from "./price.ts";

export const addOrderHandler: LegacyHandler<AddOrderParams, AddOrderResult> = {
  descriptor: addOrder,
  handle(params, { account }, { engine, clock }) {
    const market = engine.markets.find("spot", params.pair);
    if (market === undefined) return { error: `Currency pair not supported ${params.pair}` };
    const now = clock.now();
    const late = refuseDeadline(params.deadline, now);
    if (late !== undefined) return { error: late };
    if (params.ordertype === "settle-position") return { error: "EOrder:Unknown position" };
    const request = translate(params, params.ordertype, market, now);
    if (typeof request === "string") return { error: request };
    const placed = engine.place({ ...request, account });
    if (placed.refusal !== undefined) return { error: REFUSAL_TEXT[placed.refusal] };
    return {
      result: {
        descr: describeOrder(placed.order, compactPair(market)),
        ...(params.validate !== "true" && { txid: placed.order.id }),
        ...(params.cl_ord_id !== undefined && { cl_ord_id: params.cl_ord_id }),
      },
    };
  },
};

function translate(
  params: AddOrderParams,
  type: Exclude<AddOrderParams["ordertype"], "settle-position">,
  market: Market,
  now: number,
): Omit<PlaceRequest, "account"> | string {
  const { type: side, timeinforce } = params;
  const flags = new Set(params.oflags?.split(","));
  const upward = isUpward(type, side);
  const price = params.price === undefined ? undefined : readPrice(params.price, upward);
  const price2 = params.price2 === undefined ? undefined : readPrice(params.price2, upward);
  const volume = parseDecimal(params.volume);
  if (params.price !== undefined && price === undefined) return "EGeneral:Invalid arguments:price";
  if (params.price2 !== undefined && price2 === undefined) return "EGeneral:Invalid arguments:price2";
  if (volume === undefined) return "EGeneral:Invalid arguments:volume";
  const triggered = type !== "limit" && type !== "market";
  const inCash = flags.has("viqc");
  return {
    venue: "spot",
    symbol: market.symbol,
    side,
    type,
    quantity: inCash
      ? floorTo(divide(volume, market.reference, market.quantityDecimals), market.lot)
      : volume,
    price: type === "limit" ? price : price2,
    trigger: triggered && price !== undefined ? { signal: "last", given: price } : undefined,
    timeInForce: timeinforce?.toLowerCase() as TimeInForce | undefined,
    startsAt: moment(params.starttm, now),
    expiresAt: moment(params.expiretm, now),
    postOnly: flags.has("post"),
    reduceOnly: params.reduce_only,
    margin: params.margin === true || params.leverage !== undefined,
    selfTradePrevention: params.stp_type?.replace("_", "-") as SelfTradePrevention | undefined,
    feeIn: flags.has("fcib") ? "base" : flags.has("fciq") ? "quote" : undefined,
    clientId: params.cl_ord_id,
    userref: params.userref === undefined ? undefined : Number(params.userref),
    validateOnly: params.validate === "true",
  };
}

/** `0` is no time, `+30` is 30 seconds from now, anything else seconds since the epoch. */
function moment(schedule: string | undefined, now: number): number | undefined {
  if (schedule === undefined || schedule === "0") return undefined;
  return schedule.startsWith("+") ? now + Number(schedule.slice(1)) * 1000 : Number(schedule) * 1000;
}
