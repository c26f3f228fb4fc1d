import type { Method } from "@x/connection";
import { executions, type FailureMessage, type HeartbeatMessage, ping, type StatusMessage } from "@x/ws-v2";
import { connectionId } from "../../engine/order-id.ts";
import type { SessionTokens } from "../../session-tokens.ts";
import { decimalAt, type Exact, exactNumber, parseExact } from "../exact-json.ts";
import type { Exchange } from "../gateway.ts";
import { isoMicroseconds } from "../time.ts";
import type { Conversation, Peer, WebSocketGateway } from "../websocket/conversation.ts";
import { Heartbeat } from "../websocket/heartbeat.ts";
import { addOrderHandler } from "./add-order.ts";
import { batchCancelHandler, cancelAllHandler } from "./cancel.ts";
import { ExecutionsSubscription } from "./executions.ts";
import type { V2Caller, V2Handler } from "./handler.ts";
import { readRequest, refuseParams, type V2Request } from "./request.ts";

interface Refused {
  readonly error: string;
  readonly [more: string]: unknown;
}

interface Session {
  readonly account: string;
  readonly token: string;
}

type Answer = Refused | { readonly result: object };
type Route = (request: V2Request, text: string, caller: V2Caller, exchange: Exchange) => Answer;

const ROUTES: ReadonlyMap<string, Route> = new Map([
  route(addOrderHandler),
  route(cancelAllHandler),
  route(batchCancelHandler),
]);
const PUBLIC_CHANNELS = new Set(["book", "ticker", "trade", "ohlc", "instrument", "level3"]);

/** The WebSocket v2 for trading and private data. */
export function createV2Gateway(exchange: Exchange, tokens: SessionTokens): WebSocketGateway {
  return (peer) => new V2Conversation(exchange, tokens, peer);
}

class V2Conversation implements Conversation {
  readonly #exchange: Exchange;
  readonly #tokens: SessionTokens;
  readonly #peer: Peer;
  readonly #heartbeat: Heartbeat;
  #executions: ExecutionsSubscription | undefined;

  constructor(exchange: Exchange, tokens: SessionTokens, peer: Peer) {
    this.#exchange = exchange;
    this.#tokens = tokens;
    this.#peer = peer;
    this.#heartbeat = new Heartbeat(exchange.clock, () => {
      this.#send({ channel: "heartbeat" } satisfies HeartbeatMessage);
    });
    const greeting: Exact<StatusMessage> = {
      channel: "status",
      type: "update",
      data: [
        {
          version: "2.0.10",
          system: "online",
          api_version: "v2",
          connection_id: exactNumber(connectionId(exchange.random)),
        },
      ],
    };
    this.#send(greeting);
  }

  receive(text: string): void {
    const timeIn = isoMicroseconds(this.#exchange.clock.now());
    const request = readRequest(text);
    if (request === undefined) {
      const times = { time_in: timeIn, time_out: timeIn };
      this.#send({
        error: "Malformed request",
        method: "error",
        success: false,
        ...times,
      } satisfies FailureMessage);
    } else if (request.method === "ping") this.#ping(request, timeIn);
    else if (request.method === "subscribe") this.#subscribe(request, timeIn);
    else if (request.method === "unsubscribe") this.#unsubscribe(request, timeIn);
    else this.#call(request, text, timeIn);
  }

  closed(): void {
    this.#executions?.stop();
    this.#executions = undefined;
    this.#heartbeat.stop();
  }

  #ping(request: V2Request, timeIn: string): void {
    const error = refuseParams(ping.checkParams, request.params, request.method);
    if (error !== undefined) this.#answer(request, { error }, timeIn);
    else this.#send({ method: ping.answer, ...idOf(request), time_in: timeIn, time_out: this.#now() });
  }

  #call(request: V2Request, text: string, timeIn: string): void {
    const answer = ROUTES.get(request.method);
    if (answer === undefined) {
      this.#answer(request, { error: "Unsupported method" }, timeIn);
      return;
    }
    const caller = this.#authenticate(request);
    const outcome = "error" in caller ? caller : answer(request, text, caller, this.#exchange);
    this.#answer(request, outcome, timeIn);
  }

  #subscribe(request: V2Request, timeIn: string): void {
    const { channel, ...params } = request.params;
    const admitted = this.#admit(request, channel, params);
    if ("error" in admitted) {
      this.#answer(request, admitted, timeIn);
      return;
    }
    this.#executions = new ExecutionsSubscription(
      this.#exchange,
      { ...admitted, tokens: this.#tokens },
      params,
      {
        acknowledge: (result) => this.#answer(request, { result }, timeIn),
        message: (message) => this.#send(message),
      },
    );
    this.#heartbeat.start();
  }

  #admit(request: V2Request, channel: unknown, params: object): Refused | Session {
    if (channel !== executions.name) return { error: refuseChannel(channel) };
    const caller = this.#authenticate(request);
    if ("error" in caller) return { ...caller, channel, status: "error" };
    const error = refuseParams(executions.checkParams, params, request.method);
    if (error !== undefined) return { error };
    return this.#executions === undefined ? caller : { error: "Already subscribed" };
  }

  #unsubscribe(request: V2Request, timeIn: string): void {
    const { channel } = request.params;
    if (channel !== executions.name || this.#executions === undefined) {
      this.#answer(request, { error: "Subscription Not Found" }, timeIn);
      return;
    }
    this.#executions.stop();
    this.#executions = undefined;
    this.#heartbeat.stop();
    this.#answer(request, { result: { channel } }, timeIn);
  }

  #authenticate({ token }: V2Request): Refused | Session {
    if (typeof token !== "string") return { error: "EGeneral:Invalid arguments:token" };
    const account = this.#tokens.accountOf(token);
    if (account !== undefined) return { account, token };
    const known = this.#tokens.state(token) === "expired";
    return { error: known ? "EAPI:Invalid token" : "ESession:Invalid session" };
  }

  #answer(request: V2Request, outcome: Answer, timeIn: string): void {
    this.#send({
      method: request.method,
      ...idOf(request),
      ...outcome,
      success: !("error" in outcome),
      time_in: timeIn,
      time_out: this.#now(),
    });
  }

  #now(): string {
    return isoMicroseconds(this.#exchange.clock.now());
  }

  #send(message: object): void {
    this.#heartbeat.sent();
    this.#peer.send(JSON.stringify(message));
  }
}

function route<Params, Result extends object>(handler: V2Handler<Params, Result>): readonly [string, Route] {
  const descriptor: Method<Params, Result> = handler.descriptor;
  return [
    descriptor.name,
    (request, text, caller, exchange) => {
      const error = refuseParams(descriptor.checkParams, request.params, request.method);
      if (error !== undefined) return { error };
      const exact = parseExact(text);
      if (typeof exact === "string") return { error: `EGeneral:Invalid arguments:${exact}` };
      const decimal = (...path: string[]) => decimalAt(exact.message, "params", ...path);
      const outcome = handler.handle({ params: request.params as Params, decimal }, caller, exchange);
      return "error" in outcome ? outcome : { result: outcome.result as object };
    },
  ];
}

function idOf({ id }: V2Request): { req_id?: number } {
  return id === undefined ? {} : { req_id: id };
}

function refuseChannel(channel: unknown): string {
  return typeof channel === "string" && PUBLIC_CHANNELS.has(channel)
    ? "Public market data subscriptions are unavailable on this endpoint. Try ws.kraken.com"
    : "Subscription name invalid";
}
