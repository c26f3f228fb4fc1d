import { type CancelOrderParams, type CancelOrderResult, cancelOrder } from "@x/ws-legacy";
import { namedOrders } from "../spot/named-orders.ts";
import type { LegacyHandler } from "./handler.ts";

export const cancelOrderHandler: LegacyHandler<CancelOrderParams, CancelOrderResult> = {
  descriptor: cancelOrder,
  handle(params, { account }, { engine }) {
    const named = namedOrders(engine, account, params.txid, params.cl_ord_id ?? []);
    if (named.length === 0) return { error: "EOrder:Unknown order" };
    engine.cancel(named, "user");
    return { result: {} };
  },
};
