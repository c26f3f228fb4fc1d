import { describeFault, fault, type RestOperation } from "@x/core";
import type { FuturesRestErrorCode, FuturesRestErrorDetails } from "./errors.ts";
import { type ErrorCode, errorCodes } from "./generated/trading/errors.ts";

/** Why an answer is no success. The client adds the request and takes the credentials out. */
export interface Failure extends FuturesRestErrorDetails {
  readonly code: FuturesRestErrorCode;
  readonly message: string;
}

/** Codes after which the exchange may have acted all the same. */
const UNPROVEN: readonly string[] = ["Server Error", "unknownError", "unlistedError"];
/** Codes that the same request may not meet again. */
const PASSING: readonly string[] = ["apiLimitExceeded", "marketUnavailable", "Unavailable", "Server Error"];

/** The answer's value, or why it is none. */
export function decodeAnswer(
  operation: RestOperation,
  response: Pick<Response, "status" | "headers">,
  raw: string,
): { readonly value: unknown } | { readonly failure: Failure } {
  const value = parse(response, raw);
  const failure =
    refusal(value, response.status) ?? misfit(operation, value, response.status) ?? order(operation, value);
  if (failure === undefined) return { value };
  const outcome = operation.changesOrders ? failure.outcome : "none";
  // A request that may have taken effect is never safe to repeat.
  const retryable = failure.retryable === true && outcome !== "unknown";
  return { failure: { ...failure, outcome, retryable, raw, status: response.status } as Failure };
}

/** `undefined` when the body is not JSON, says so by its content type, or is cut short. */
function parse({ headers }: Pick<Response, "headers">, raw: string): unknown {
  if (!/json/i.test(headers.get("content-type") ?? "json")) return undefined;
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}

/** The exchange's two error bodies: one code with status 200, numbered errors with a status of 400 or above. */
function refusal(value: unknown, status: number): Failure | undefined {
  const { result, error, errors } = (value ?? {}) as { [name: string]: unknown };
  if (result !== "error" && status < 400) return undefined;
  const list: readonly unknown[] = Array.isArray(errors) ? errors : [];
  const reason = [error, ...list].map(words).find((text) => text !== "");
  if (reason === undefined) {
    const message = status < 400 ? "an error without a reason" : `HTTP status ${status}`;
    const code = status < 400 ? "invalidAnswer" : "httpError";
    return { code, message, outcome: "unknown", retryable: status === 429 || status >= 500 };
  }
  const numbered = typeof error !== "string" && typeof list[0] === "object";
  const code = numbered ? "requestRefused" : listedCode(reason);
  return {
    code,
    message: reason,
    reason,
    outcome: status >= 500 || UNPROVEN.includes(code) ? "unknown" : "refused",
    retryable: PASSING.includes(code) || status >= 500,
  };
}

function words(entry: unknown): string {
  if (typeof entry === "string") return entry;
  const message = (entry as { message?: unknown } | null | undefined)?.message;
  return typeof message === "string" ? message : "";
}

/** A detail may follow the code after a colon: `invalidArgument: symbol`. */
function listedCode(reason: string): ErrorCode | "unlistedError" {
  const bare = reason.split(":", 1)[0]?.trim();
  return errorCodes.find((code) => code === reason || code === bare) ?? "unlistedError";
}

function misfit(operation: RestOperation, value: unknown, status: number): Failure | undefined {
  const found =
    value === undefined ? fault("", "a JSON answer", `HTTP status ${status}`) : operation.checkResult(value);
  if (found === undefined) return undefined;
  return {
    code: "invalidAnswer",
    message: describeFault(found),
    path: found.path,
    outcome: "unknown",
    // Asked once more, a gateway may let the real answer through; an answer of another shape stays what it is.
    retryable: value === undefined,
  };
}

/** What became of the order, where the answer tells: "success" says only that the request was read. */
function order({ outcome }: RestOperation, value: unknown): Failure | undefined {
  if (outcome === undefined) return undefined;
  const status = String(
    outcome.status.reduce((node, key) => (node as { [name: string]: unknown })?.[key], value),
  );
  if (outcome.accepted.includes(status)) return undefined;
  const path = `/${outcome.status.join("/")}`;
  return outcome.refused.includes(status)
    ? { code: "orderRefused", message: status, reason: status, path, outcome: "refused" }
    : { code: "orderUnsettled", message: status, reason: status, path, outcome: "unknown" };
}
