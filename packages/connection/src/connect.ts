import { systemClock, type Timer } from "@x/core";
import type { Connection } from "./connection.ts";
import { connectionCore } from "./core/connection-core.ts";
import type { Dialect } from "./core/dialect.ts";
import type { ConnectionEvent, PushEvent } from "./core/signals.ts";
import type { Push } from "./descriptor.ts";
import { eventLog } from "./event-log.ts";
import type { ConnectionError, Failure } from "./failure.ts";
import { guarded } from "./guarded.ts";
import type { ConnectOptions } from "./options.ts";
import type { Sink } from "./sink.ts";
import { openSocket, type Socket } from "./socket.ts";
import { usable } from "./usable.ts";

/** What tells one WebSocket interface of the exchange from another. */
export interface WebSocketInterface<Host extends string = string> {
  /** The address of each. */
  readonly hosts: { readonly [name in Host | "public" | "private"]: string };
  readonly dialect: Dialect;
  /** Makes the package's own error of a failure. */
  readonly toError: (failure: Failure) => ConnectionError;
}

/**
 * When connections were begun, by address: Kraken counts the attempts of an internet address, so the connections of a
 * program count together.
 */
const begun = new Map<string, number[]>();

/**
 * The surroundings of a connection's core: a socket, a clock, and promises for its answers. Connects to the host that is
 * asked for; otherwise to the private one when there is a token, else to the public one.
 *
 * @throws the error `toError` makes of `invalidOptions` when an option is no use.
 */
export function openConnection<Pushed extends PushEvent, Failed extends ConnectionError, Host extends string>(
  { hosts, dialect, toError }: WebSocketInterface<Host>,
  options: ConnectOptions<readonly Push[], Host>,
): Connection<Pushed, Failed> {
  const { token, clock = systemClock, onDrift, onEvent } = options;
  const host = options.host ?? (token === undefined ? "public" : "private");
  const url = options.url ?? hosts[host];
  const must = usable.bind(undefined, toError);
  /** `NaN` as a deadline would be a timer that never rests. */
  const milliseconds = (
    name: keyof typeof options,
    standard: number,
    value = options[name] ?? standard,
  ): number => {
    must(name, typeof value === "number" && value > 0);
    return value as number;
  };
  must(options.url ? "url" : "host", /^wss?:\/\/./.test(url));
  must("token", token === undefined || !!(typeof token === "string" ? token : token.source));
  must("onDrift", !onDrift || typeof onDrift === "function");
  const attempts = options.clock ? [] : (begun.get(url) ?? []);
  begun.set(url, attempts);
  const events = eventLog<ConnectionEvent<Pushed>>(256);
  const closed = Promise.withResolvers<void>();
  let socket: Socket | undefined;
  let timer: Timer | undefined;
  const step = (act: () => void): void => core.step(act, clock.now());
  const core = connectionCore(
    {
      dialect,
      host,
      toError,
      attempts,
      deadline: milliseconds("deadlineMs", 10_000),
      token: typeof token === "string" ? { current: () => token } : token?.source(),
      pushes: options.pushes,
      drift: onDrift && ((...told) => guarded(onDrift, ...told)),
      connectTimeout: milliseconds("connectTimeoutMs", 10_000),
      idle: milliseconds("idleMs", 15_000),
      stale: milliseconds("staleMs", 5_000),
      reconnect: options.reconnect ?? true,
      initial: milliseconds("backoffMs", 1_000),
      maximum: milliseconds("maxBackoffMs", 60_000),
    },
    {
      step,
      connect() {
        try {
          socket = openSocket(url, options.WebSocket, {
            opened: () => step(core.opened),
            frame: (text) => step(() => core.frame(text)),
            lost: (code, reason) => step(() => core.lost(code, reason)),
          });
        } catch (cause) {
          step(() => core.lost(0, String(cause)));
        }
      },
      send(text) {
        try {
          socket?.send(text);
        } catch (cause) {
          // Whether any of it left cannot be known: for what was sent, the connection is lost.
          step(() => core.lost(1006, String(cause)));
        }
      },
      disconnect() {
        socket?.close();
        socket = undefined;
      },
      wake(at) {
        timer?.cancel();
        if (at < Infinity) timer = clock.setTimer(Math.max(0, at - clock.now()), () => step(core.tick));
      },
      event(event) {
        const last = event.type === "closed";
        events.emit(event as ConnectionEvent<Pushed>, last);
        if (last) closed.resolve();
        if (onEvent) guarded(onEvent, event as never);
      },
    },
  );
  step(core.open);

  return {
    events,
    call: (method, params, called) =>
      method.calling.call(core, method, snapshot(params), called) as Promise<never>,
    subscribe(channel, params, read = {}) {
      return channel.subscribing.read((sink) => this.follow(channel, params, sink, read), channel, read);
    },
    follow: (channel, params, sink, followed) =>
      channel.subscribing.follow(core, channel, snapshot(params), sink as Sink<unknown>, followed),
    close() {
      step(core.close);
      return closed.promise;
    },
  };
}

/** The parameters as they are now: a request may wait for the connection while its caller goes on. */
function snapshot(params: unknown): object {
  try {
    return structuredClone(params) as object;
  } catch {
    // What cannot be copied cannot be sent either; its check says where.
    return params as object;
  }
}
