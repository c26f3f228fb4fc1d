import {
  type BatchCancelParams,
  type BatchCancelResult,
  batchCancel,
  type CancelAllParams,
  type CancelAllResult,
  cancelAll,
} from "@x/ws-v2";
import { namedOrders } from "../spot/named-orders.ts";
import type { V2Handler } from "./handler.ts";

export const cancelAllHandler: V2Handler<CancelAllParams, CancelAllResult> = {
  descriptor: cancelAll,
  handle: (_request, { account }, { engine }) => ({
    result: { count: engine.cancelAll({ account, venue: "spot" }).length },
  }),
};

export const batchCancelHandler: V2Handler<BatchCancelParams, BatchCancelResult> = {
  descriptor: batchCancel,
  handle({ params }, { account }, { engine }) {
    const named = namedOrders(engine, account, params.orders, params.cl_ord_id ?? []);
    if (named.length === 0) return { error: "EOrder:Unknown order" };
    return { result: { count: engine.cancel(named, "user").length } };
  },
};
