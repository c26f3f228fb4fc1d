import type { Engine } from "../../engine/engine.ts";
import type { Order } from "../../engine/order.ts";
import type { FixCaller } from "./handler.ts";

/** How a request names the order it is about. */
export interface OrderNames {
  readonly OrderID?: string | undefined;
  readonly OrigClOrdID?: string | undefined;
  readonly Side: string;
  readonly Symbol: string;
}

/** The open order of the session that a request names; OrderID counts where both are given. */
export function requestedOrder(
  engine: Engine,
  { account, session, venue }: FixCaller,
  { OrderID: id, OrigClOrdID: clientId, Side: side, Symbol: symbol }: OrderNames,
): Order | undefined {
  const order =
    id === undefined ? engine.byClientId(account, venue, clientId ?? "") : engine.byId(account, id);
  if (order === undefined || order.session !== session) return undefined;
  const fits =
    order.market === engine.markets.find(venue, symbol) && (order.side === "buy") === (side === "1");
  return fits ? order : undefined;
}
