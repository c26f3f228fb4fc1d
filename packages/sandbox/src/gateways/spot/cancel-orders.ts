import type { Engine } from "../../engine/engine.ts";
import type { Order } from "../../engine/order.ts";
import type { SpotCaller } from "./wires.ts";

/** Cancels orders one by one within the caller's limits. A text is the refusal of the first that is beyond them. */
export function cancelOrders(
  engine: Engine,
  { limits }: SpotCaller,
  orders: readonly Order[],
): string | undefined {
  for (const order of orders) {
    const limited = limits?.cancel(order);
    if (limited !== undefined) return limited;
    engine.cancel([order], "user");
  }
  return undefined;
}

/** Cancels orders in one go, also beyond the limits. */
export function cancelBatch(engine: Engine, { limits }: SpotCaller, orders: readonly Order[]): number {
  limits?.cancelBatch(orders);
  return engine.cancel(orders, "user").length;
}
