import {
  type BatchCancelParams,
  type BatchCancelResult,
  batchCancel,
  type CancelAllOrdersAfterParams,
  type CancelAllOrdersAfterResult,
  type CancelAllParams,
  type CancelAllResult,
  type CancelOrderParams,
  type CancelOrderResult,
  cancelAll,
  cancelAllOrdersAfter,
  cancelOrder,
} from "@x/ws-v2";
import { cancelBatch, cancelOrders } from "../spot/cancel-orders.ts";
import { namedOrders } from "../spot/named-orders.ts";
import { isoSeconds } from "../time.ts";
import type { V2Answer, V2Handler, V2ItemHandler } from "./handler.ts";

const UNKNOWN = { error: "EOrder:Unknown order" };

export const cancelAllHandler: V2Handler<CancelAllParams, CancelAllResult> = {
  descriptor: cancelAll,
  handle: (_request, { account }, { engine }) => ({
    result: { count: engine.cancelAll({ account, venue: "spot" }).length },
  }),
};

export const batchCancelHandler: V2Handler<BatchCancelParams, BatchCancelResult> = {
  descriptor: batchCancel,
  handle({ params }, caller, { engine }) {
    const named = namedOrders(engine, caller.account, params.orders, params.cl_ord_id ?? []);
    return named.length === 0 ? UNKNOWN : { result: { count: cancelBatch(engine, caller, named) } };
  },
};

/** One answer for each order that is named. */
export const cancelOrderHandler: V2ItemHandler<CancelOrderParams, CancelOrderResult> = {
  descriptor: cancelOrder,
  handle({ params }, caller, { engine }) {
    const cancel = (
      ids: readonly string[],
      clientIds: readonly string[],
      name: (id: string) => CancelOrderResult,
    ): V2Answer<CancelOrderResult> => {
      const named = namedOrders(engine, caller.account, ids, clientIds);
      const [first] = named;
      if (first === undefined) return UNKNOWN;
      const error = cancelOrders(engine, caller, named);
      return error === undefined ? { result: name(first.id) } : { error };
    };
    return [
      ...(params.order_id ?? []).map((order_id) => cancel([order_id], [], () => ({ order_id }))),
      ...(params.cl_ord_id ?? []).map((cl_ord_id) => cancel([], [cl_ord_id], () => ({ cl_ord_id }))),
      ...(params.order_userref ?? []).map((userref) =>
        cancel([String(userref)], [], (order_id) => ({ order_id })),
      ),
    ];
  },
};

export const cancelAllOrdersAfterHandler: V2Handler<CancelAllOrdersAfterParams, CancelAllOrdersAfterResult> =
  {
    descriptor: cancelAllOrdersAfter,
    handle({ params: { timeout } }, _caller, { clock, spot }) {
      const currentTime = isoSeconds(clock.now());
      if (timeout === 0) {
        spot.deadMan.disarm();
        return { result: { currentTime, triggerTime: "0" } };
      }
      return { result: { currentTime, triggerTime: isoSeconds(spot.deadMan.arm(timeout)) } };
    },
  };
