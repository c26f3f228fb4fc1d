import type { ConnectionEvent, PushEvent } from "./core/signals.ts";
import type { Channel, Feed, Method } from "./descriptor.ts";
import type { ConnectionError } from "./failure.ts";
import type { Following, Sink } from "./sink.ts";
import type { ReadOptions, Subscription } from "./subscription.ts";

export interface CallOptions {
  /** Milliseconds until the call ends without an answer; the connection's own deadline otherwise. */
  readonly deadlineMs?: number | undefined;
  /** Ends the wait. A call that was already sent and changes orders then has an unknown outcome. */
  readonly signal?: AbortSignal | undefined;
}

export interface FollowOptions {
  /** Milliseconds until the subscription must be acknowledged for the first time; the connection's own deadline otherwise. */
  readonly deadlineMs?: number | undefined;
  /**
   * Milliseconds without a message after which the subscription counts as silent and is asked for anew. By default a
   * quiet market is no fault; only the snapshot that a channel begins with must come.
   */
  readonly silenceMs?: number | undefined;
}

export type SubscribeOptions<Message = unknown> = FollowOptions & ReadOptions<Message>;

/** A connection, made again whenever it is lost. `Failed` is the error of its package. */
export interface Connection<
  Pushed extends PushEvent = PushEvent,
  Failed extends ConnectionError = ConnectionError,
> {
  /** For the compiler only. */
  readonly "~types"?: { readonly failed: Failed };
  /** What happens to the connection, from the moment one begins to read. Ends after `closed`. */
  readonly events: AsyncIterable<ConnectionEvent<Pushed>>;
  /**
   * Sends a request and resolves with its answer. It waits for the connection, within its deadline.
   *
   * @throws the package's error: its `outcome` says whether the exchange may have acted on the request.
   */
  call<Params, Result>(
    method: Method<Params, Result>,
    params: NoInfer<Params>,
    options?: CallOptions,
  ): Promise<Result>;
  /**
   * Subscribes, and again after each loss of the connection, until it is left: an iterable, or a callback for each message.
   *
   * @throws the package's error of code `invalidOptions` when an option is no use.
   */
  subscribe<Params, Message>(
    channel: Channel<Params, Message>,
    params: NoInfer<Params>,
    options?: SubscribeOptions<Message>,
  ): Subscription<Message>;
  /**
   * Subscribes for a sink that hears of everything as it happens, with the exact text of each frame: what keeps a state
   * of its own, such as an order book, is built on it. `subscribe` is for everything else.
   *
   * @throws the package's error of code `invalidOptions` when an option is no use.
   */
  follow<Params, Message>(
    channel: Feed<Params, Message>,
    params: NoInfer<Params>,
    sink: Sink<Message>,
    options?: FollowOptions,
  ): Following;
  /** Waits for the answers of calls that were sent, then closes. Subscriptions end. */
  close(): Promise<void>;
}
