import type { Fault, RestOperation } from "@x/core";
import type { Decimal } from "../../engine/decimal.ts";
import type { Exact } from "../exact-json.ts";
import type { Handler } from "../gateway.ts";
import type { ParameterKinds } from "./parameters.ts";

export interface FuturesRequest<Params> {
  readonly params: Params;
  readonly exact: { readonly [name: string]: Decimal };
}

/** The fields of a successful answer beside `result` and `serverTime`, or an error. */
export type FuturesAnswer<Result> =
  | { readonly error: string }
  | { readonly payload: Exact<Omit<Result, "result" | "serverTime">> };

export interface FuturesCaller {
  readonly account: string;
}

export interface FuturesHandler<Params, Result>
  extends Handler<
    RestOperation<Params, Result>,
    FuturesRequest<Params>,
    FuturesCaller,
    FuturesAnswer<Result>
  > {
  readonly kinds: ParameterKinds;
  /** Faults the exchange answers as an outcome of the operation rather than as an error. */
  answerFault?(fault: Fault): FuturesAnswer<Result> | undefined;
}
