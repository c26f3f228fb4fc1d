import type {
  HistoricalOrder,
  HistoricalOrderElement,
  HistoricalTrigger,
  HistoricalTriggerElement,
} from "@x/futures-rest";
import type { FuturesState } from "../../state/futures/futures-state.ts";
import type { OrderEvent, OrderFacts } from "../../state/futures/order-journal.ts";

/** An order as the private history shows it. */
export function historicalOrder(order: OrderFacts, { masterUid }: FuturesState): HistoricalOrder {
  return {
    uid: order.id,
    accountUid: masterUid,
    tradeable: order.symbol,
    direction: order.side === "buy" ? "Buy" : "Sell",
    quantity: order.quantity,
    filled: order.filled,
    timestamp: order.placedAt,
    limitPrice: order.price ?? "",
    orderType: order.type,
    clientId: order.clientId ?? "",
    reduceOnly: order.reduceOnly,
    lastUpdateTimestamp: order.updatedAt,
    spotData: null,
  };
}

export function orderElement(event: OrderEvent, state: FuturesState): HistoricalOrderElement {
  const { at, kind, order, old, reason } = event;
  const now = historicalOrder(order, state);
  const before = old && historicalOrder(old, state);
  return { uid: eventUid(event, state), timestamp: at, event: orderEvent(kind, now, before, reason) };
}

function orderEvent(
  kind: OrderEvent["kind"],
  order: HistoricalOrder,
  old: HistoricalOrder | undefined,
  reason: string,
): HistoricalOrderElement["event"] {
  if (kind === "placed") return { OrderPlaced: { order, reason, reducedQuantity: "" } };
  if (kind === "cancelled") return { OrderCancelled: { order, reason } };
  return { OrderUpdated: { oldOrder: old ?? order, newOrder: order, reason, reducedQuantity: "" } };
}

export function triggerElement(event: OrderEvent, state: FuturesState): HistoricalTriggerElement {
  const { at, kind, order, old, reason } = event;
  const now = historicalTrigger(order, state);
  const uid = eventUid(event, state);
  if (kind === "placed") return { uid, timestamp: at, event: { OrderTriggerPlaced: { order: now, reason } } };
  if (kind === "cancelled")
    return { uid, timestamp: at, event: { OrderTriggerCancelled: { order: now, reason } } };
  const oldOrderTrigger = historicalTrigger(old ?? order, state);
  return {
    uid,
    timestamp: at,
    event: { OrderTriggerUpdated: { oldOrderTrigger, newOrderTrigger: now, reason } },
  };
}

function historicalTrigger(order: OrderFacts, { masterUid }: FuturesState): HistoricalTrigger {
  const { trigger } = order;
  return {
    uid: order.id,
    accountId: 1,
    accountUid: masterUid,
    tradeable: order.symbol,
    direction: order.side === "buy" ? "Buy" : "Sell",
    quantity: order.quantity,
    timestamp: order.placedAt,
    limitPrice: order.price ?? "",
    orderType: order.type,
    clientId: order.clientId ?? "",
    reduceOnly: order.reduceOnly,
    lastUpdateTimestamp: order.updatedAt,
    triggerOptions: {
      triggerPrice: trigger?.price ?? "",
      triggerSignal: trigger?.signal ?? "Unknown",
      triggerSide: trigger?.side ?? "Unknown",
      trailingStopOptions: null,
      limitPriceOffset: null,
    },
  };
}

/** An order changes at most once a moment, so its id, the time and what happened name an event. */
function eventUid({ order, at, kind }: OrderEvent, state: FuturesState): string {
  return state.uid("event", order.id, at, kind);
}
