import { cancelAllOrders, cancelAllOrdersAfter } from "@x/futures-rest";
import { type Order, waitsForTrigger } from "../../engine/order.ts";
import { isoMilliseconds } from "../time.ts";
import { answering } from "./handler.ts";
import { orderJson } from "./order-json.ts";

export const cancelAllOrdersHandler = answering(
  cancelAllOrders,
  ({ params }, { account, engine, serverTime }) => {
    const market = params.symbol === undefined ? undefined : engine.markets.find("futures", params.symbol);
    if (params.symbol !== undefined && market === undefined) return { error: "invalidArgument: symbol" };
    const cancelled = engine.cancelAll({ account, venue: "futures", symbol: market?.symbol });
    return {
      payload: {
        cancelStatus: {
          receivedTime: serverTime,
          cancelOnly: market?.symbol ?? "all",
          status: cancelled.length === 0 ? "noOrdersToCancel" : "cancelled",
          cancelledOrders: cancelled.map((order) => ({
            order_id: order.id,
            ...(order.clientId !== undefined && { cliOrdId: order.clientId }),
          })),
          // Orders that waited for their trigger were on no book, and have no event here.
          orderEvents: cancelled
            .filter((order) => !waitsForTrigger(order))
            .map((order: Order) => ({ type: "CANCEL", uid: order.id, order: orderJson(order) }) as const),
        },
      },
    };
  },
);

export const cancelAllOrdersAfterHandler = answering(
  cancelAllOrdersAfter,
  ({ params }, { state, serverTime }) => {
    // Kraken does not say what a call without a timeout does; here it only asks, and so stops nothing.
    if (params.timeout === undefined) return { error: "requiredArgumentMissing" };
    if (params.timeout === 0) {
      state.deadMan.disarm();
      return { payload: { status: { currentTime: serverTime, triggerTime: "0" } } };
    }
    const triggerTime = isoMilliseconds(state.deadMan.arm(params.timeout));
    return { payload: { status: { currentTime: serverTime, triggerTime } } };
  },
  { kinds: { timeout: "number" } },
);
