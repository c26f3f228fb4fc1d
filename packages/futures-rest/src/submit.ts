import { at, type BatchOperation, type OrderOperation } from "@x/core";
import { type RowOutcome, rowsOf } from "./batch-rows.ts";
import type { CallOptions, FuturesRestClient } from "./call.ts";
import { FuturesRestError } from "./errors.ts";

/** The exchange took it. */
export interface Accepted<Result> {
  readonly outcome: "accepted";
  readonly result: Result;
}

/** It had no effect: the exchange said no, or the request never left (`error.outcome` is then `not-sent`). */
export interface Refused {
  readonly outcome: "refused";
  /** The exchange's own word: an order status or an error code. Absent where it was not asked. */
  readonly status: string | undefined;
  readonly error: FuturesRestError;
}

/** It was sent and may have taken effect. Settle it, for example with `resolveOutcome`, before acting again. */
export interface Unknown {
  readonly outcome: "unknown";
  readonly error: FuturesRestError;
}

/** What became of an order-changing request. */
export type Submission<Result> = Accepted<Result> | Refused | Unknown;

/** What became of a batch: `mixed` when its instructions fared differently. */
export type BatchSubmission<Result> = (
  | Submission<Result>
  | { readonly outcome: "mixed"; readonly result: Result }
  | { readonly outcome: "refused"; readonly result: Result }
  | { readonly outcome: "unknown"; readonly result: Result }
) & {
  /** One for each instruction, in the order they were given. */
  readonly rows: readonly RowOutcome[];
};

/**
 * Sends an order-changing request and resolves with what became of it, whatever the exchange or the network did. It is
 * sent once, and a caller cannot overlook `unknown`: only `accepted` has a result to go on with.
 *
 * @throws FuturesRestError when the call itself is at fault, so that nothing was sent: `invalidParams`,
 * `missingCredentials`, `invalidOptions`, `signingFailed`.
 */
export function submit<Params, Result>(
  client: FuturesRestClient,
  operation: BatchOperation<Params, Result>,
  params: NoInfer<Params>,
  options?: CallOptions,
): Promise<BatchSubmission<Result>>;
export function submit<Params, Result>(
  client: FuturesRestClient,
  operation: OrderOperation<Params, Result>,
  params: NoInfer<Params>,
  options?: CallOptions,
): Promise<Submission<Result>>;
export async function submit<Params, Result>(
  client: FuturesRestClient,
  operation: OrderOperation<Params, Result>,
  params: NoInfer<Params>,
  options?: CallOptions,
): Promise<Submission<Result> | BatchSubmission<Result>> {
  const rows = operation.outcome?.rows;
  let result: Result;
  try {
    result = await client.call(operation, params, options);
  } catch (error) {
    if (!FuturesRestError.is(error) || CALLERS_FAULT.includes(error.code)) throw error;
    const unknown = error.outcome === "unknown";
    const whole: Submission<Result> = unknown
      ? { outcome: "unknown", error }
      : { outcome: "refused", status: error.reason, error };
    return rows ? { ...whole, rows: rowsOf(operation, params, [], unknown ? "unknown" : "refused") } : whole;
  }
  if (!rows) return { outcome: "accepted", result };
  const answered = at(result, rows);
  const outcomes = rowsOf(operation, params, Array.isArray(answered) ? answered : [], "unknown");
  return { outcome: together(outcomes), result, rows: outcomes } as BatchSubmission<Result>;
}

const CALLERS_FAULT: readonly string[] = [
  "invalidParams",
  "missingCredentials",
  "invalidOptions",
  "signingFailed",
];

/** One word for all: `unknown` as soon as one is, for then the whole cannot be relied on. */
function together(rows: readonly RowOutcome[]): "accepted" | "refused" | "unknown" | "mixed" {
  const kinds = new Set(rows.map(({ outcome }) => outcome));
  if (kinds.has("unknown")) return "unknown";
  if (kinds.size > 1) return "mixed";
  return rows[0]?.outcome ?? "accepted";
}
