import { getOpenOrders, getOrderStatus, type OrderStatusDetailsJson } from "@x/futures-rest";
import { type EndReason, type Order, waitsForTrigger } from "../../engine/order.ts";
import { type Exact, exactNumber } from "../exact-json.ts";
import { isoMilliseconds } from "../time.ts";
import { answering } from "./handler.ts";
import { openOrderJson, triggerSide } from "./order-json.ts";

const REASON: Readonly<Record<EndReason, string>> = {
  filled: "FULL_FILL",
  user: "CANCELLED_BY_USER",
  "mass-cancel": "CANCELLED_BY_USER",
  "dead-man-switch": "DEAD_MAN_SWITCH",
  replaced: "CANCELLED_BY_USER",
  "would-not-reduce": "WOULD_NOT_REDUCE_POSITION",
  disconnected: "CANCELLED_BY_USER",
  expired: "EXPIRED",
  "nothing-to-trade-with": "IOC_WOULD_NOT_EXECUTE_REASON",
  "insufficient-funds": "NOT_ENOUGH_MARGIN",
  "self-trade-prevention": "WOULD_EXECUTE_SELF_REASON",
  liquidated: "NOT_ENOUGH_MARGIN",
};
const SIGNAL = { mark: "MARK_PRICE", last: "LAST_PRICE", index: "SPOT_PRICE" } as const;
const SIDE = { trigger_above: "TRIGGER_ABOVE", trigger_below: "TRIGGER_BELOW" } as const;

export const getOpenOrdersHandler = answering(getOpenOrders, (_request, { engine, account }) => ({
  payload: { openOrders: engine.open({ account, venue: "futures" }).map(openOrderJson) },
}));

/** Open orders, and those that ended in the last five seconds; any other is left out. */
export const getOrderStatusHandler = answering(
  getOrderStatus,
  ({ params }, { engine, account, state }) => {
    const ids = new Set((params.orderIds ?? []).map((id) => id.toLowerCase()));
    const clientIds = new Set(params.cliOrdIds ?? []);
    const asked = ({ id, clientId }: Order) =>
      ids.has(id) || (clientId !== undefined && clientIds.has(clientId));
    const open = engine
      .open({ account, venue: "futures" })
      .filter(asked)
      .map((order) => details(order));
    const ended = state.journal
      .recent()
      .filter(({ order }) => asked(order))
      .map(({ order, reason }) => details(order, reason));
    return { payload: { orders: [...open, ...ended] } };
  },
  { kinds: { orderIds: "list", cliOrdIds: "list" } },
);

function details(order: Order, ended?: EndReason): Exact<OrderStatusDetailsJson> {
  const { trigger } = order;
  const waits = waitsForTrigger(order);
  const alive = !waits ? "ENTERED_BOOK" : "TRIGGER_PLACED";
  return {
    status: ended === undefined ? alive : ended === "filled" ? "FULLY_EXECUTED" : "CANCELLED",
    updateReason: ended === undefined ? null : REASON[ended],
    error: null,
    order: {
      type: !waits ? "ORDER" : "TRIGGER_ORDER",
      orderId: order.id,
      cliOrdId: order.clientId ?? null,
      symbol: order.market.symbol,
      side: order.side,
      quantity: exactNumber(order.quantity),
      filled: !waits ? exactNumber(order.filled) : null,
      limitPrice: order.price === undefined ? null : exactNumber(order.price),
      reduceOnly: order.reduceOnly,
      timestamp: isoMilliseconds(order.placedAt),
      lastUpdateTimestamp: isoMilliseconds(order.updatedAt),
      priceTriggerOptions:
        trigger === undefined || !waits
          ? null
          : {
              triggerPrice: exactNumber(trigger.level),
              triggerSide: SIDE[triggerSide(order)],
              triggerSignal: SIGNAL[trigger.signal],
            },
      triggerTime: null,
    },
  };
}
