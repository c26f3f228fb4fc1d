import type { Failure, FailureCode } from "@x/connection";
import { ExchangeError, type ExchangeErrorDetails, isErrorNamed } from "@x/core";

/**
 * Why a request failed: what the connection found (`deadlineExceeded`, `invalidParams` …) or the category of Kraken's refusal
 * (`EOrder`, `EAPI` …; `refused` where its text has none).
 */
export type WsLegacyErrorCode = FailureCode;

export interface WsLegacyErrorDetails extends ExchangeErrorDetails {
  readonly reason?: string | undefined;
}

/**
 * The one error of this package. `outcome` says what is known of the request: an order-changing call that was sent and
 * has no trustworthy answer is `unknown`.
 */
export class WsLegacyError extends ExchangeError<WsLegacyErrorCode> {
  override readonly name = "WsLegacyError";
  /** Why Kraken refused, in its own words. */
  readonly reason: string | undefined;

  constructor(code: WsLegacyErrorCode, message: string, details: WsLegacyErrorDetails = {}) {
    super(code, message, details);
    this.reason = details.reason;
  }

  /** Recognises the error by its shape, whichever copy of the package made it. */
  static is(value: unknown): value is WsLegacyError {
    return isErrorNamed(value, "WsLegacyError");
  }

  /** The error that says what the connection found. */
  static from(failure: Failure): WsLegacyError {
    return new WsLegacyError(failure.code, failure.message, failure);
  }
}
