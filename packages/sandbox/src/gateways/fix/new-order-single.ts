import {
  BusinessRejectReason,
  DiscretionInst,
  ExecInst,
  Leverage,
  type NewOrderSingle,
  type NewOrderSingleInput,
  newOrderSingle,
  OrdType,
  parseTimestamp,
  SelfTradePrevention,
  Side,
  TimeInForce,
} from "@x/fix";
import { parseDecimal } from "../../engine/decimal.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Market } from "../../engine/market.ts";
import type { GivenPrice, OrderType, PlaceRequest } from "../../engine/order.ts";
import { REFUSAL_TEXT } from "../spot/refusal-text.ts";
import type { FixAnswer, FixHandler } from "./handler.ts";

const TYPE: Record<OrdType, OrderType> = {
  [OrdType.Market]: "market",
  [OrdType.Limit]: "limit",
  [OrdType.StopLoss]: "stop-loss",
  [OrdType.StopLossLimit]: "stop-loss-limit",
  [OrdType.TakeProfit]: "take-profit",
  [OrdType.TakeProfitLimit]: "take-profit-limit",
  [OrdType.TrailingStop]: "trailing-stop",
  [OrdType.TrailingStopLimit]: "trailing-stop-limit",
};

const TIME: Record<TimeInForce, NonNullable<PlaceRequest["timeInForce"]>> = {
  [TimeInForce.GoodTillCancel]: "gtc",
  [TimeInForce.ImmediateOrCancel]: "ioc",
  [TimeInForce.FillOrKill]: "fok",
  [TimeInForce.GoodTillDate]: "gtd",
};

const PREVENTION: Record<SelfTradePrevention, NonNullable<PlaceRequest["selfTradePrevention"]>> = {
  [SelfTradePrevention.CancelBoth]: "cancel-both",
  [SelfTradePrevention.CancelNewest]: "cancel-newest",
  [SelfTradePrevention.CancelOldest]: "cancel-oldest",
};

/** How far ahead ValidUntilTime must and may lie, in milliseconds. */
const NEAREST = 2000;
const FURTHEST = 60_000;

/** Placed orders are answered by their reports (150=A, then 150=0), the others by a business reject. */
export const newOrderSingleHandler: FixHandler<NewOrderSingleInput, NewOrderSingle> = {
  descriptor: newOrderSingle,
  handle(message, { account, session }, { engine, clock }) {
    const market = engine.markets.find("spot", message.Symbol);
    if (market === undefined) {
      return reject(BusinessRejectReason.UnknownSecurity, `Unknown symbol: ${message.Symbol}`);
    }
    const validUntil = moment(message.ValidUntilTime);
    const left = validUntil === undefined ? NEAREST : validUntil - clock.now();
    if (left <= 0) return reject(BusinessRejectReason.Other, "EService:Deadline elapsed");
    if (left < NEAREST || left > FURTHEST) {
      return reject(BusinessRejectReason.Other, "EGeneral:Invalid arguments:ValidUntilTime");
    }
    const placed = engine.place({ ...translate(message, market, engine), account, session });
    if (placed.refusal === undefined) return {};
    return reject(BusinessRejectReason.Other, REFUSAL_TEXT[placed.refusal]);
  },
};

function translate(
  message: NewOrderSingle,
  market: Market,
  engine: Engine,
): Omit<PlaceRequest, "account" | "session"> {
  const instructions = new Set<string>(message.ExecInst);
  const type = TYPE[message.OrdType as OrdType];
  const quantity = decimal(message.OrderQty) ?? "0";
  const side = message.Side === Side.Buy ? "buy" : "sell";
  const trailing = type.startsWith("trailing-stop");
  return {
    venue: "spot",
    symbol: market.symbol,
    side,
    type,
    quantity: instructions.has(ExecInst.VolumeInQuote)
      ? engine.quantityFor(market, side, quantity)
      : quantity,
    price:
      type === "market"
        ? undefined
        : given(message.Price, type === "trailing-stop-limit" ? "quote" : "static"),
    trigger: trigger(message, trailing ? "quote" : "static"),
    timeInForce: TIME[message.TimeInForce as TimeInForce],
    expiresAt: moment(message.ExpireTime),
    startsAt: moment(message.EffectiveTime),
    postOnly: instructions.has(ExecInst.PostOnly),
    reduceOnly: instructions.has(ExecInst.ReduceOnly),
    margin: message.Leverage === Leverage.MarginOn,
    displayQuantity: decimal(message.DisplayQty),
    selfTradePrevention:
      message.SelfTradePrevention && PREVENTION[message.SelfTradePrevention as SelfTradePrevention],
    feeIn: instructions.has(ExecInst.CumulativeFeeInBase)
      ? "base"
      : instructions.has(ExecInst.CumulativeFeeInQuote)
        ? "quote"
        : undefined,
    clientId: message.ClOrdID,
  };
}

function trigger(
  { StopPx, DiscretionInst: watched }: NewOrderSingle,
  unit: GivenPrice["unit"],
): PlaceRequest["trigger"] {
  const price = given(StopPx, unit);
  return price && { signal: watched === DiscretionInst.IndexPrice ? "index" : "last", given: price };
}

function given(price: string | undefined, unit: GivenPrice["unit"]): GivenPrice | undefined {
  const value = decimal(price);
  return value === undefined ? undefined : { value, unit };
}

function decimal(text: string | undefined): string | undefined {
  return text === undefined ? undefined : parseDecimal(text);
}

function moment(time: string | undefined): number | undefined {
  return time === undefined ? undefined : parseTimestamp(time);
}

function reject(reason: BusinessRejectReason, text: string): FixAnswer {
  return { reject: { reason, text } };
}
