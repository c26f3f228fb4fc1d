import {
  BusinessRejectReason,
  DiscretionInst,
  ExecInst,
  Leverage,
  type NewOrderSingle,
  type NewOrderSingleInput,
  newOrderSingle,
  OrdType,
  SelfTradePrevention,
  Side,
  TimeInForce,
} from "@x/fix";
import { parseDecimal } from "../../engine/decimal.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Market } from "../../engine/market.ts";
import type { GivenPrice, OrderType, PlaceRequest } from "../../engine/order.ts";
import { moment, refuseLate } from "./deadline.ts";
import { type FixAnswer, type FixCaller, type FixHandler, rejected } from "./handler.ts";
import { refusalText } from "./refusal-text.ts";

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

/** Placed orders are answered by their reports (on spot 150=A, then 150=0), the others by a business reject. */
export const newOrderSingleHandler: FixHandler<NewOrderSingleInput, NewOrderSingle> = {
  descriptor: newOrderSingle,
  handle(message, caller, { engine, clock }) {
    const { account, session, venue } = caller;
    const market = engine.markets.find(venue, message.Symbol);
    if (market === undefined) {
      return rejected(BusinessRejectReason.UnknownSecurity, `Unknown symbol: ${message.Symbol}`);
    }
    const odd = venue === "futures" ? refuseOnDerivatives(message) : undefined;
    const late = odd ?? refuseLate(message.ValidUntilTime, clock);
    if (late !== undefined) return late;
    const open = engine.open({ account, venue, symbol: market.symbol }).length;
    const limited = caller.limits.place(market, open);
    if (limited !== undefined) return rejected(BusinessRejectReason.Other, limited);
    const placed = engine.place({
      ...translate(message, market, engine),
      ...stp(message, caller),
      account,
      session,
    });
    if (placed.refusal === undefined) return {};
    return rejected(BusinessRejectReason.Other, refusalText(venue, placed.refusal));
  },
};

/** What only spot has. Derivatives want to be told that there is one fee. */
function refuseOnDerivatives(message: NewOrderSingle): FixAnswer | undefined {
  const instructions = message.ExecInst ?? [];
  if (!instructions.includes(ExecInst.SingleFee)) {
    return rejected(BusinessRejectReason.ConditionallyRequiredFieldMissing, "ExecInst (18) must contain s");
  }
  const spotOnly = [
    ["OrdType", message.OrdType === OrdType.TrailingStopLimit],
    ["TimeInForce", SPOT_TIMES.has(message.TimeInForce)],
    ["DisplayQty", message.DisplayQty !== undefined],
    ["EffectiveTime", message.EffectiveTime !== undefined],
    ["Leverage", message.Leverage !== undefined],
    ["SelfTradePrevention", message.SelfTradePrevention !== undefined],
    ["ExecInst", SPOT_INSTRUCTIONS.some((one) => instructions.includes(one))],
  ] as const;
  const [field] = spotOnly.find(([, used]) => used) ?? [];
  return field && rejected(BusinessRejectReason.Other, `${field}: not available on derivatives`);
}

const SPOT_TIMES: ReadonlySet<string> = new Set([TimeInForce.FillOrKill, TimeInForce.GoodTillDate]);
const SPOT_INSTRUCTIONS = [
  ExecInst.VolumeInQuote,
  ExecInst.CumulativeFeeInBase,
  ExecInst.CumulativeFeeInQuote,
] as const;

/** Spot says with each order what becomes of orders that would trade with their own; derivatives keep it with the account. */
function stp(
  { SelfTradePrevention: asked }: NewOrderSingle,
  { venue, givesWay }: FixCaller,
): Pick<PlaceRequest, "selfTradePrevention"> {
  if (venue === "futures") return { selfTradePrevention: givesWay() ? "cancel-oldest" : "cancel-newest" };
  return { selfTradePrevention: asked && PREVENTION[asked as SelfTradePrevention] };
}

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
    venue: market.venue,
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
