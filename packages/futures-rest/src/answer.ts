import type { FuturesRestErrorCode, FuturesRestErrorDetails } from "./errors.ts";
import { errorCodes } from "./generated/trading/errors.ts";

/** Why an answer is no success. */
export interface Refusal extends FuturesRestErrorDetails {
  readonly code: FuturesRestErrorCode;
  readonly reason: string | undefined;
}

/** `undefined` when the body is not JSON, says so by its content type, or is cut short. */
export function parse({ headers }: Pick<Response, "headers">, raw: string): unknown {
  try {
    return /json/i.test(headers.get("content-type") ?? "json") ? JSON.parse(raw) : undefined;
  } catch {
    return undefined;
  }
}

/** The exchange's two error bodies: one code with status 200, numbered errors with a status of 400 or above. */
export function refusal(value: unknown, status: number): Refusal | undefined {
  const { result, error, errors, reason: words } = (value ?? {}) as { [name: string]: unknown };
  if (result !== "error" && status < 400) return undefined;
  const entry = [error, errors, words].flat().find((found) => found);
  const { message, msg, type, field } = Object(entry) as { [name: string]: unknown };
  // An entry of the charts API may have no message, but a kind and the field at fault.
  const reason =
    typeof entry === "string" ? entry : String(message ?? msg ?? [type, field].filter(Boolean).join(": "));
  const code = codeOf(entry, reason, status);
  return {
    code,
    reason: reason || undefined,
    outcome: status >= 500 || UNPROVEN.test(code) ? "unknown" : "refused",
    retryable: status === 429 || status >= 500 || PASSING.test(code),
  };
}

function codeOf(entry: unknown, reason: string, status: number): FuturesRestErrorCode {
  // A detail may follow the code after a colon: `invalidArgument: symbol`.
  const listed = errorCodes.find((code) => code === reason || code === reason.split(":", 1)[0]?.trim());
  if (listed) return listed;
  // The four APIs spell this one differently, or not at all.
  if (status === 401) return "authenticationError";
  if (entry) return typeof entry === "string" ? "unlistedError" : "requestRefused";
  return status < 400 ? "invalidAnswer" : "httpError";
}

/** Codes after which the exchange may have acted all the same. */
const UNPROVEN = /^(Server Error|unknownError|unlistedError|invalidAnswer|httpError)$/;
/** Codes that the same request may not meet again. */
const PASSING = /^(apiLimitExceeded|marketUnavailable|Unavailable|Server Error)$/;
