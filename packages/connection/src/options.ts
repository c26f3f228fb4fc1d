import type { Clock, DriftObserver } from "@x/core";
import type { ConnectionEvent } from "./core/signals.ts";
import type { Push } from "./descriptor.ts";
import type { WebSocketConstructor } from "./socket.ts";
import type { TokenProvider } from "./tokens.ts";

/** What a WebSocket package's `connect` may be told. */
export interface ConnectOptions<Pushes extends readonly Push[] = readonly [], Host extends string = string> {
  /**
   * The session token, or what gets one: `webSocketsToken(credentials)`, or `tokenFrom(…)` for one of your own. Without
   * it, methods and channels that need one are refused before the wire.
   */
  readonly token?: string | TokenProvider | undefined;
  /**
   * The host to connect to: `private` by default when there is a token, else `public`. A connection is to one host; what
   * is not offered there is refused before the wire with `wrongHost`.
   */
  readonly host?: Host | undefined;
  /** Another address than the exchange's: a sandbox, a proxy, the beta hosts. `host` still says which host it stands for. */
  readonly url?: string | undefined;
  /** The descriptors of what comes by itself and is to be told as events of type `push`: `[status]`. */
  readonly pushes?: Pushes | undefined;
  /**
   * Hears of fields and values the spec does not know, which never break anything, and of values that are not what it says,
   * which end the call or subscription with an error as well: `reportDrift((drift) => …)`.
   */
  readonly onDrift?: DriftObserver | undefined;
  /** Hears of everything that happens to the connection, from its first moment. */
  readonly onEvent?: ((event: ConnectionEvent<PushedBy<Pushes>>) => void) | undefined;
  /** Milliseconds until a request without an answer ends, 10,000 by default. Each call may have its own. */
  readonly deadlineMs?: number | undefined;
  /** Milliseconds the connection may take to be made, 10,000 by default. */
  readonly connectTimeoutMs?: number | undefined;
  /** Milliseconds of silence after which the exchange is pinged, 15,000 by default. */
  readonly idleMs?: number | undefined;
  /** Milliseconds of further silence after which the connection counts as lost, 5,000 by default. */
  readonly staleMs?: number | undefined;
  /** Whether a connection that is lost, or cannot be made, is made again; it is, by default. */
  readonly reconnect?: boolean | undefined;
  /**
   * The longest first wait before a lost connection is made again, 1,000 milliseconds by default. It doubles with each
   * failure, and each wait is a random part of it.
   */
  readonly backoffMs?: number | undefined;
  /** What that wait grows to, 60,000 milliseconds by default. */
  readonly maxBackoffMs?: number | undefined;
  /** A WebSocket class for platforms without one, such as that of the package `ws`. */
  readonly WebSocket?: WebSocketConstructor | undefined;
  /** Where time comes from; tests pass their own. */
  readonly clock?: Clock | undefined;
}

/** The events of what comes by itself. */
export type PushedBy<Pushes extends readonly Push[]> = {
  [Index in keyof Pushes]: Pushes[Index] extends Push<infer Message, infer Name>
    ? { readonly type: "push"; readonly name: Name; readonly message: Message }
    : never;
}[number];
