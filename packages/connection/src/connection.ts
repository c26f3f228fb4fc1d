import { type Clock, systemClock, type Timer } from "@x/core";
import { ConnectionCore } from "./core/connection-core.ts";
import type { Dialect } from "./core/dialect.ts";
import type { CoreEvent, Handle, Input, LifeEvent, Output, PushEvent } from "./core/signals.ts";
import type { Channel, Method } from "./descriptor.ts";
import { EventStream } from "./event-stream.ts";
import type { Failure } from "./failure.ts";
import { findUnusable } from "./options.ts";
import type { Following, Gap, Sink } from "./sink.ts";
import { QueuedSubscription, type Subscription } from "./subscription.ts";
import type { Transport, TransportFactory } from "./transport.ts";

/** A session token, or how to get one. */
export type TokenProvider = string | (() => Promise<string>);

export interface CallOptions {
  /** Milliseconds until the call ends without an answer; the connection's own deadline otherwise. */
  readonly deadlineMs?: number;
  /** Ends the wait. A call that was already sent and changes orders then has an unknown outcome. */
  readonly signal?: AbortSignal;
}

export interface SubscribeOptions {
  /** Milliseconds until the subscription must be acknowledged. */
  readonly deadlineMs?: number;
  /** Messages held for a reader that is busy. */
  readonly capacity?: number;
}

/** What happens to a connection. `closed` comes last; its `error` is there unless the user closed the connection. */
export type ConnectionEvent<Pushed extends PushEvent = PushEvent> =
  | LifeEvent
  | Pushed
  | { readonly type: "closed"; readonly error: Error | undefined };

/** A connection's settings, all of them. */
export interface ConnectionSettings<Pushed extends PushEvent = PushEvent> {
  readonly url: string;
  readonly host: string;
  readonly dialect: Dialect;
  readonly transport: TransportFactory;
  readonly token: TokenProvider | undefined;
  /** Makes the package's own error of a failure. */
  readonly toError: (failure: Failure) => Error;
  readonly onEvent?: ((event: ConnectionEvent<Pushed>) => void) | undefined;
  readonly drift: boolean;
  readonly deadlineMs: number;
  readonly connectTimeoutMs: number;
  readonly idleMs: number;
  readonly staleMs: number;
  readonly capacity: number;
  readonly clock?: Clock | undefined;
}

interface Call {
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
  readonly stopListening: () => void;
}

/** The surroundings of a {@link ConnectionCore}: a socket, a clock, and promises for its answers. */
export class Connection<Pushed extends PushEvent = PushEvent> {
  /** What happens to the connection. Ends after `closed`. */
  readonly events: AsyncIterable<ConnectionEvent<Pushed>>;
  readonly #settings: ConnectionSettings<Pushed>;
  readonly #clock: Clock;
  readonly #core: ConnectionCore;
  readonly #events = new EventStream<ConnectionEvent<Pushed>>(256);
  readonly #calls = new Map<Handle, Call>();
  readonly #sinks = new Map<Handle, Sink<unknown>>();
  readonly #closed = Promise.withResolvers<void>();
  readonly #inputs: Input[] = [];
  #stepping = false;
  #handles = 0;
  #transport: Transport | undefined;
  #timer: Timer | undefined;

  /** @throws the error `toError` makes of `invalidOptions` when a setting is no use. */
  constructor(settings: ConnectionSettings<Pushed>) {
    const problem = findUnusable({
      url: ["url", settings.url],
      token: ["token", settings.token],
      deadlineMs: ["milliseconds", settings.deadlineMs],
      connectTimeoutMs: ["milliseconds", settings.connectTimeoutMs],
      idleMs: ["milliseconds", settings.idleMs],
      staleMs: ["milliseconds", settings.staleMs],
      capacity: ["count", settings.capacity],
    });
    if (problem) throw settings.toError(problem);
    this.#settings = settings;
    this.#clock = settings.clock ?? systemClock;
    this.events = this.#events;
    const { token } = settings;
    this.#core = new ConnectionCore({
      dialect: settings.dialect,
      host: settings.host,
      token:
        token === undefined
          ? { kind: "none" }
          : typeof token === "string"
            ? { kind: "given", token }
            : { kind: "fetched" },
      connectTimeout: settings.connectTimeoutMs,
      leaveTimeout: settings.deadlineMs,
      idle: settings.idleMs,
      stale: settings.staleMs,
      drift: settings.drift,
    });
    this.#step({ type: "open" });
  }

  call<Params, Result>(
    method: Method<Params, Result>,
    params: NoInfer<Params>,
    { deadlineMs = this.#settings.deadlineMs, signal }: CallOptions = {},
  ): Promise<Result> {
    const problem =
      findUnusable({ deadlineMs: ["milliseconds", deadlineMs] }) ??
      (signal?.aborted ? abortedEarly(method.name) : undefined);
    if (problem) return Promise.reject(this.#settings.toError(problem));
    const handle = ++this.#handles;
    return new Promise<Result>((resolve, reject) => {
      const abort = (): void => this.#step({ type: "abort", handle });
      signal?.addEventListener("abort", abort, { once: true });
      this.#calls.set(handle, {
        resolve,
        reject,
        stopListening: () => signal?.removeEventListener("abort", abort),
      });
      this.#step({ type: "call", handle, method, params: snapshot(params), deadline: deadlineMs });
    });
  }

  /** @throws the package's error of code `invalidOptions` when an option is no use. */
  subscribe<Params, Message>(
    channel: Channel<Params, Message>,
    params: NoInfer<Params>,
    { deadlineMs = this.#settings.deadlineMs, capacity = this.#settings.capacity }: SubscribeOptions = {},
  ): Subscription<Message> {
    const problem = findUnusable({
      deadlineMs: ["milliseconds", deadlineMs],
      capacity: ["count", capacity],
    });
    if (problem) throw this.#settings.toError(problem);
    let following: Following | undefined;
    const subscription = new QueuedSubscription<Message>(capacity, {
      leave: () => following?.leave(),
      overflow: (kept) => this.#step({ type: "overflow", handle, kept }),
    });
    const handle = this.#handles + 1;
    following = this.follow(channel, params, subscription, { deadlineMs });
    return subscription;
  }

  /**
   * Subscribes for a sink that hears of everything as it happens, with the exact text of each frame: what keeps a state
   * of its own, such as an order book, is built on it. `subscribe` is for everything else.
   */
  follow<Params, Message>(
    channel: Channel<Params, Message>,
    params: NoInfer<Params>,
    sink: Sink<Message>,
    { deadlineMs = this.#settings.deadlineMs }: Pick<SubscribeOptions, "deadlineMs"> = {},
  ): Following {
    const deadline = this.#settings.deadlineMs;
    const asked = snapshot(params);
    const begin = (): Handle => {
      const next = ++this.#handles;
      this.#sinks.set(next, sink as Sink<unknown>);
      this.#step({ type: "subscribe", handle: next, channel, params: asked, deadline: deadlineMs });
      return next;
    };
    let handle = begin();
    return {
      leave: () => this.#step({ type: "unsubscribe", handle, deadline }),
      renew: (gap: Gap) => {
        const quiet = {
          acknowledged() {},
          message() {},
          gap() {},
          ended() {
            handle = begin();
          },
        };
        this.#sinks.set(handle, quiet);
        sink.gap(gap);
        this.#step({ type: "unsubscribe", handle, deadline });
      },
    };
  }

  /** Waits for the answers of calls that were sent, then closes. Subscriptions end. */
  async close(): Promise<void> {
    this.#step({ type: "close" });
    await this.#closed.promise;
  }

  /** One input at a time: a listener that acts on the connection while it is stepping waits its turn. */
  #step(input: Input): void {
    this.#inputs.push(input);
    if (this.#stepping) return;
    this.#stepping = true;
    try {
      for (let next = this.#inputs.shift(); next; next = this.#inputs.shift())
        for (const output of this.#core.step(next, this.#clock.now())) this.#perform(output);
    } finally {
      this.#stepping = false;
    }
  }

  #perform(output: Output): void {
    switch (output.type) {
      case "connect":
        this.#connect();
        break;
      case "send":
        this.#send(output.text);
        break;
      case "fetchToken":
        this.#fetchToken();
        break;
      case "answer":
        this.#settled(output.handle)?.resolve(output.result as never);
        break;
      case "fail":
        this.#settled(output.handle)?.reject(this.#settings.toError(output.failure));
        break;
      case "subscribed":
        this.#sinks.get(output.handle)?.acknowledged();
        break;
      case "deliver":
        this.#sinks.get(output.handle)?.message(output.message, output.text);
        break;
      case "ended": {
        const sink = this.#sinks.get(output.handle);
        this.#sinks.delete(output.handle);
        sink?.ended(output.failure && this.#settings.toError(output.failure));
        break;
      }
      case "wake":
        this.#wake(output.at);
        break;
      case "disconnect":
        this.#transport?.close();
        this.#transport = undefined;
        break;
      case "event":
        this.#emit(output.event);
        break;
    }
  }

  #connect(): void {
    try {
      this.#transport = this.#settings.transport(this.#settings.url, {
        opened: () => this.#step({ type: "opened" }),
        frame: (text) => this.#step({ type: "frame", text }),
        closed: (code, reason) => this.#step({ type: "closed", code, reason }),
      });
    } catch (cause) {
      this.#step({
        type: "closed",
        code: 1006,
        reason: cause instanceof Error ? cause.message : String(cause),
      });
    }
  }

  #send(text: string): void {
    try {
      this.#transport?.send(text);
    } catch (cause) {
      // Whether any of it left cannot be known: for what was sent, the connection is lost.
      this.#step({
        type: "closed",
        code: 1006,
        reason: cause instanceof Error ? cause.message : String(cause),
      });
    }
  }

  #fetchToken(): void {
    const { token } = this.#settings;
    if (typeof token !== "function") return;
    // A provider that throws at once fails the same way as one that rejects.
    Promise.resolve()
      .then(token)
      .then(
        (fetched: unknown) =>
          this.#step(
            typeof fetched === "string" && fetched !== ""
              ? { type: "token", token: fetched }
              : { type: "tokenFailed", cause: new TypeError("the token provider gave no text") },
          ),
        (cause: unknown) => this.#step({ type: "tokenFailed", cause }),
      );
  }

  #wake(at: number | undefined): void {
    this.#timer?.cancel();
    this.#timer =
      at === undefined
        ? undefined
        : this.#clock.setTimer(Math.max(0, at - this.#clock.now()), () => this.#step({ type: "tick" }));
  }

  #settled(handle: Handle): Call | undefined {
    const call = this.#calls.get(handle);
    this.#calls.delete(handle);
    call?.stopListening();
    return call;
  }

  #emit(reported: CoreEvent): void {
    // Which pushes there are is the dialect's to know; the package that made both says so in `Pushed`.
    const event = (
      reported.type === "closed"
        ? { type: "closed", error: reported.failure && this.#settings.toError(reported.failure) }
        : reported
    ) as ConnectionEvent<Pushed>;
    this.#events.emit(event);
    if (event.type === "closed") {
      this.#events.end();
      this.#closed.resolve();
    }
    try {
      this.#settings.onEvent?.(event);
    } catch (error) {
      // A listener's mistake is the program's to hear of, not the connection's to die of.
      queueMicrotask(() => {
        throw error;
      });
    }
  }
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

function abortedEarly(name: string): Failure {
  return {
    code: "aborted",
    message: `${name} was not sent: its signal was already aborted`,
    details: { outcome: "not-sent", request: { name } },
  };
}
