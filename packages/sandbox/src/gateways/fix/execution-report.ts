import {
  ExecRestatementReason,
  ExecType,
  type ExecutionReportInput,
  LiquidityInd,
  MiscFeeType,
  OrdStatus,
  OrdType,
  Side,
  TimeInForce,
} from "@x/fix";
import { subtract } from "../../engine/decimal.ts";
import type { EngineEvent, Fill } from "../../engine/event.ts";
import { averagePrice, type EndReason, type Order } from "../../engine/order.ts";
import { fixTimestamp } from "../time.ts";

/** A report without its id. */
export type ExecutionReportFields = Omit<ExecutionReportInput, "ExecID">;

export const ORD_TYPE: Record<Order["type"], OrdType> = {
  market: OrdType.Market,
  limit: OrdType.Limit,
  "stop-loss": OrdType.StopLoss,
  "stop-loss-limit": OrdType.StopLossLimit,
  "take-profit": OrdType.TakeProfit,
  "take-profit-limit": OrdType.TakeProfitLimit,
  "trailing-stop": OrdType.TrailingStop,
  "trailing-stop-limit": OrdType.TrailingStopLimit,
};

const TIME_IN_FORCE: Record<Order["timeInForce"], TimeInForce> = {
  gtc: TimeInForce.GoodTillCancel,
  gtd: TimeInForce.GoodTillDate,
  ioc: TimeInForce.ImmediateOrCancel,
  fok: TimeInForce.FillOrKill,
};

const END_TEXT: Record<Exclude<EndReason, "filled">, string> = {
  user: "Order canceled by user",
  "mass-cancel": "Order canceled by user",
  "dead-man-switch": "Order canceled by a dead man's switch",
  replaced: "Order replaced",
  "would-not-reduce": "Order canceled: nothing to reduce",
  disconnected: "Order canceled on disconnect",
  expired: "GTD order expired",
  "nothing-to-trade-with": "IOC_WOULD_ENTER_BOOK",
  "insufficient-funds": "Insufficient funds",
  "self-trade-prevention": "Order canceled by self trade prevention",
  liquidated: "Order canceled: account liquidated",
};

/** What the session is told of an event, if anything: `session` is the one that is told. */
export function eventReport(event: EngineEvent, session: string): ExecutionReportFields | undefined {
  const { order, at } = event;
  const TransactTime = fixTimestamp(at);
  if (event.kind === "filled") return { ...tradeReport(event.fill), TransactTime };
  if (event.kind === "changed") return { ...changeReport(event), TransactTime };
  // Derivatives say so only when an order is taken.
  if (event.kind === "accepted" && order.market.venue === "futures") return undefined;
  // The fill before it said so already.
  if (event.kind === "refilled" || (event.kind === "ended" && event.reason === "filled")) return undefined;
  if (event.kind === "ended") {
    const state = event.reason === "expired" ? ExecType.Expired : ExecType.Canceled;
    const request = event.request?.session === session ? event.request.id : undefined;
    return {
      ...orderFields(order),
      ClOrdID: request ?? clientId(order),
      ...(state === ExecType.Canceled && { OrigClOrdID: clientId(order) }),
      LeavesQty: "0",
      TransactTime,
      Text: END_TEXT[event.reason as keyof typeof END_TEXT],
      ExecType: state,
      OrdStatus: state,
    };
  }
  const state = event.kind === "accepted" ? ExecType.PendingNew : ExecType.New;
  return { ...orderFields(order), TransactTime, Text: describe(order), ExecType: state, OrdStatus: state };
}

function tradeReport({
  trade,
  order,
  role,
  id,
  cost,
  totalCost,
  totalFee,
  feeAsset,
  filled,
}: Fill): ExecutionReportFields {
  const LeavesQty = subtract(order.quantity, filled);
  return {
    ...orderFields(order),
    ExecType: ExecType.Trade,
    OrdStatus: LeavesQty === "0" ? OrdStatus.Filled : OrdStatus.PartiallyFilled,
    LastPx: trade.price,
    LastQty: trade.quantity,
    GrossTradeAmt: totalCost,
    NetMoney: cost,
    NoMiscFees: [{ MiscFeeAmt: totalFee, MiscFeeCurr: feeAsset, MiscFeeType: MiscFeeType.ExchangeFees }],
    SecondaryExecID: String(trade.id),
    TradeID: id,
    LiquidityInd: role === "maker" ? LiquidityInd.Maker : LiquidityInd.Taker,
    Text: describe(order),
  };
}

/** Amended by its owner, on whichever wire, or made another by the exchange because the market moved. */
function changeReport({
  order,
  old,
  how,
}: EngineEvent & { readonly kind: "changed" }): ExecutionReportFields {
  const restated = how === "trailed" || how === "reduced";
  const renamed = order.clientId !== old.clientId;
  return {
    ...orderFields(order),
    ...(renamed && { OrigClOrdID: clientId(old) }),
    ExecType: restated ? ExecType.Restated : ExecType.Replaced,
    OrdStatus: restated ? ordStatus(order) : OrdStatus.Replaced,
    Text: describe(order),
    ...(restated && { ExecRestatementReason: ExecRestatementReason.RepricingOfOrder }),
  };
}

function ordStatus(order: Order): OrdStatus {
  return order.status === "open" && order.filled !== "0"
    ? OrdStatus.PartiallyFilled
    : ORD_STATUS[order.status];
}

const ORD_STATUS: Record<Order["status"], OrdStatus> = {
  pending: OrdStatus.PendingNew,
  open: OrdStatus.New,
  filled: OrdStatus.Filled,
  cancelled: OrdStatus.Canceled,
  expired: OrdStatus.Expired,
};

/** The state of an order, as a status request is answered. */
export function statusReport(order: Order): ExecutionReportFields {
  const ended = order.status === "cancelled" || order.status === "expired";
  return {
    ...orderFields(order),
    ...(ended && { LeavesQty: "0" }),
    TransactTime: fixTimestamp(order.updatedAt),
    ExecType: ExecType.OrderStatus,
    OrdStatus: ordStatus(order),
  };
}

function orderFields(order: Order) {
  return {
    ClOrdID: clientId(order),
    OrderID: order.id,
    Symbol: order.market.symbol,
    Side: order.side === "buy" ? Side.Buy : Side.Sell,
    OrdType: order.triggered ? liveType(order) : ORD_TYPE[order.type],
    TimeInForce: TIME_IN_FORCE[order.timeInForce],
    OrderQty: order.quantity,
    ...(order.displayQuantity !== undefined && { DisplayQty: order.displayQuantity }),
    ...(order.price !== undefined && { Price: order.price }),
    ...(order.trigger !== undefined && {
      StopPx: order.trigger.given.value,
      TriggerPrice: order.trigger.level,
    }),
    CumQty: order.filled,
    LeavesQty: subtract(order.quantity, order.filled),
    AvgPx: averagePrice(order, order.market.priceDecimals + 4),
    GrossTradeAmt: order.cost,
  } as const;
}

/** What a conditional order is once its trigger has fired. */
function liveType({ price }: Order): OrdType {
  return price === undefined ? OrdType.Market : OrdType.Limit;
}

/** Orders of other wires may have no id of the client's. */
function clientId(order: Order): string {
  return order.clientId ?? order.id;
}

/** `buy 0.001 BTC/USD @ limit 84000` */
function describe({ side, quantity, market, type, price, trigger }: Order): string {
  const head = `${side} ${quantity} ${market.symbol} @ ${type.replaceAll("-", " ")}`;
  return [head, trigger?.level, price].filter((part) => part !== undefined).join(" ");
}
