import type { RestOperation } from "@x/core";
import type { FuturesCredentials } from "../../credentials.ts";
import type { Faults } from "../../faults.ts";
import type { HttpGateway, HttpRequest } from "../../http/http-server.ts";
import type { HttpReply } from "../../http/reply.ts";
import { costOf, type RateLimits } from "../../rate-limits.ts";
import type { FuturesState } from "../../state/futures/futures-state.ts";
import type { Exchange } from "../gateway.ts";
import { isoMilliseconds } from "../time.ts";
import type { FuturesAuthentication } from "./authentication.ts";
import type { FuturesAnswer, FuturesExchange, FuturesRequest } from "./handler.ts";
import { handlers } from "./handlers.ts";
import { readParameters } from "./parameters.ts";
import { faultAnswer, isFuturesPath, reply, unknownPath } from "./replies.ts";
import { type Route, Routes } from "./routes.ts";
import { spoiled } from "./spoiled.ts";

/** What the gateway needs beside the exchange. */
export interface FuturesParts {
  readonly account: string;
  readonly state: FuturesState;
  readonly authentication: FuturesAuthentication;
  /** None: calls are not counted. */
  readonly limits: RateLimits | undefined;
  readonly faults: Faults;
}

/** What an operation is asked for; those that may change something are inputs of the engine. */
interface FuturesInput {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly exact: FuturesRequest<unknown>["exact"];
  readonly source: FuturesRequest<unknown>["source"];
}

type Act = (
  input: FuturesInput,
  operation: RestOperation,
  key: FuturesCredentials | undefined,
) => FuturesAnswer<unknown>;

interface Operating {
  readonly key: FuturesCredentials | undefined;
  readonly serverTime: string;
  readonly act: Act;
  readonly limits: RateLimits | undefined;
}

const ROUTES = new Routes(handlers);

/** The four Futures REST APIs: signature, permission, parameters, budget, then the operation. */
export function createFuturesGateway(exchange: Exchange, parts: FuturesParts): HttpGateway {
  const { account, state } = parts;
  const clock = exchange.engine.clock;
  const handle = ({ name, params, exact, source }: FuturesInput, key?: FuturesCredentials) => {
    const serverTime = isoMilliseconds(clock.now());
    const at: FuturesExchange = { ...exchange, clock, account, state, key, serverTime };
    const handler = ROUTES.named(name);
    if (handler === undefined) throw new Error(`no operation ${name}`);
    return handler.handle({ params, exact, source }, at);
  };
  const record = exchange.engine.inputs.define("futures-rest", (input: FuturesInput) => handle(input));
  const act: Act = (input, { method }, key) => (method === "GET" ? handle(input, key) : record(input));
  return (request) => {
    if (!isFuturesPath(request.path)) return undefined;
    const serverTime = isoMilliseconds(exchange.clock.now());
    const route = ROUTES.find(request.method, request.path);
    if (route === undefined) return unknownPath(serverTime);
    const { descriptor, refuse } = route.handler;
    const key = parts.authentication.judge(request, descriptor);
    if (typeof key === "string") return reply({ error: key }, descriptor, serverTime);
    const fault = parts.faults.take(descriptor.name);
    if (fault?.error !== undefined) return reply({ error: fault.error }, descriptor, serverTime);
    if (fault?.status !== undefined && refuse !== undefined) {
      return reply(refuse(fault.status), descriptor, serverTime);
    }
    const answer = () => operate(request, route, { key, serverTime, act, limits: parts.limits });
    return fault?.transport === undefined ? answer() : spoiled(fault.transport, answer);
  };
}

function operate(
  request: HttpRequest,
  { handler, path }: Route,
  { key, serverTime, act, limits }: Operating,
): HttpReply {
  const { descriptor, kinds } = handler;
  const { typed, exact, source } = readParameters(request, descriptor, kinds, path);
  const wait = limits === undefined ? 0 : charge(limits, descriptor.cost, typed, key);
  if (wait > 0) return limited(reply({ error: "apiLimitExceeded" }, descriptor, serverTime), wait);
  const fault = descriptor.checkParams(typed);
  const answered: FuturesAnswer<unknown> =
    fault === undefined
      ? act({ name: descriptor.name, params: typed, exact, source }, descriptor, key)
      : (handler.answerFault?.(fault) ?? faultAnswer(fault, typed, descriptor));
  return reply(answered, descriptor, serverTime);
}

function charge(
  limits: RateLimits,
  cost: Parameters<typeof costOf>[0] | undefined,
  params: Readonly<Record<string, unknown>>,
  key: FuturesCredentials | undefined,
): number {
  return cost === undefined || key === undefined
    ? 0
    : limits.take(key.apiKey, cost.pool, costOf(cost, params));
}

/** History tells when to come back; the trading API does not. */
function limited(refused: HttpReply, wait: number): HttpReply {
  if (refused.status !== 429) return refused;
  return { ...refused, headers: { "rate-limit-reset": String(Math.ceil(wait / 1000)) } };
}
