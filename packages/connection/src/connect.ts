import type { Clock, Drift } from "@x/core";
import { Connection, type ConnectionEvent, type TokenProvider } from "./connection.ts";
import type { Dialect } from "./core/dialect.ts";
import type { PushEvent } from "./core/signals.ts";
import type { Failure } from "./failure.ts";
import { findUnusable } from "./options.ts";
import { type WebSocketConstructor, webSocketTransport } from "./transport.ts";

/** What a WebSocket package's `connect` may be told. */
export interface ConnectOptions<Pushed extends PushEvent = PushEvent, Host extends string = string> {
  /**
   * The session token, or a function that gets one (`webSocketsToken` of this package). Without it, methods and channels
   * that need one are refused before the wire.
   */
  readonly token?: TokenProvider;
  /**
   * The host to connect to: `private` by default when there is a token, else `public`. A connection is to one host; what
   * is not offered there is refused before the wire with `wrongHost`.
   */
  readonly host?: Host;
  /** Another address than the exchange's: a sandbox, a proxy, the beta hosts. `host` still says which host it stands for. */
  readonly url?: string;
  /** Hears of fields and values the spec does not know. They never break anything. */
  readonly onDrift?: (drift: Drift) => void;
  /** Hears of everything that happens to the connection, from its first moment. */
  readonly onEvent?: (event: ConnectionEvent<Pushed>) => void;
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

/** What tells one WebSocket interface of the exchange from another. */
export interface WebSocketInterface<Host extends string = string> {
  /** The address of each. */
  readonly hosts: { readonly [name in Host | "public" | "private"]: string };
  readonly dialect: Dialect;
  /** Makes the package's own error of a failure. */
  readonly toError: (failure: Failure) => Error;
}

/**
 * Connects to the host that is asked for; otherwise to the private one when there is a token, else to the public one.
 *
 * @throws the error `toError` makes of `invalidOptions` when an option is no use.
 */
export function openConnection<Pushed extends PushEvent, Host extends string>(
  { hosts, dialect, toError }: WebSocketInterface<Host>,
  options: ConnectOptions<Pushed, Host>,
): Connection<Pushed> {
  const { token, onDrift, onEvent } = options;
  const host = options.host ?? (token === undefined ? "public" : "private");
  const problem = findUnusable({ host: ["host", Object.hasOwn(hosts, host) ? host : undefined] });
  if (problem) throw toError(problem);
  return new Connection<Pushed>({
    url: options.url ?? hosts[host],
    host,
    dialect,
    transport: webSocketTransport(options.WebSocket),
    token,
    toError,
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
