import { type AddOrderParams, type AddOrderResult, addOrder } from "@x/ws-legacy";
import { parseDecimal } from "../../engine/decimal.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Market } from "../../engine/market.ts";
import type { CloseTerms, PlaceRequest, SelfTradePrevention, TimeInForce } from "../../engine/order.ts";
import { refuseDeadline } from "../spot/deadline.ts";
import { placeOrder } from "../spot/place-order.ts";
import type { LegacyHandler } from "./handler.ts";
import { describeOrder } from "./open-order.ts";
import { compactPair, isUpward, readPrice } from "./price.ts";

export const addOrderHandler: LegacyHandler<AddOrderParams, AddOrderResult> = {
  descriptor: addOrder,
  handle(params, caller, { engine, clock }) {
    const market = engine.markets.find("spot", params.pair);
    if (market === undefined) return { error: `Currency pair not supported ${params.pair}` };
    const now = clock.now();
    const late = refuseDeadline(params.deadline, now);
    if (late !== undefined) return { error: late };
    const request = readOrder(params, { market, engine, now });
    if (typeof request === "string") return { error: request };
    const placed = placeOrder(engine, caller, request);
    if ("error" in placed) return placed;
    return {
      result: {
        descr: describeOrder(placed.order, compactPair(market)),
        ...(params.validate !== "true" && { txid: placed.order.id }),
        ...(params.cl_ord_id !== undefined && { cl_ord_id: params.cl_ord_id }),
      },
    };
  },
};

/** Translates an order for the engine; a text is the exchange's reason why it is none. */
export function readOrder(
  params: AddOrderParams,
  { market, engine, now }: { readonly market: Market; readonly engine: Engine; readonly now: number },
): Omit<PlaceRequest, "account"> | string {
  const { ordertype: type, type: side, timeinforce } = params;
  if (type === "settle-position") return "EOrder:Unknown position";
  const flags = new Set(params.oflags?.split(","));
  const upward = isUpward(type, side);
  const price = params.price === undefined ? undefined : readPrice(params.price, upward);
  const price2 = params.price2 === undefined ? undefined : readPrice(params.price2, upward);
  const volume = parseDecimal(params.volume);
  if (params.price !== undefined && price === undefined) return "EGeneral:Invalid arguments:price";
  if (params.price2 !== undefined && price2 === undefined) return "EGeneral:Invalid arguments:price2";
  if (volume === undefined) return "EGeneral:Invalid arguments:volume";
  const triggered = type !== "limit" && type !== "market";
  const close = readClose(params, side);
  if (typeof close === "string") return close;
  return {
    venue: "spot",
    symbol: market.symbol,
    side,
    type,
    quantity: flags.has("viqc") ? engine.quantityFor(market, side, volume) : volume,
    price: type === "limit" ? price : price2,
    trigger: triggered && price !== undefined ? { signal: "last", given: price } : undefined,
    timeInForce: timeinforce?.toLowerCase() as TimeInForce | undefined,
    startsAt: moment(params.starttm, now),
    expiresAt: moment(params.expiretm, now),
    postOnly: flags.has("post"),
    reduceOnly: params.reduce_only,
    margin: params.margin === true || params.leverage !== undefined,
    selfTradePrevention: params.stp_type?.replace("_", "-") as SelfTradePrevention | undefined,
    close,
    feeIn: flags.has("fcib") ? "base" : flags.has("fciq") ? "quote" : undefined,
    clientId: params.cl_ord_id,
    userref: params.userref === undefined ? undefined : Number(params.userref),
    validateOnly: params.validate === "true",
  };
}

/** The order that closes what this one trades, on the other side. */
function readClose(params: AddOrderParams, side: AddOrderParams["type"]): CloseTerms | undefined | string {
  const type = params["close[ordertype]"];
  if (type === undefined) return undefined;
  const upward = isUpward(type, side === "buy" ? "sell" : "buy");
  const [first, second] = (["close[price]", "close[price2]"] as const).map((name) => params[name]);
  const price = first === undefined ? undefined : readPrice(first, upward);
  const price2 = second === undefined ? undefined : readPrice(second, upward);
  if (first !== undefined && price === undefined) return "EGeneral:Invalid arguments:close[price]";
  if (second !== undefined && price2 === undefined) return "EGeneral:Invalid arguments:close[price2]";
  if (type === "limit") return { type, price };
  return { type, price: price2, trigger: price && { signal: "last", given: price } };
}

/** `0` is no time, `+30` is 30 seconds from now, anything else seconds since the epoch. */
function moment(schedule: string | undefined, now: number): number | undefined {
  if (schedule === undefined || schedule === "0") return undefined;
  return schedule.startsWith("+") ? now + Number(schedule.slice(1)) * 1000 : Number(schedule) * 1000;
}
