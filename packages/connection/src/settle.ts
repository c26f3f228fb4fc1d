import { type Clock, isExchangeError, systemClock } from "@x/core";
import type { Connection } from "./connection.ts";
import type { PushEvent } from "./core/signals.ts";
import type { Channel } from "./descriptor.ts";
import type { ConnectionError, Failure } from "./failure.ts";

/** Which order, and how long to look for it. */
export interface ResolveOptions {
  /** The caller's own id the order was sent with. It must name one order only, now and before. */
  readonly cl_ord_id?: string | undefined;
  /** The user reference it was sent with, of which the same holds. */
  readonly order_userref?: number | undefined;
  /** The exchange's id, where it is known: for a cancellation. */
  readonly order_id?: string | undefined;
  /** What the lost request asked for. Default: what the error says its method was. Changes cannot be told so. */
  readonly asked?: "send" | "cancel" | undefined;
  /** How long to look, in milliseconds. Default: 2,000. */
  readonly forMs?: number | undefined;
  /** Ends the search; the promise rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock | undefined;
}

/** What was found out about a request whose outcome was unknown. */
export interface Resolution<Failed extends ConnectionError = ConnectionError> {
  readonly outcome: "accepted" | "refused" | "unknown";
  /**
   * What it rests on:
   *
   * - `found`: the exchange named the order's state, which is `status`.
   * - `open`: the order is open. For a cancellation that leaves it unknown: it may be under way.
   * - `not-found`: the order was seen nowhere. That proves nothing: it may still be under way, or have ended before.
   * - `not-readable`: the exchange could not be asked; `error` says why, if it said so.
   */
  readonly reason: "found" | "open" | "not-found" | "not-readable";
  /** The exchange's state of the order. */
  readonly status: string | undefined;
  readonly order_id: string | undefined;
  readonly error: Failed | undefined;
}

/** What a message says of one order. */
export interface Sighting {
  readonly order_id: string;
  readonly cl_ord_id?: string | undefined;
  readonly order_userref?: number | null | undefined;
  readonly status?: string | undefined;
}

/** Where orders are seen, and what the states of those that have ended are called. */
export interface Lookout<Params, Message> {
  readonly channel: Channel<Params, Message>;
  readonly params: Params;
  readonly sightings: (message: Message) => readonly Sighting[];
  readonly cancelled: string;
  readonly ended: readonly string[];
  readonly toError: (failure: Failure) => ConnectionError;
}

/**
 * Looks for an order on a channel that begins with the open ones, until its state tells what became of the request or the
 * time is over. Nothing is sent again.
 */
export async function settle<Params, Message>(
  ws: Pick<Connection<PushEvent, ConnectionError>, "subscribe">,
  lookout: Lookout<Params, Message>,
  unknown: { readonly error: ConnectionError } | ConnectionError,
  options: ResolveOptions,
): Promise<Resolution> {
  const { forMs = 2_000, clock = systemClock, signal } = options;
  const cancels = wishOf(lookout, "error" in unknown ? unknown.error : unknown, options) === "cancel";
  const { channel, params, sightings, cancelled, ended } = lookout;
  const found = Promise.withResolvers<Resolution>();
  const nothing = { outcome: "unknown", status: undefined, order_id: undefined, error: undefined } as const;
  let latest: Resolution = { ...nothing, reason: "not-readable" };
  const isMeant = meaning(options);
  const subscription = ws.subscribe(channel, params as NoInfer<Params>, {
    deadlineMs: forMs,
    onMessage(message) {
      if (latest.reason === "not-readable") latest = { ...nothing, reason: "not-found" };
      for (const sighting of sightings(message)) {
        const { order_id, status } = sighting;
        if (!isMeant(sighting) || status === undefined) continue;
        const over = ended.includes(status);
        const outcome = !cancels || status === cancelled ? "accepted" : over ? "refused" : "unknown";
        latest = { ...nothing, outcome, reason: over ? "found" : "open", status, order_id };
        if (outcome !== "unknown") found.resolve(latest);
      }
    },
  });
  subscription.ready.catch(found.reject);
  const timer = clock.setTimer(forMs, () => found.resolve(latest));
  const abort = (): void => found.reject(signal?.reason);
  signal?.addEventListener("abort", abort);
  if (signal?.aborted) abort();
  try {
    return await found.promise;
  } catch (error) {
    const failed = isExchangeError(error) ? (error as ConnectionError) : undefined;
    if (!failed || (failed.outcome === "not-sent" && !failed.retryable)) throw error;
    return { ...nothing, reason: "not-readable", error: failed };
  } finally {
    timer.cancel();
    signal?.removeEventListener("abort", abort);
    await subscription.unsubscribe();
  }
}

function wishOf(
  { toError }: Pick<Lookout<never, never>, "toError">,
  { request }: ConnectionError,
  { cl_ord_id, order_userref, order_id, asked }: ResolveOptions,
): "send" | "cancel" {
  const refuse = (path: string, words: string): ConnectionError =>
    toError({ code: "invalidOptions", message: `${path}: ${words}`, outcome: "not-sent", path });
  if (!cl_ord_id && order_userref === undefined && !order_id)
    throw refuse("/cl_ord_id", "expected a name of the order");
  const name = request?.name ?? "";
  const wish = asked ?? (/cancel/.test(name) ? "cancel" : /add/.test(name) ? "send" : undefined);
  if (wish === undefined) throw refuse("/asked", `expected what ${name} asked for`);
  return wish;
}

/** Later reports of an order need not repeat the name it was first known by. */
function meaning({ cl_ord_id, order_userref, order_id }: ResolveOptions): (sighting: Sighting) => boolean {
  const ids = new Set([order_id]);
  const plain = (name: string | undefined): string | undefined => name?.replaceAll("-", "").toLowerCase();
  return (sighting) => {
    const named =
      (cl_ord_id !== undefined && plain(sighting.cl_ord_id) === plain(cl_ord_id)) ||
      (order_userref !== undefined && sighting.order_userref === order_userref);
    if (named) ids.add(sighting.order_id);
    return ids.has(sighting.order_id);
  };
}
