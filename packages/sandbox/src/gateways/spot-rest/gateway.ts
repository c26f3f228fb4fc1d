import type { SpotCredentials } from "../../credentials.ts";
import type { HttpGateway, HttpRequest } from "../../http/http-server.ts";
import type { HttpReply } from "../../http/reply.ts";
import type { Exchange } from "../gateway.ts";
import type { SpotWires } from "../spot/wires.ts";
import { accountOperations, TOKEN_OPERATION } from "./account.ts";
import { SpotAuthentication } from "./authentication.ts";
import { EndedOrders } from "./ended-orders.ts";
import { marketDataOperations } from "./market-data.ts";
import type { SpotOperation, SpotOperations, SpotRestGround } from "./operation.ts";
import { readParams } from "./request.ts";
import { tradingOperations } from "./trading.ts";

const PRIVATE: SpotOperations = new Map([...accountOperations, ...tradingOperations]);

/**
 * The Spot REST API: the session token that the WebSockets need, and what a trading client asks for beside it. Failures
 * have HTTP status 200. Orders mean what they mean on the legacy WebSocket.
 *
 * Source: https://docs.kraken.com/api/docs/rest-api/add-order and its neighbours.
 */
export function createSpotGateway(
  exchange: Exchange,
  wires: SpotWires,
  account: string,
  key: SpotCredentials,
): HttpGateway {
  const ground: SpotRestGround = {
    exchange,
    wires,
    account,
    ended: new EndedOrders(exchange.engine, account),
  };
  const authentication = new SpotAuthentication(key);
  return (request) => {
    const [, access, name] = /^\/0\/(?:(public|private)\/)?(.*)$/.exec(request.path) ?? [];
    if (name === undefined) return undefined;
    if (access === "public") return answer(request, marketDataOperations.get(name), ground);
    const operation = access === "private" && request.method === "POST" ? PRIVATE.get(name) : undefined;
    if (operation === undefined) return failure("EGeneral:Unknown method");
    const refused = authentication.refuse(request, readParams(request) ?? {});
    if (refused !== undefined) return failure(refused);
    if (name === TOKEN_OPERATION && !authentication.mayAskForTokens) {
      return failure("EGeneral:Permission denied");
    }
    return answer(request, operation, ground);
  };
}

function answer(
  request: HttpRequest,
  operation: SpotOperation | undefined,
  ground: SpotRestGround,
): HttpReply {
  if (operation === undefined) return failure("EGeneral:Unknown method");
  const params = readParams(request);
  if (params === undefined) return failure("EGeneral:Invalid arguments");
  const result = operation(params, ground);
  return typeof result === "string" ? failure(result) : reply({ error: [], result });
}

function failure(error: string): HttpReply {
  return reply({ error: [error] });
}

function reply(body: object): HttpReply {
  return { status: 200, body: JSON.stringify(body) };
}
