import { type Resolution, type ResolveOptions, settle } from "@x/connection";
import type { WsLegacy } from "./client.ts";
import { WsLegacyError } from "./errors.ts";
import { type OpenOrdersMessage, openOrders } from "./generated/channels/open-orders.ts";

/**
 * Finds out what became of an order whose answer was lost, by reading `openOrders`: it begins with the open orders, and
 * what happens then is reported. Nothing is sent again. A program that already follows `openOrders` on this connection
 * sees the order there, and cannot use this.
 *
 * @param unknown what `submit` resolved with, or the error that `call` threw
 * @throws WsLegacyError of code `invalidOptions` when the options are at fault, `alreadySubscribed` when the channel is
 * followed on this connection, `wrongHost` or `noToken` when it cannot be.
 *
 * Source: specs/ws-legacy/channels/openOrders.schema.json, https://docs.kraken.com/api/docs/websocket-v1/openorders
 */
export function resolveOutcome(
  ws: Pick<WsLegacy, "subscribe">,
  unknown: { readonly error: WsLegacyError } | WsLegacyError,
  options: ResolveOptions,
): Promise<Resolution<WsLegacyError>> {
  const lookout = {
    channel: openOrders,
    params: {},
    sightings: ([orders]: OpenOrdersMessage) =>
      orders.flatMap((byId) =>
        Object.entries(byId).map(([order_id, { cl_ord_id, userref: order_userref, status }]) => ({
          order_id,
          cl_ord_id,
          order_userref,
          status,
        })),
      ),
    cancelled: "canceled",
    ended: ["closed", "canceled", "expired"],
    toError: WsLegacyError.from,
  };
  return settle(ws, lookout, unknown, options) as Promise<Resolution<WsLegacyError>>;
}
