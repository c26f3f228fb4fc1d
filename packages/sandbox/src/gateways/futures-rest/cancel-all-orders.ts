import { type CancelAllOrdersParams, type CancelAllOrdersResult, cancelAllOrders } from "@x/futures-rest";
import type { Order } from "../../engine/order.ts";
import { isoMilliseconds } from "../time.ts";
import type { FuturesHandler } from "./handler.ts";
import { orderJson } from "./order-json.ts";

export const cancelAllOrdersHandler: FuturesHandler<CancelAllOrdersParams, CancelAllOrdersResult> = {
  descriptor: cancelAllOrders,
  kinds: {},
  handle({ params }, { account }, { engine, clock }) {
    const market = params.symbol === undefined ? undefined : engine.markets.find("futures", params.symbol);
    if (params.symbol !== undefined && market === undefined) return { error: "invalidArgument: symbol" };
    const receivedTime = isoMilliseconds(clock.now());
    const cancelled = engine.cancelAll({ account, venue: "futures", symbol: market?.symbol });
    return {
      payload: {
        cancelStatus: {
          receivedTime,
          cancelOnly: market?.symbol ?? "all",
          status: cancelled.length === 0 ? "noOrdersToCancel" : "cancelled",
          cancelledOrders: cancelled.map((order) => ({
            order_id: order.id,
            ...(order.clientId !== undefined && { cliOrdId: order.clientId }),
          })),
          // Orders that waited for their trigger were on no book, and have no event here.
          orderEvents: cancelled
            .filter((order) => order.trigger === undefined)
            .map((order: Order) => ({ type: "CANCEL", uid: order.id, order: orderJson(order) }) as const),
        },
      },
    };
  },
};
