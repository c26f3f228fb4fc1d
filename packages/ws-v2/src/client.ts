import {
  type Connection,
  type ConnectionEvent,
  type ConnectOptions as Options,
  openConnection,
} from "@x/connection";
import { dialect } from "./dialect.ts";
import { WsV2Error } from "./errors.ts";
import type { FailureMessage } from "./generated/channels/failure.ts";
import type { StatusMessage } from "./generated/channels/status.ts";
import { hosts } from "./generated/hosts.ts";

type Pushed =
  | { readonly type: "push"; readonly name: "status"; readonly message: StatusMessage }
  | { readonly type: "push"; readonly name: "failure"; readonly message: FailureMessage };

export type ConnectOptions = Options<Pushed, keyof typeof hosts>;

/** What happens to a connection: its life, and the messages that come by themselves. */
export type WsV2Event = ConnectionEvent<Pushed>;

/** An open connection: `call`, `subscribe`, `events`, `close`. */
export type WsV2 = Connection<Pushed>;

/**
 * Connects to Kraken's WebSocket v2. It returns at once: calls wait for the connection within their deadlines. When
 * the connection is lost, everything that is open ends with an error, and a new one must be made.
 *
 * @throws the package's error of code `invalidOptions` when an option is no use; `path` names it.
 *
 * Source: specs/ws-v2/asyncapi.yaml, https://docs.kraken.com/api/docs/guides/spot-ws-intro
 */
export function connect(options: ConnectOptions = {}): WsV2 {
  return openConnection({ hosts, dialect, toError: WsV2Error.from }, options);
}
