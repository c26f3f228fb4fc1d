import type { Engine } from "../../engine/engine.ts";
import type { Order } from "../../engine/order.ts";

const USERREF = /^-?\d{1,10}$/;

/**
 * The open spot orders that a cancel request names, each once. `ids` holds order ids and user references, which may name
 * several orders; names of no open order are passed over.
 */
export function namedOrders(
  engine: Engine,
  account: string,
  ids: readonly string[],
  clientIds: readonly string[],
): Order[] {
  const named = new Set<Order>();
  for (const id of ids) {
    const order = engine.byId(account, id);
    if (order?.market.venue === "spot") named.add(order);
    else if (USERREF.test(id))
      for (const grouped of engine.byUserref(account, Number(id))) named.add(grouped);
  }
  for (const clientId of clientIds) {
    const order = engine.byClientId(account, "spot", clientId);
    if (order !== undefined) named.add(order);
  }
  return [...named];
}

/** The one open spot order that a change names, by either id. */
export function openOrder(
  engine: Engine,
  account: string,
  { id, clientId }: { readonly id?: string | undefined; readonly clientId?: string | undefined },
): Order | undefined {
  const order = id === undefined ? undefined : engine.byId(account, id);
  if (order !== undefined) return order.market.venue === "spot" ? order : undefined;
  return clientId === undefined ? undefined : engine.byClientId(account, "spot", clientId);
}
