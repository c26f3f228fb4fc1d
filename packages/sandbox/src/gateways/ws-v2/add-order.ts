import { type AddOrderParams, type AddOrderResult, addOrder } from "@x/ws-v2";
import { refuseDeadline } from "../spot/deadline.ts";
import { placeOrder } from "../spot/place-order.ts";
import type { V2Handler } from "./handler.ts";
import { namesOf, readOrder } from "./place-request.ts";

export const addOrderHandler: V2Handler<AddOrderParams, AddOrderResult> = {
  descriptor: addOrder,
  handle({ params, decimal }, caller, { engine, clock }) {
    const market = engine.markets.find("spot", params.symbol);
    if (market?.symbol !== params.symbol) return { error: `Currency pair not supported ${params.symbol}` };
    const late = refuseDeadline(params.deadline, clock.now());
    if (late !== undefined) return { error: late };
    const request = readOrder(params, decimal, market, engine);
    if (typeof request === "string") return { error: request };
    const placed = placeOrder(engine, caller, { ...request, validateOnly: params.validate });
    if ("error" in placed) return placed;
    return {
      result: { ...(params.validate !== true && { order_id: placed.order.id }), ...namesOf(params) },
    };
  },
};
