import type { Method } from "@x/connection";
import type { Handler } from "../gateway.ts";
import type { SpotCaller } from "../spot/wires.ts";

export type LegacyCaller = SpotCaller;

/** The fields of a successful answer beside `event`, `status` and `reqid`, or an error's text. */
export type LegacyAnswer<Result> = { readonly error: string } | { readonly result: Result };

export type LegacyHandler<Params, Result> = Handler<
  Method<Params, Result>,
  Params,
  LegacyCaller,
  LegacyAnswer<Result>
>;
