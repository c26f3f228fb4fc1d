import { isExchangeError } from "@x/core";
import { type RowOutcome, rowsOf, type Settled } from "./batch-rows.ts";
import type { CallOptions, Connection } from "./connection.ts";
import type { PushEvent } from "./core/signals.ts";
import type { BatchMethod, OrderMethod } from "./descriptor.ts";
import type { ConnectionError } from "./failure.ts";

/** The exchange took it. */
export interface Accepted<Result> {
  readonly outcome: "accepted";
  readonly result: Result;
}

/** It had no effect: the exchange said no, or the request never left (`error.outcome` is then `not-sent`). */
export interface Refused<Failed extends ConnectionError = ConnectionError> {
  readonly outcome: "refused";
  /** The exchange's own words. Absent where it was not asked. */
  readonly status: string | undefined;
  readonly error: Failed;
}

/** It was sent and may have taken effect. Settle it, for example with `resolveOutcome`, before acting again. */
export interface Unknown<Failed extends ConnectionError = ConnectionError> {
  readonly outcome: "unknown";
  readonly error: Failed;
}

/** What became of an order-changing request. */
export type Submission<Result, Failed extends ConnectionError = ConnectionError> =
  | Accepted<Result>
  | Refused<Failed>
  | Unknown<Failed>;

/** What became of a request with several instructions: `mixed` when they fared differently. */
export type BatchSubmission<Result, Failed extends ConnectionError = ConnectionError> = (
  | Submission<Result, Failed>
  | { readonly outcome: "mixed" | "refused" | "unknown"; readonly result: Result }
  | { readonly outcome: "mixed"; readonly error: Failed }
) & {
  /** One for each instruction, in the order they were given. */
  readonly rows: readonly RowOutcome[];
};

/** What `submit` needs of a connection. */
export type Submitter<Failed extends ConnectionError> = Pick<
  Connection<PushEvent, Failed>,
  "call" | "~types"
>;

/**
 * Sends an order-changing request and resolves with what became of it, whatever the exchange or the network did. It is
 * sent once, and a caller cannot overlook `unknown`: only `accepted` has a result to go on with.
 *
 * @throws the package's error when the call itself is at fault, so that nothing was sent: `invalidParams`,
 * `invalidOptions`, `wrongHost`, or `noToken` where the connection was given none.
 */
export function submit<Params, Result, Failed extends ConnectionError>(
  ws: Submitter<Failed>,
  method: BatchMethod<Params, Result>,
  params: NoInfer<Params>,
  options?: CallOptions,
): Promise<BatchSubmission<Result, Failed>>;
export function submit<Params, Result, Failed extends ConnectionError>(
  ws: Submitter<Failed>,
  method: OrderMethod<Params, Result>,
  params: NoInfer<Params>,
  options?: CallOptions,
): Promise<Submission<Result, Failed>>;
export async function submit<Params, Result, Failed extends ConnectionError>(
  ws: Submitter<Failed>,
  method: OrderMethod<Params, Result>,
  params: NoInfer<Params>,
  options?: CallOptions,
): Promise<Submission<Result, Failed> | BatchSubmission<Result, Failed>> {
  // The instructions as they are now: their answer comes later.
  const given = method.rows && structuredClone(params);
  let settled: Settled;
  try {
    settled = { result: await ws.call(method, params, options) };
  } catch (error) {
    if (!isExchangeError(error) || callersFault(error as ConnectionError)) throw error;
    settled = { error: error as ConnectionError };
  }
  return submissionOf(method, given, settled) as Submission<Result, Failed>;
}

/** What became of a request, by how its call ended. */
export function submissionOf(
  method: OrderMethod,
  params: unknown,
  settled: Settled,
): Submission<unknown> | BatchSubmission<unknown> {
  const whole = wholeOf(settled);
  if (!method.rows) return whole;
  const rows = rowsOf(method as BatchMethod, params, settled);
  return { ...whole, outcome: together(rows) ?? whole.outcome, rows } as BatchSubmission<unknown>;
}

function wholeOf(settled: Settled): Submission<unknown> {
  if ("result" in settled) return { outcome: "accepted", result: settled.result };
  const { error } = settled;
  return error.outcome === "unknown"
    ? { outcome: "unknown", error }
    : { outcome: "refused", status: error.reason, error };
}

/** A token that could not be fetched may be had later; one that was never given may not. */
function callersFault({ code, retryable }: ConnectionError): boolean {
  return (
    ["invalidParams", "invalidOptions", "wrongHost"].includes(code) || (code === "noToken" && !retryable)
  );
}

/** One word for all: `unknown` as soon as one is, for then the whole cannot be relied on. */
function together(rows: readonly RowOutcome[]): RowOutcome["outcome"] | "mixed" | undefined {
  const kinds = new Set(rows.map(({ outcome }) => outcome));
  if (kinds.has("unknown")) return "unknown";
  return kinds.size > 1 ? "mixed" : rows[0]?.outcome;
}
