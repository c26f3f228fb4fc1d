import type { Failure, FailureCode, ItemAnswer } from "@x/connection";
import { ExchangeError, type ExchangeErrorDetails, isErrorNamed } from "@x/core";

/**
 * Why a request failed: what the connection found (`deadlineExceeded`, `invalidParams` …) or the category of Kraken's refusal
 * (`EOrder`, `EAPI` …; `refused` where its text has none).
 */
export type WsV2ErrorCode = FailureCode;

export interface WsV2ErrorDetails extends ExchangeErrorDetails {
  readonly reason?: string | undefined;
  readonly answers?: readonly WsV2ItemAnswer[] | undefined;
}

/** What came for one of the things a call named. */
export type WsV2ItemAnswer = ItemAnswer<WsV2Error>;

/**
 * The one error of this package. `outcome` says what is known of the request: an order-changing call that was sent and
 * has no trustworthy answer is `unknown`.
 */
export class WsV2Error extends ExchangeError<WsV2ErrorCode> {
  override readonly name = "WsV2Error";
  /** Why Kraken refused, in its own words. */
  readonly reason: string | undefined;
  /**
   * What came for each thing the call named, in the order it came, where each is answered on its own (`cancelOrder`).
   * `outcome` is `refused` only if all of them were; `path` is the one at fault, where that can be told.
   */
  readonly answers: readonly WsV2ItemAnswer[] | undefined;

  constructor(code: WsV2ErrorCode, message: string, details: WsV2ErrorDetails = {}) {
    super(code, message, details);
    this.reason = details.reason;
    this.answers = details.answers;
  }

  /** Recognises the error by its shape, whichever copy of the package made it. */
  static is(value: unknown): value is WsV2Error {
    return isErrorNamed(value, "WsV2Error");
  }

  /** The error that says what the connection found. */
  static from(failure: Failure): WsV2Error {
    // What came for an item is an error of this package where it is one: there is no other.
    return new WsV2Error(failure.code, failure.message, failure as Failure & WsV2ErrorDetails);
  }
}
