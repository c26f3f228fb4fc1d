import { ExchangeError, type ExchangeErrorDetails, isErrorNamed } from "@x/core";
import type { ErrorCode } from "./generated/trading/index.ts";
import type { ResponseFacts } from "./response-facts.ts";

/**
 * Every reason a call can fail: Kraken's own codes as the exchange spells them, and these of the client:
 *
 * - `invalidOptions`: `createClient` was given an option it cannot use; `path` names it.
 * - `invalidParams`: the parameters do not fit the operation; `path` names the one at fault. Nothing was sent.
 * - `missingCredentials`: a private operation was called on a client without credentials. Nothing was sent.
 * - `signingFailed`: the request could not be signed: the platform has no Web Crypto, or `nonce` threw. Nothing was sent.
 * - `aborted`: the caller's signal ended the call.
 * - `deadlineExceeded`: no complete answer came within the deadline.
 * - `networkError`: the connection failed before a complete answer had come.
 * - `httpError`: an HTTP status of 400 or above without one of the exchange's error bodies, mostly from a gateway.
 * - `invalidAnswer`: the answer is not JSON or does not fit the operation; `path` names the place.
 * - `answerTooLarge`: the answer is longer than `maxBodyBytes`.
 * - `budgetExceeded`: the rate-limit budget has no room for the call, and its policy is `fail`. Nothing was sent.
 * - `requestRefused`: the exchange refused with a numbered error; `reason` has its text.
 * - `unlistedError`: the exchange refused with a code the spec does not list; `reason` has it.
 * - `orderRefused`: the request was accepted, the order was not; `reason` has the order status.
 * - `orderUnsettled`: the order status proves neither that the order was taken nor that it was refused.
 */
export type FuturesRestErrorCode =
  | ErrorCode
  | "invalidOptions"
  | "invalidParams"
  | "missingCredentials"
  | "signingFailed"
  | "aborted"
  | "deadlineExceeded"
  | "networkError"
  | "httpError"
  | "invalidAnswer"
  | "answerTooLarge"
  | "budgetExceeded"
  | "requestRefused"
  | "unlistedError"
  | "orderRefused"
  | "orderUnsettled";

export interface FuturesRestErrorDetails extends ExchangeErrorDetails {
  readonly status?: number | undefined;
  readonly reason?: string | undefined;
  readonly response?: ResponseFacts | undefined;
}

/** The only error that `@x/futures-rest` throws or rejects with. */
export class FuturesRestError extends ExchangeError<FuturesRestErrorCode> {
  override readonly name = "FuturesRestError";
  /** HTTP status of the answer, if one came. */
  declare readonly status: number | undefined;
  /** Why the exchange refused, in its own words: an error code with its detail, or an order status. */
  declare readonly reason: string | undefined;
  /** Status, headers and time of arrival of the answer, if one came. In no log: headers may hold a session. */
  declare readonly response: ResponseFacts | undefined;

  constructor(
    code: FuturesRestErrorCode,
    message: string,
    { response, ...details }: FuturesRestErrorDetails = {},
  ) {
    super(code, message, details);
    Object.defineProperty(this, "response", { get: () => response });
  }

  /** Recognises the error by its shape, so that it works across copies of the package. */
  static is(value: unknown): value is FuturesRestError {
    return isErrorNamed(value, "FuturesRestError");
  }
}
