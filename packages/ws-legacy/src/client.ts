import {
  type Connection,
  type ConnectionEvent,
  type ConnectOptions as Options,
  openConnection,
} from "@x/connection";
import { dialect } from "./dialect.ts";
import { WsLegacyError } from "./errors.ts";
import type { FailureMessage } from "./generated/channels/failure.ts";
import type { SystemStatusMessage } from "./generated/channels/system-status.ts";
import { hosts } from "./generated/hosts.ts";

type Pushed =
  | { readonly type: "push"; readonly name: "systemStatus"; readonly message: SystemStatusMessage }
  | { readonly type: "push"; readonly name: "failure"; readonly message: FailureMessage };

export type ConnectOptions = Options<Pushed, keyof typeof hosts>;

/** What happens to a connection: its life, and the messages that come by themselves. */
export type WsLegacyEvent = ConnectionEvent<Pushed>;

/** An open connection: `call`, `subscribe`, `events`, `close`. */
export type WsLegacy = Connection<Pushed>;

/**
 * Connects to Kraken's legacy WebSocket (v1), which Kraken maintains for existing clients; new work belongs on v2. It
 * returns at once: calls wait for the connection within their deadlines. When
 * the connection is lost, everything that is open ends with an error, and a new one must be made.
 *
 * @throws the package's error of code `invalidOptions` when an option is no use; `path` names it.
 *
 * Source: specs/ws-legacy/asyncapi.yaml, https://docs.kraken.com/api/docs/guides/spot-ws-intro
 */
export function connect(options: ConnectOptions = {}): WsLegacy {
  return openConnection({ hosts, dialect, toError: WsLegacyError.from }, options);
}
