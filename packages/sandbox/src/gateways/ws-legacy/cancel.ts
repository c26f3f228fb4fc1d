import {
  type CancelAllOrdersAfterParams,
  type CancelAllOrdersAfterResult,
  type CancelAllParams,
  type CancelAllResult,
  type CancelOrderParams,
  type CancelOrderResult,
  cancelAll,
  cancelAllOrdersAfter,
  cancelOrder,
} from "@x/ws-legacy";
import { cancelOrders } from "../spot/cancel-orders.ts";
import { namedOrders } from "../spot/named-orders.ts";
import { isoSeconds } from "../time.ts";
import type { LegacyHandler } from "./handler.ts";

export const cancelOrderHandler: LegacyHandler<CancelOrderParams, CancelOrderResult> = {
  descriptor: cancelOrder,
  handle(params, caller, { engine }) {
    const named = namedOrders(engine, caller.account, params.txid, params.cl_ord_id ?? []);
    if (named.length === 0) return { error: "EOrder:Unknown order" };
    const error = cancelOrders(engine, caller, named);
    return error === undefined ? { result: {} } : { error };
  },
};

export const cancelAllHandler: LegacyHandler<CancelAllParams, CancelAllResult> = {
  descriptor: cancelAll,
  handle: (_params, { account }, { engine }) => ({
    result: { count: engine.cancelAll({ account, venue: "spot" }).length },
  }),
};

export const cancelAllOrdersAfterHandler: LegacyHandler<
  CancelAllOrdersAfterParams,
  CancelAllOrdersAfterResult
> = {
  descriptor: cancelAllOrdersAfter,
  handle({ timeout }, _caller, { clock, spot }) {
    const currentTime = isoSeconds(clock.now());
    if (timeout === 0) {
      spot.deadMan.disarm();
      return { result: { currentTime, triggerTime: "0" } };
    }
    return { result: { currentTime, triggerTime: isoSeconds(spot.deadMan.arm(timeout)) } };
  },
};
