import type { Clock, RestOperation } from "@x/core";
import type { FuturesRestError, FuturesRestErrorCode, FuturesRestErrorDetails } from "./errors.ts";
import type { ResponseFacts } from "./response-facts.ts";

export interface CallOptions {
  /** Ends the call. An order-changing request that was under way then has outcome `unknown`. */
  readonly signal?: AbortSignal | undefined;
  /** Instead of the client's deadline, in milliseconds. Waiting for a budget and retries count. */
  readonly deadlineMs?: number | undefined;
}

export interface Answered<Result> {
  readonly result: Result;
  readonly response: ResponseFacts;
}

/** The promise of an answer. */
export interface Call<Result> extends Promise<Result> {
  /** The answer together with HTTP status, headers and time of arrival. Rejects as the call does. */
  withResponse(): Promise<Answered<Result>>;
}

export interface FuturesRestClient {
  /**
   * Sends one request and resolves with its checked answer.
   *
   * @throws FuturesRestError always, and nothing else; see {@link FuturesRestErrorCode}. `outcome` tells what is known
   * of a request that acts: `not-sent`, `refused` or `unknown`. Settle an `unknown` one before acting again.
   */
  call<Params, Result>(
    operation: RestOperation<Params, Result>,
    params: NoInfer<Params>,
    options?: CallOptions,
  ): Call<Result>;
}

/** Makes an error of the call at hand. */
export type Failing = (
  code: FuturesRestErrorCode,
  message: string,
  details: FuturesRestErrorDetails,
) => FuturesRestError;

/** What a layer around the wire knows of a call. */
export interface CallContext {
  readonly operation: RestOperation;
  readonly params: unknown;
  readonly clock: Clock;
  /** Ends with the deadline or the caller's own signal. */
  readonly signal: AbortSignal;
  readonly error: Failing;
}

/** Stands between a call and the wire: sends by `next`, now, later, again or not at all. */
export type Layer = (
  context: CallContext,
  next: () => Promise<Answered<unknown>>,
) => Promise<Answered<unknown>>;
