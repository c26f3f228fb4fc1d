import { addOrder } from "@x/ws-legacy";
import type { Exchange } from "../gateway.ts";
import { addOrderHandler } from "./add-order.ts";
import { cancelAllHandler, cancelAllOrdersAfterHandler, cancelOrderHandler } from "./cancel.ts";
import { amendOrderHandler, editOrderHandler } from "./change-order.ts";
import type { LegacyCaller, LegacyHandler } from "./handler.ts";
import { type LegacyRequest, refuseParams } from "./request.ts";

export type LegacyOutcome = { readonly error: string; readonly pair?: string } | { readonly result: object };

export interface LegacyRoute {
  readonly answerEvent: string;
  /** The refusal of a request that is not understood; that of an order names its pair. */
  readonly misunderstood: (request: LegacyRequest, error: string) => LegacyOutcome;
  readonly answer: (request: LegacyRequest, caller: LegacyCaller, exchange: Exchange) => LegacyOutcome;
}

/** Every method of trading, by name, with its name as refusals write it. */
export const METHODS: ReadonlyMap<string, LegacyRoute> = new Map([
  route(addOrderHandler, "add order"),
  route(amendOrderHandler, "amend order"),
  route(editOrderHandler, "edit order"),
  route(cancelOrderHandler, "cancel order"),
  route(cancelAllHandler, "cancel all"),
  route(cancelAllOrdersAfterHandler, "cancel all orders after"),
]);

function route<Params, Result>(
  handler: LegacyHandler<Params, Result>,
  spoken: string,
): readonly [string, LegacyRoute] {
  const { name, answer, checkParams } = handler.descriptor;
  const misunderstood: LegacyRoute["misunderstood"] = ({ params: { pair } }, error) =>
    name === addOrder.name && typeof pair === "string" ? { error, pair } : { error };
  return [
    name,
    {
      answerEvent: answer,
      misunderstood,
      answer(request, caller, exchange) {
        const error = refuseParams(checkParams, request.params, spoken);
        if (error !== undefined) return misunderstood(request, error);
        const outcome = handler.handle(request.params as Params, caller, exchange);
        return "error" in outcome ? outcome : { result: outcome.result as object };
      },
    },
  ];
}
