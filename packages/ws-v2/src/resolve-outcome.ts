import { type Resolution, type ResolveOptions, settle } from "@x/connection";
import type { WsV2 } from "./client.ts";
import { WsV2Error } from "./errors.ts";
import { type ExecutionsMessage, executions } from "./generated/channels/executions.ts";

/**
 * Finds out what became of an order whose answer was lost, by reading `executions`: its snapshot lists the open orders
 * and the last 50 trades, and what happens then is reported. Nothing is sent again. A program that already follows
 * `executions` on this connection sees the order there, and cannot use this.
 *
 * @param unknown what `submit` resolved with, or the error that `call` threw
 * @throws WsV2Error of code `invalidOptions` when the options are at fault, `alreadySubscribed` when the channel is
 * followed on this connection, `wrongHost` or `noToken` when it cannot be.
 *
 * Source: specs/ws-v2/channels/executions.schema.json, https://docs.kraken.com/api/docs/websocket-v2/executions
 */
export function resolveOutcome(
  ws: Pick<WsV2, "subscribe">,
  unknown: { readonly error: WsV2Error } | WsV2Error,
  options: ResolveOptions,
): Promise<Resolution<WsV2Error>> {
  const lookout = {
    channel: executions,
    params: { snap_orders: true, snap_trades: true },
    sightings: ({ data }: ExecutionsMessage) =>
      data.map(({ order_status: status, ...names }) => ({ ...names, status })),
    cancelled: "canceled",
    ended: ["filled", "canceled", "expired"],
    toError: WsV2Error.from,
  };
  return settle(ws, lookout, unknown, options) as Promise<Resolution<WsV2Error>>;
}
