import type { SendOrderJson } from "@x/futures-rest";
import { subtract } from "../../engine/decimal.ts";
import type { EngineEvent, Fill } from "../../engine/event.ts";
import { type Order, waitsForTrigger } from "../../engine/order.ts";
import { type Exact, exactNumber } from "../exact-json.ts";
import type { FuturesExchange } from "./handler.ts";
import { orderJson, orderTriggerJson } from "./order-json.ts";

/** What one request did to its order, as answers list it. */
export type OrderEvents = Exact<NonNullable<SendOrderJson["orderEvents"]>>;

/** Does something, and tells what happened to one order meanwhile. */
export function watching<Result>(
  { engine }: FuturesExchange,
  work: () => Result,
): { readonly result: Result; readonly events: readonly EngineEvent[] } {
  const events: EngineEvent[] = [];
  const stop = engine.listen((event) => events.push(event));
  try {
    return { result: work(), events };
  } finally {
    stop();
  }
}

/** The fills of an order among what happened. */
export function executions(
  events: readonly EngineEvent[],
  order: Order,
  priorEdit: Order | null = null,
): OrderEvents {
  return events.flatMap((event) =>
    event.kind === "filled" && event.order === order ? [execution(event.fill, priorEdit)] : [],
  );
}

/** What placing an order did: it was placed, with what has traded already, or traded at once and left nothing. */
export function placement(events: readonly EngineEvent[], order: Order): OrderEvents {
  const reducedQuantity = reduced(order);
  if (waitsForTrigger(order)) return [{ type: "PLACE", orderTrigger: orderTriggerJson(order) }];
  const traded = executions(events, order);
  if (order.status !== "open" && order.status !== "pending") return traded;
  return [...traded, { type: "PLACE", order: orderJson(order), reducedQuantity }];
}

function execution({ id, trade, order, filled }: Fill, priorEdit: Order | null): OrderEvents[number] {
  return {
    type: "EXECUTION",
    executionId: id,
    price: exactNumber(trade.price),
    amount: exactNumber(trade.quantity),
    orderPriorEdit: priorEdit && orderJson(priorEdit),
    orderPriorExecution: orderJson({ ...order, filled: subtract(filled, trade.quantity) }),
    takerReducedQuantity: reduced(order),
  };
}

function reduced({ reducedBy }: Order) {
  return reducedBy === undefined ? null : exactNumber(reducedBy);
}
