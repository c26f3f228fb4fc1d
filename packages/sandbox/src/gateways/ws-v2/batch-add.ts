import { type BatchAddParams, type BatchAddResult, batchAdd } from "@x/ws-v2";
import type { PlaceRequest } from "../../engine/order.ts";
import { refuseDeadline } from "../spot/deadline.ts";
import { placeBatch } from "../spot/place-order.ts";
import type { V2Handler } from "./handler.ts";
import { namesOf, readOrder } from "./place-request.ts";

export const batchAddHandler: V2Handler<BatchAddParams, BatchAddResult> = {
  descriptor: batchAdd,
  handle({ params, decimal }, caller, { engine, clock }) {
    const market = engine.markets.find("spot", params.symbol);
    if (market?.symbol !== params.symbol) return { error: `Currency pair not supported ${params.symbol}` };
    const late = refuseDeadline(params.deadline, clock.now());
    if (late !== undefined) return { error: late };
    const requests: Omit<PlaceRequest, "account">[] = [];
    for (const [i, order] of params.orders.entries()) {
      const request = readOrder(order, (...path) => decimal("orders", String(i), ...path), market, engine);
      if (typeof request === "string") return { error: request };
      requests.push({ ...request, validateOnly: params.validate });
    }
    const batch = placeBatch(engine, caller, requests);
    if ("error" in batch) return batch;
    return {
      result: batch.placed.map((placed, i) => ({
        ...("order" in placed && params.validate !== true && { order_id: placed.order.id }),
        ...namesOf(params.orders[i] ?? {}),
        ...("error" in placed && { warnings: [placed.error] }),
      })),
    };
  },
};
