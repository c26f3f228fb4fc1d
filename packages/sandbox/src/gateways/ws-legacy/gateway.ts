import {
  type HeartbeatMessage,
  openOrders,
  ping,
  type SubscriptionStatusMessage,
  type SystemStatusMessage,
} from "@x/ws-legacy";
import { connectionId } from "../../engine/order-id.ts";
import type { SessionTokens } from "../../session-tokens.ts";
import { type Exact, exactNumber } from "../exact-json.ts";
import type { Exchange } from "../gateway.ts";
import type { Conversation, Peer, WebSocketGateway } from "../websocket/conversation.ts";
import { Heartbeat } from "../websocket/heartbeat.ts";
import { addOrderHandler } from "./add-order.ts";
import { cancelOrderHandler } from "./cancel-order.ts";
import type { LegacyCaller, LegacyHandler } from "./handler.ts";
import { OpenOrdersSubscription } from "./open-orders.ts";
import { isObject, type LegacyRequest, readRequest, refuseParams } from "./request.ts";

interface Refused {
  readonly error: string;
}

interface Session {
  readonly account: string;
  readonly token: string;
}

type Answer = Refused | { readonly result: object };

interface Route {
  readonly answerEvent: string;
  readonly answer: (request: LegacyRequest, caller: LegacyCaller, exchange: Exchange) => Answer;
}

const ROUTES: ReadonlyMap<string, Route> = new Map([
  route(addOrderHandler, "add order"),
  route(cancelOrderHandler, "cancel order"),
]);
/** The tier's rate counter threshold that acknowledgements name. */
const MAX_RATE_COUNT = 125;
const PUBLIC_CHANNELS = new Set(["book", "ticker", "trade", "ohlc", "spread", "*"]);

/** The legacy WebSocket for trading and private data. */
export function createLegacyGateway(exchange: Exchange, tokens: SessionTokens): WebSocketGateway {
  return (peer) => new LegacyConversation(exchange, tokens, peer);
}

class LegacyConversation implements Conversation {
  readonly #exchange: Exchange;
  readonly #tokens: SessionTokens;
  readonly #peer: Peer;
  readonly #heartbeat: Heartbeat;
  #openOrders: OpenOrdersSubscription | undefined;

  constructor(exchange: Exchange, tokens: SessionTokens, peer: Peer) {
    this.#exchange = exchange;
    this.#tokens = tokens;
    this.#peer = peer;
    this.#heartbeat = new Heartbeat(exchange.clock, () => {
      this.#send({ event: "heartbeat" } satisfies HeartbeatMessage);
    });
    const greeting: Exact<SystemStatusMessage> = {
      connectionID: exactNumber(connectionId(exchange.random)),
      event: "systemStatus",
      status: "online",
      version: "1.9.6",
    };
    this.#send(greeting);
  }

  receive(text: string): void {
    const request = readRequest(text);
    if (typeof request === "string") this.#status({ errorMessage: request, status: "error" });
    else if (request.event === "ping") this.#ping(request);
    else if (request.event === "subscribe") this.#subscribe(request);
    else if (request.event === "unsubscribe") this.#unsubscribe(request);
    else this.#call(request);
  }

  closed(): void {
    this.#openOrders?.stop();
    this.#openOrders = undefined;
    this.#heartbeat.stop();
  }

  #ping(request: LegacyRequest): void {
    const errorMessage = refuseParams(ping.checkParams, request.params, request.event);
    if (errorMessage !== undefined) this.#status({ errorMessage, ...idOf(request), status: "error" });
    else this.#send({ event: ping.answer, ...idOf(request) });
  }

  #call(request: LegacyRequest): void {
    const found = ROUTES.get(request.event);
    if (found === undefined) {
      this.#status({ errorMessage: "Unsupported event", ...idOf(request), status: "error" });
      return;
    }
    const caller = this.#authenticate(request.token);
    const outcome = "error" in caller ? caller : found.answer(request, caller, this.#exchange);
    this.#send(
      "error" in outcome
        ? { errorMessage: outcome.error, event: found.answerEvent, ...idOf(request), status: "error" }
        : { ...outcome.result, event: found.answerEvent, ...idOf(request), status: "ok" },
    );
  }

  #subscribe(request: LegacyRequest): void {
    const { subscription } = request.params;
    const { name, token, ...params } = isObject(subscription) ? subscription : {};
    // The exchange's own examples write this flag as text.
    if (params.ratecounter === "true" || params.ratecounter === "false") {
      params.ratecounter = params.ratecounter === "true";
    }
    const admitted = this.#admit(name, token, params);
    if ("error" in admitted) {
      const named = typeof name === "string" && { subscription: { name } };
      this.#status({ errorMessage: admitted.error, ...idOf(request), status: "error", ...named });
      return;
    }
    this.#status({
      channelName: openOrders.name,
      ...idOf(request),
      status: "subscribed",
      subscription: {
        ...(params.ratecounter === true && { maxratecount: MAX_RATE_COUNT }),
        name: openOrders.name,
      },
    });
    this.#openOrders = new OpenOrdersSubscription(
      this.#exchange,
      { ...admitted, tokens: this.#tokens },
      (message) => this.#send(message),
    );
    this.#heartbeat.start();
  }

  #admit(name: unknown, token: unknown, params: object): Refused | Session {
    if (name !== openOrders.name) return { error: refuseChannel(name) };
    const caller = this.#authenticate(token);
    if ("error" in caller) return caller;
    const error = refuseParams(openOrders.checkParams, params, "subscribe");
    if (error !== undefined) return { error };
    return this.#openOrders === undefined ? caller : { error: "Already subscribed" };
  }

  #unsubscribe(request: LegacyRequest): void {
    const { subscription } = request.params;
    const name = isObject(subscription) ? subscription.name : undefined;
    if (name !== openOrders.name || this.#openOrders === undefined) {
      this.#status({ errorMessage: "Subscription Not Found", ...idOf(request), status: "error" });
      return;
    }
    this.#openOrders.stop();
    this.#openOrders = undefined;
    this.#heartbeat.stop();
    this.#status({ channelName: name, ...idOf(request), status: "unsubscribed", subscription: { name } });
  }

  #authenticate(token: unknown): Refused | Session {
    if (typeof token !== "string") return { error: "EGeneral:Invalid arguments:token" };
    const account = this.#tokens.accountOf(token);
    if (account !== undefined) return { account, token };
    return {
      error: this.#tokens.state(token) === "expired" ? "Token is expired" : "ESession:Invalid session",
    };
  }

  #status(fields: Omit<SubscriptionStatusMessage, "event">): void {
    this.#send({ ...fields, event: "subscriptionStatus" } satisfies SubscriptionStatusMessage);
  }

  #send(message: object): void {
    this.#heartbeat.sent();
    this.#peer.send(JSON.stringify(message));
  }
}

function route<Params, Result>(
  handler: LegacyHandler<Params, Result>,
  spoken: string,
): readonly [string, Route] {
  const { name, answer, checkParams } = handler.descriptor;
  return [
    name,
    {
      answerEvent: answer,
      answer(request, caller, exchange) {
        const error = refuseParams(checkParams, request.params, spoken);
        if (error !== undefined) return { error };
        const outcome = handler.handle(request.params as Params, caller, exchange);
        return "error" in outcome ? outcome : { result: outcome.result as object };
      },
    },
  ];
}

function idOf({ id }: LegacyRequest): { reqid?: number } {
  return id === undefined ? {} : { reqid: id };
}

function refuseChannel(name: unknown): string {
  return typeof name === "string" && PUBLIC_CHANNELS.has(name)
    ? "Public market data subscriptions are unavailable on this endpoint. Try ws.kraken.com"
    : "Subscription name invalid";
}
