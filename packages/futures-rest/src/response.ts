import { describeFault, type Fault, fault, type RestOperation } from "@x/core";
import { at } from "./at.ts";
import type { FuturesRestErrorCode, FuturesRestErrorDetails } from "./errors.ts";
import { type ErrorCode, errorCodes } from "./generated/trading/errors.ts";

/**
 * What is made of an answer that does not fit the spec. `strict`: an error. `report`: it is told to `onMisfit`, and
 * returned. `off`: it is not looked at.
 */
export type Validation = "strict" | "report" | "off";

/** Why an answer is no success. The client adds the request and takes the credentials out. */
export interface Failure extends FuturesRestErrorDetails {
  readonly code: FuturesRestErrorCode;
  readonly message: string;
}

/** Codes after which the exchange may have acted all the same. */
const UNPROVEN: readonly string[] = ["Server Error", "unknownError", "unlistedError"];
/** Codes that the same request may not meet again. */
const PASSING: readonly string[] = ["apiLimitExceeded", "marketUnavailable", "Unavailable", "Server Error"];

/** What an answer's body came to. */
export interface Decoded {
  readonly value?: unknown;
  /** Why it is no success. */
  readonly failure?: Failure | undefined;
  /** Where a success does not fit the spec, if that is to be reported only. */
  readonly misfit?: Fault | undefined;
}

export function decodeAnswer(
  operation: RestOperation,
  response: Pick<Response, "status" | "headers">,
  raw: string,
  validation: Validation,
): Decoded {
  const text = operation.answer && response.status < 400;
  const value = text ? raw : parse(response, raw);
  const failure = text ? undefined : refusal(value, response.status);
  if (failure) return { failure };
  const found =
    value === undefined
      ? fault("", "a JSON answer", `HTTP status ${response.status}`)
      : validation === "off"
        ? undefined
        : operation.checkResult(value);
  if (found && (value === undefined || validation === "strict")) {
    return {
      failure: {
        code: "invalidAnswer",
        message: describeFault(found),
        path: found.path,
        outcome: "unknown",
        // Asked once more, a gateway may let the real answer through; an answer of another shape stays what it is.
        retryable: value === undefined,
      },
    };
  }
  return { value, failure: order(operation, value), misfit: found };
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

/** An entry of the charts API has no message of its own, but a kind and the field at fault. */
function words(entry: unknown): string {
  if (typeof entry === "string") return entry;
  const { message, msg, type, field } = (entry ?? {}) as { [name: string]: unknown };
  const found = message ?? msg ?? [type, field].filter(Boolean).join(": ");
  return typeof found === "string" ? found : "";
}

/** A detail may follow the code after a colon: `invalidArgument: symbol`. */
function listedCode(reason: string): ErrorCode | "unlistedError" {
  const bare = reason.split(":", 1)[0]?.trim();
  return errorCodes.find((code) => code === reason || code === bare) ?? "unlistedError";
}

/** What became of the order, where the answer tells: "success" says only that the request was read. */
function order({ outcome }: RestOperation, value: unknown): Failure | undefined {
  // Of several instructions each has an outcome of its own, which `submit` tells apart.
  if (!outcome || outcome.rows) return undefined;
  const status = String(at(value, outcome.status));
  if (outcome.accepted.includes(status)) return undefined;
  const path = `/${outcome.status.join("/")}`;
  return outcome.refused.includes(status)
    ? { code: "orderRefused", message: status, reason: status, path, outcome: "refused" }
    : { code: "orderUnsettled", message: status, reason: status, path, outcome: "unknown" };
}
