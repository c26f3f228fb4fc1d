import {
  type Connection,
  type ConnectionEvent,
  type ConnectOptions as Options,
  openConnection,
  type Push,
  type PushedBy,
} from "@x/connection";
import { dialect } from "./dialect.ts";
import { WsV2Error } from "./errors.ts";
import { hosts } from "./generated/hosts.ts";

export type ConnectOptions<Pushes extends readonly Push[] = readonly Push[]> = Options<
  Pushes,
  keyof typeof hosts
>;

/** What happens to a connection: its life, and the messages that come by themselves and were asked for. */
export type WsV2Event<Pushes extends readonly Push[] = readonly Push[]> = ConnectionEvent<PushedBy<Pushes>>;

/** A connection: `call`, `subscribe`, `follow`, `events`, `close`. */
export type WsV2<Pushes extends readonly Push[] = readonly Push[]> = Connection<PushedBy<Pushes>, WsV2Error>;

/**
 * Connects to Kraken's WebSocket v2. It returns at once: calls wait for the connection within their deadlines. A
 * connection that is lost is made again, and its subscriptions with it.
 *
 * @throws the package's error of code `invalidOptions` when an option is no use; `path` names it.
 *
 * Source: specs/ws-v2/asyncapi.yaml, https://docs.kraken.com/api/docs/guides/spot-ws-intro
 */
export function connect<const Pushes extends readonly Push[] = readonly []>(
  options: ConnectOptions<Pushes> = {},
): WsV2<Pushes> {
  return openConnection({ hosts, dialect, toError: WsV2Error.from }, options);
}
