import { type CancelOrderStatusJson, cancelOrder } from "@x/futures-rest";
import { type Order, waitsForTrigger } from "../../engine/order.ts";
import type { Exact } from "../exact-json.ts";
import { answering, type FuturesExchange } from "./handler.ts";
import { orderJson, orderTriggerJson } from "./order-json.ts";
import { tooLate } from "./send-order.ts";

/** The names an order may be asked for by. */
export interface OrderName {
  readonly id?: string | undefined;
  readonly clientId?: string | undefined;
}

type Cancelled = Exact<CancelOrderStatusJson>;

export const cancelOrderHandler = answering(
  cancelOrder,
  ({ params }, exchange) => {
    const late = tooLate(params.processBefore, exchange);
    if (typeof late === "object") return late;
    // The list of statuses has none for a request that came too late; the order is as if it were not there.
    if (late === "late") return { payload: { cancelStatus: notFound(exchange) } };
    const cancelStatus = cancelNamed({ id: params.order_id, clientId: params.cliOrdId }, exchange);
    return { payload: { cancelStatus } };
  },
  { refuse: (status) => ({ payload: { cancelStatus: { status } } }) },
);

/** An open futures order by either name; with both, both must be its own. */
export function openOrder(
  { id, clientId }: OrderName,
  { engine, account }: FuturesExchange,
): Order | undefined {
  const order =
    id === undefined
      ? engine.byClientId(account, "futures", clientId ?? "")
      : engine.byId(account, id.toLowerCase());
  if (order?.market.venue !== "futures") return undefined;
  return clientId === undefined || order.clientId === clientId ? order : undefined;
}

/** Cancels one order, by itself or as part of a batch. */
export function cancelNamed(name: OrderName, exchange: FuturesExchange): Cancelled {
  const order = openOrder(name, exchange);
  if (order === undefined) return notFound(exchange);
  exchange.engine.cancel([order], "user");
  const event = !waitsForTrigger(order)
    ? ({ type: "CANCEL", uid: order.id, order: orderJson(order) } as const)
    : ({ type: "CANCEL", uid: order.id, orderTrigger: orderTriggerJson(order) } as const);
  return {
    status: "cancelled",
    order_id: order.id,
    ...(order.clientId !== undefined && { cliOrdId: order.clientId }),
    receivedTime: exchange.serverTime,
    orderEvents: [event],
  };
}

function notFound({ serverTime }: FuturesExchange): Cancelled {
  return { status: "notFound", receivedTime: serverTime };
}
