import {
  Connection,
  type ConnectionEvent,
  type TokenProvider,
  type WebSocketConstructor,
  webSocketTransport,
} from "@x/connection";
import type { Clock, Drift } from "@x/core";
import { dialect } from "./dialect.ts";
import { WsLegacyError } from "./errors.ts";
import type { FailureMessage } from "./generated/channels/failure.ts";
import type { SystemStatusMessage } from "./generated/channels/system-status.ts";
import { hosts } from "./generated/hosts.ts";

export interface ConnectOptions {
  /**
   * The session token, or a function that gets one (`webSocketsToken` of this package). Without it the connection is to
   * the public host, and methods that need a token are refused before the wire.
   */
  readonly token?: TokenProvider;
  /** Another address than the exchange's: a sandbox, a proxy, the beta hosts. */
  readonly url?: string;
  /** Hears of fields and values the spec does not know. They never break anything. */
  readonly onDrift?: (drift: Drift) => void;
  /** Hears of everything that happens to the connection, from its first moment; see {@link WsLegacyEvent}. */
  readonly onEvent?: (event: WsLegacyEvent) => void;
  /** Milliseconds until a request without an answer ends, 10,000 by default. Each call may have its own. */
  readonly deadlineMs?: number;
  /** Milliseconds the connection may take to be made, 10,000 by default. */
  readonly connectTimeoutMs?: number;
  /** Milliseconds of silence after which the exchange is pinged, 15,000 by default. */
  readonly idleMs?: number;
  /** Milliseconds of further silence after which the connection counts as lost, 5,000 by default. */
  readonly staleMs?: number;
  /** Messages a subscription holds for a reader that is busy, 1,024 by default. */
  readonly capacity?: number;
  /** A WebSocket class for platforms without one. */
  readonly WebSocket?: WebSocketConstructor;
  /** Where time comes from; tests pass their own. */
  readonly clock?: Clock;
}

/** What happens to a connection: its life, and the messages that come by themselves. */
export type WsLegacyEvent = ConnectionEvent<
  | { readonly type: "push"; readonly name: "systemStatus"; readonly message: SystemStatusMessage }
  | { readonly type: "push"; readonly name: "failure"; readonly message: FailureMessage }
>;

/** An open connection: `call`, `subscribe`, `events`, `close`. */
export type WsLegacy = Connection<Extract<WsLegacyEvent, { type: "push" }>>;

/**
 * Connects to Kraken's legacy WebSocket (v1), which Kraken maintains for existing clients; new work belongs on v2. It returns at once: calls wait for the connection within their deadlines. When
 * the connection is lost, everything that is open ends with an error, and a new one must be made.
 *
 * @throws the package's error of code `invalidOptions` when an option is no use; `path` names it.
 *
 * Source: specs/ws-legacy/asyncapi.yaml, https://docs.kraken.com/api/docs/guides/spot-ws-intro
 */
export function connect(options: ConnectOptions = {}): WsLegacy {
  const { token, onDrift, onEvent } = options;
  const host = token === undefined ? "public" : "private";
  return new Connection({
    url: options.url ?? hosts[host],
    host,
    dialect,
    transport: webSocketTransport(options.WebSocket),
    token,
    toError: WsLegacyError.from,
    drift: onDrift !== undefined,
    onEvent(event) {
      if (event.type === "drift") onDrift?.(event.drift);
      onEvent?.(event);
    },
    deadlineMs: options.deadlineMs ?? 10_000,
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
    idleMs: options.idleMs ?? 15_000,
    staleMs: options.staleMs ?? 5_000,
    capacity: options.capacity ?? 1_024,
    clock: options.clock,
  });
}
