import type { Method } from "@x/connection";
import { decimalAt, parseExact } from "../exact-json.ts";
import type { Exchange } from "../gateway.ts";
import { addOrderHandler } from "./add-order.ts";
import { amendOrderHandler } from "./amend-order.ts";
import { batchAddHandler } from "./batch-add.ts";
import {
  batchCancelHandler,
  cancelAllHandler,
  cancelAllOrdersAfterHandler,
  cancelOrderHandler,
} from "./cancel.ts";
import { editOrderHandler } from "./edit-order.ts";
import type { V2Caller, V2Handler, V2ItemHandler, V2MethodRequest } from "./handler.ts";
import { refuseParams, type V2Request } from "./request.ts";

/** One answer to a request, before its envelope. */
export type V2Outcome =
  | { readonly error: string; readonly [more: string]: unknown }
  | { readonly result: object };

/** Answers a request, several times if it names several things that are answered each. */
export type V2Route = (request: V2Request, text: string, caller: V2Caller, exchange: Exchange) => V2Outcome[];

/** Every method of trading, by name. */
export const METHODS: ReadonlyMap<string, V2Route> = new Map([
  single(addOrderHandler),
  single(amendOrderHandler),
  single(editOrderHandler),
  single(cancelAllHandler),
  single(cancelAllOrdersAfterHandler),
  single(batchAddHandler),
  single(batchCancelHandler),
  perItem(cancelOrderHandler),
]);

function single<Params, Result extends object>(
  handler: V2Handler<Params, Result>,
): readonly [string, V2Route] {
  return route(handler.descriptor, (request, caller, exchange) => [
    handler.handle(request, caller, exchange) as V2Outcome,
  ]);
}

function perItem<Params, Result>(handler: V2ItemHandler<Params, Result>): readonly [string, V2Route] {
  return route(
    handler.descriptor,
    (request, caller, exchange) => handler.handle(request, caller, exchange) as V2Outcome[],
  );
}

function route<Params>(
  descriptor: Method<Params>,
  handle: (request: V2MethodRequest<Params>, caller: V2Caller, exchange: Exchange) => V2Outcome[],
): readonly [string, V2Route] {
  return [
    descriptor.name,
    (request, text, caller, exchange) => {
      const error = refuseParams(descriptor.checkParams, request.params, request.method);
      if (error !== undefined) return [{ error }];
      const exact = parseExact(text);
      if (typeof exact === "string") return [{ error: `EGeneral:Invalid arguments:${exact}` }];
      const decimal = (...path: string[]) => decimalAt(exact.message, "params", ...path);
      return handle({ params: request.params as Params, decimal }, caller, exchange);
    },
  ];
}
