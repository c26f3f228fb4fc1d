import type { Fault, RestOperation } from "@x/core";
import type { FuturesCredentials } from "../../credentials.ts";
import type { Decimal } from "../../engine/decimal.ts";
import type { FuturesState } from "../../state/futures/futures-state.ts";
import type { Exact } from "../exact-json.ts";
import type { Exchange } from "../gateway.ts";
import type { ParameterKinds } from "./parameters.ts";

export interface FuturesRequest<Params> {
  readonly params: Params;
  /** Numbers among the parameters, exact. */
  readonly exact: { readonly [name: string]: Decimal };
  /** Parameters that travel as JSON, as they came. */
  readonly source: { readonly [name: string]: string };
}

/** Whatever a handler works on. */
export interface FuturesExchange extends Exchange {
  readonly account: string;
  readonly state: FuturesState;
  /** The key that signed the request; none for public operations. */
  readonly key: FuturesCredentials | undefined;
  readonly serverTime: string;
}

/** An error, by the exchange's code. Its status is that of its interface if left out. */
export interface Refused {
  readonly error: string;
  readonly status?: number;
  /** Errors of the layer before the operation have numbers. */
  readonly number?: number;
}

export type FuturesAnswer<Result> =
  | Refused
  /** The fields of a successful answer beside `result` and `serverTime`. */
  | { readonly payload: Exact<Omit<Result, "result" | "serverTime">> }
  /** All of an answer that has no such frame. */
  | { readonly body: Exact<Result> };

/** How one operation is answered. */
export interface FuturesHandler {
  readonly descriptor: RestOperation;
  readonly kinds: ParameterKinds;
  readonly handle: (request: FuturesRequest<unknown>, exchange: FuturesExchange) => FuturesAnswer<unknown>;
  /** Faults the exchange answers as an outcome of the operation rather than as an error. */
  readonly answerFault: ((fault: Fault) => FuturesAnswer<unknown> | undefined) | undefined;
  /** The answer of an order operation that did not act, with this status. */
  readonly refuse: ((status: string) => FuturesAnswer<unknown>) | undefined;
}

interface Particulars<Result> {
  readonly kinds?: ParameterKinds;
  readonly answerFault?: (fault: Fault) => FuturesAnswer<Result> | undefined;
  readonly refuse?: (status: string) => FuturesAnswer<Result>;
}

/** Ties a handler to its descriptor, whose check has seen the parameters before the handler does. */
export function answering<Params, Result>(
  descriptor: RestOperation<Params, Result>,
  handle: (request: FuturesRequest<Params>, exchange: FuturesExchange) => FuturesAnswer<Result>,
  { kinds = {}, answerFault, refuse }: Particulars<Result> = {},
): FuturesHandler {
  return {
    descriptor: descriptor as RestOperation,
    kinds,
    handle: handle as FuturesHandler["handle"],
    answerFault: answerFault as FuturesHandler["answerFault"],
    refuse: refuse as FuturesHandler["refuse"],
  };
}
