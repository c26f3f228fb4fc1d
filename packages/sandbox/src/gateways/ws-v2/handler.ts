import type { Method } from "@x/connection";
import type { Decimal } from "../../engine/decimal.ts";
import type { Exact } from "../exact-json.ts";
import type { Handler } from "../gateway.ts";
import type { SpotCaller } from "../spot/wires.ts";

export interface V2MethodRequest<Params> {
  readonly params: Params;
  /** The exact text of a number of the parameters. */
  decimal(...path: string[]): Decimal | undefined;
}

export type V2Caller = SpotCaller;

export type V2Answer<Result> = { readonly error: string } | { readonly result: Exact<Result> };

export type V2Handler<Params, Result> = Handler<
  Method<Params, Result>,
  V2MethodRequest<Params>,
  V2Caller,
  V2Answer<Result>
>;

/** Answers a method whose request names several things, with one answer each. */
export type V2ItemHandler<Params, Result> = Handler<
  Method<Params, Result[]>,
  V2MethodRequest<Params>,
  V2Caller,
  readonly V2Answer<Result>[]
>;
