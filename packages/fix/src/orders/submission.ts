import type { FixError } from "../errors.ts";

/** The exchange took it. */
export interface Accepted<Result> {
  readonly outcome: "accepted";
  readonly result: Result;
}

/** It had no effect: the exchange said no, or the request never arrived (`error.outcome` is then `not-sent`). */
export interface Refused {
  readonly outcome: "refused";
  /** The exchange's own words. Absent where it was not asked, or said nothing. */
  readonly status: string | undefined;
  readonly error: FixError;
}

/**
 * It was sent, or the session may still send it, and may take effect. Settle it before acting again: await `settled`,
 * which a late or resent report fulfils, or ask with an OrderStatusRequest, whose answer fulfils it too.
 */
export interface Unknown<Result> {
  readonly outcome: "unknown";
  readonly error: FixError;
  /**
   * What became of it after all; `undefined` when nothing will tell any more: the session has ended, or its sequence
   * numbers have started again at 1. Never rejects.
   */
  readonly settled: Promise<Accepted<Result> | Refused | undefined>;
}

/** What became of an order request. */
export type Submission<Result> = Accepted<Result> | Refused | Unknown<Result>;
