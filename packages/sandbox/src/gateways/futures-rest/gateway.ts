import type { Fault, RestOperation } from "@x/core";
import type { FuturesCredentials } from "../../credentials.ts";
import type { HttpGateway, HttpReply, HttpRequest } from "../../http/http-server.ts";
import type { Exchange } from "../gateway.ts";
import { isoMilliseconds } from "../time.ts";
import { FuturesAuthentication } from "./authentication.ts";
import { cancelAllOrdersHandler } from "./cancel-all-orders.ts";
import { getOpenOrdersHandler } from "./get-open-orders.ts";
import type { FuturesCaller, FuturesHandler } from "./handler.ts";
import { readParameters } from "./parameters.ts";
import { sendOrderHandler } from "./send-order.ts";

type Route = (
  request: HttpRequest,
  caller: FuturesCaller,
  exchange: Exchange,
  serverTime: string,
) => HttpReply;

const PREFIX = "/derivatives/api/v3";
const ROUTES: ReadonlyMap<string, { readonly operation: RestOperation; readonly answer: Route }> = new Map([
  route(sendOrderHandler),
  route(cancelAllOrdersHandler),
  route(getOpenOrdersHandler),
]);

/** The Futures REST API: signature, permission, parameters, then the operation. Failures have HTTP status 200 too. */
export function createFuturesGateway(
  exchange: Exchange,
  account: string,
  key: FuturesCredentials,
): HttpGateway {
  const authentication = new FuturesAuthentication(key);
  return (request) => {
    if (!request.path.startsWith(`${PREFIX}/`)) return undefined;
    const serverTime = isoMilliseconds(exchange.clock.now());
    const found = ROUTES.get(`${request.method} ${request.path.slice(PREFIX.length)}`);
    if (found === undefined) return errorReply("notFound", serverTime, 404);
    const refused = authentication.refuse(request, found.operation);
    if (refused !== undefined) return errorReply(refused, serverTime);
    return found.answer(request, { account }, exchange, serverTime);
  };
}

function route<Params, Result>(handler: FuturesHandler<Params, Result>) {
  const { descriptor, kinds } = handler;
  const answer: Route = (request, caller, exchange, serverTime) => {
    const { typed, exact } = readParameters(request, descriptor, kinds);
    const fault = descriptor.checkParams(typed);
    const answered =
      fault === undefined
        ? handler.handle({ params: typed as Params, exact }, caller, exchange)
        : (handler.answerFault?.(fault) ?? faultReply(fault, typed, serverTime));
    if ("status" in answered) return answered;
    if ("error" in answered) return errorReply(answered.error, serverTime);
    const body = Object.assign({ result: "success" }, answered.payload, { serverTime });
    return { status: 200, body: JSON.stringify(body) };
  };
  return [
    `${descriptor.method} ${descriptor.path}`,
    { operation: descriptor as RestOperation, answer },
  ] as const;
}

function faultReply(
  { path, expected }: Fault,
  params: Record<string, unknown>,
  serverTime: string,
): HttpReply {
  const name = path.split("/")[1] ?? "";
  if (!Object.hasOwn(params, name)) return errorReply("requiredArgumentMissing", serverTime);
  if (!expected.startsWith("one of ")) return errorReply(`invalidArgument: ${name}`, serverTime);
  // Values outside a list are refused one layer earlier, in another envelope.
  const errors = [{ code: 11, message: `Argument invalid: ${name}` }];
  return {
    status: 400,
    body: JSON.stringify({ status: "BAD_REQUEST", result: "error", errors, serverTime }),
  };
}

function errorReply(error: string, serverTime: string, status = 200): HttpReply {
  return { status, body: JSON.stringify({ result: "error", error, serverTime }) };
}
