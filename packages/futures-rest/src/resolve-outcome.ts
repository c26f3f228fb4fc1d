import { type Clock, systemClock } from "@x/core";
import type { CallOptions, FuturesRestClient } from "./call.ts";
import { FuturesRestError } from "./errors.ts";
import { getOpenOrders } from "./generated/trading/operations/get-open-orders.ts";
import { getOrderStatus } from "./generated/trading/operations/get-order-status.ts";
import { wait } from "./wait.ts";

/** Which order, and how long to look for it. */
export interface ResolveOptions extends CallOptions {
  /** The caller's own id the order was sent with. Without one an unknown order cannot be told from others. */
  readonly cliOrdId: string;
  /** What the lost request asked for. Default: what the error says its operation was, or `send`. */
  readonly asked?: "send" | "cancel";
  /** How long to keep looking, in milliseconds. Default: 2,000. */
  readonly forMs?: number;
  /** Pause between two looks, in milliseconds. Default: 250, for an order takes about 200 to appear. */
  readonly everyMs?: number;
  readonly clock?: Clock;
}

/** What was found out about a request whose outcome was unknown. */
export interface Resolution {
  readonly outcome: "accepted" | "refused" | "unknown";
  /**
   * What it rests on:
   *
   * - `found`: the exchange named the order's state, which is `status`.
   * - `open`: the order is in the list of open orders. For a cancellation that leaves it unknown: it may be under way.
   * - `not-found`: the order was seen nowhere. That proves nothing: it may still be under way, or be filled or
   *   cancelled for more than five seconds. Fills and history may tell.
   * - `not-readable`: the exchange could not be asked; `error` says why.
   */
  readonly reason: "found" | "open" | "not-found" | "not-readable";
  /** The exchange's state of the order. */
  readonly status: string | undefined;
  readonly order_id: string | undefined;
  readonly error: FuturesRestError | undefined;
}

/** States that show an order was taken. Cancelled, it had been taken before. */
const TAKEN: readonly string[] = ["ENTERED_BOOK", "FULLY_EXECUTED", "CANCELLED", "TRIGGER_PLACED"];

/**
 * Finds out what became of an order whose answer was lost, by asking for it; nothing is sent again. It asks for the
 * order's status (which covers open orders, and others for five seconds after their end) and then for the list of open
 * orders, until one of them tells or the time is over.
 *
 * @param unknown what `submit` resolved with, or the error that `call` threw
 * @throws FuturesRestError when the options are at fault or the signal ends the search.
 *
 * Source: specs/futures-rest/futures-rest.yaml#/paths/~1orders~1status/post
 */
export async function resolveOutcome(
  client: FuturesRestClient,
  unknown: { readonly error: FuturesRestError } | FuturesRestError,
  { cliOrdId, asked, forMs = 2000, everyMs = 250, clock = systemClock, ...options }: ResolveOptions,
): Promise<Resolution> {
  if (typeof cliOrdId !== "string" || cliOrdId === "") {
    throw new FuturesRestError("invalidOptions", "/cliOrdId: expected the order's own id", {
      path: "/cliOrdId",
    });
  }
  const { request } = "error" in unknown ? unknown.error : unknown;
  const wish = asked ?? (request?.name === "cancelOrder" ? "cancel" : "send");
  const until = clock.now() + forMs;
  for (;;) {
    const found = await look(client, cliOrdId, wish, options);
    if (found.outcome !== "unknown" || clock.now() + everyMs > until) return found;
    await wait(everyMs, clock, options.signal);
  }
}

async function look(
  client: FuturesRestClient,
  cliOrdId: string,
  wish: "send" | "cancel",
  options: CallOptions,
): Promise<Resolution> {
  const nothing = { status: undefined, order_id: undefined, error: undefined };
  try {
    const { orders } = await client.call(getOrderStatus, { cliOrdIds: [cliOrdId] }, options);
    const entry = orders.find(({ order }) => order.cliOrdId === cliOrdId);
    if (entry) {
      const { status, order } = entry;
      return { ...nothing, outcome: judge(status, wish), reason: "found", status, order_id: order.orderId };
    }
    const { openOrders } = await client.call(getOpenOrders, {}, options);
    const open = openOrders.find((order) => order.cliOrdId === cliOrdId);
    if (!open) return { ...nothing, outcome: "unknown", reason: "not-found" };
    const { order_id, status } = open;
    return {
      ...nothing,
      outcome: wish === "send" ? "accepted" : "unknown",
      reason: "open",
      status,
      order_id,
    };
  } catch (error) {
    if (
      !FuturesRestError.is(error) ||
      error.code === "aborted" ||
      (error.outcome === "not-sent" && !error.retryable)
    )
      throw error;
    return { ...nothing, outcome: "unknown", reason: "not-readable", error };
  }
}

function judge(status: string, wish: "send" | "cancel"): "accepted" | "refused" | "unknown" {
  if (wish === "cancel") {
    // Filled, there was nothing left to cancel. Still on the book, the cancellation may yet arrive.
    if (status === "CANCELLED") return "accepted";
    return status === "FULLY_EXECUTED" || status === "REJECTED" ? "refused" : "unknown";
  }
  if (TAKEN.includes(status)) return "accepted";
  return status === "REJECTED" ? "refused" : "unknown";
}
