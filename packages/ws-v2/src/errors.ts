import type { Failure, FailureCode } from "@x/connection";
import { ExchangeError, type ExchangeErrorDetails, isErrorNamed } from "@x/core";

/**
 * Why a request failed: what the connection found (`deadlineExceeded`, `invalidParams` …) or the category of Kraken's refusal
 * (`EOrder`, `EAPI` …; `refused` where its text has none).
 */
export type WsV2ErrorCode = FailureCode;

export interface WsV2ErrorDetails extends ExchangeErrorDetails {
  readonly reason?: string | undefined;
}

/**
 * The one error of this package. `outcome` says what is known of the request: an order-changing call that was sent and
 * has no trustworthy answer is `unknown`.
 */
export class WsV2Error extends ExchangeError<WsV2ErrorCode> {
  override readonly name = "WsV2Error";
  /** Why Kraken refused, in its own words. */
  readonly reason: string | undefined;

  constructor(code: WsV2ErrorCode, message: string, details: WsV2ErrorDetails = {}) {
    super(code, message, details);
    this.reason = details.reason;
  }

  /** Recognises the error by its shape, whichever copy of the package made it. */
  static is(value: unknown): value is WsV2Error {
    return isErrorNamed(value, "WsV2Error");
  }

  /** The error that says what the connection found. */
  static from({ code, message, reason, details }: Failure): WsV2Error {
    return new WsV2Error(code, message, { ...details, reason });
  }
}
