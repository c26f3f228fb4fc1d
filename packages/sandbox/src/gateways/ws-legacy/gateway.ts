import { type FailureMessage, type HeartbeatMessage, ping, type SystemStatusMessage } from "@x/ws-legacy";
import { connectionId } from "../../engine/order-id.ts";
import { type Exact, exactNumber } from "../exact-json.ts";
import type { Exchange } from "../gateway.ts";
import { onSystemStatus, type SystemStatus, systemStatus } from "../spot/system-status.ts";
import type { SpotWires } from "../spot/wires.ts";
import { Broadcasts } from "../websocket/broadcasts.ts";
import type { Conversation, Peer, WebSocketGateway } from "../websocket/conversation.ts";
import { Heartbeat } from "../websocket/heartbeat.ts";
import { type Fate, Line } from "../websocket/line.ts";
import type { LegacyGround, LegacySession } from "./channel.ts";
import { type LegacyOutcome, type LegacyRoute, METHODS } from "./methods.ts";
import { BAD_ID, idOf, isObject, type LegacyRequest, readRequest, refuseParams } from "./request.ts";
import {
  type LegacyHost,
  LegacySubscriptions,
  readSubscription,
  refusalsOf,
  type Status,
  WRONG_HOST,
} from "./subscriptions.ts";

/** The first number of a public channel; all further ones follow. */
const FIRST_NUMBER = 320;

/** One host of the legacy WebSocket: market data, or trading and private data. */
export function createLegacyGateway(
  exchange: Exchange,
  wires: SpotWires,
  host: LegacyHost,
): WebSocketGateway {
  const numbers = new Map<string, number>();
  const ground: LegacyGround = {
    exchange,
    wires,
    broadcasts: new Broadcasts(),
    numberOf(channelName, pair) {
      const key = `${channelName} ${pair}`;
      const number = numbers.get(key) ?? FIRST_NUMBER + numbers.size;
      numbers.set(key, number);
      return number;
    },
  };
  return (peer) => new LegacyConversation(ground, host, peer);
}

class LegacyConversation implements Conversation {
  readonly #ground: LegacyGround;
  readonly #host: LegacyHost;
  readonly #line: Line;
  readonly #heartbeat: Heartbeat;
  readonly #subscriptions: LegacySubscriptions;
  readonly #stopStatus: () => void;

  constructor(ground: LegacyGround, host: LegacyHost, peer: Peer) {
    const { exchange, wires } = ground;
    this.#ground = ground;
    this.#host = host;
    this.#line = new Line(peer, wires.faults, "ws-legacy");
    this.#heartbeat = new Heartbeat(exchange.clock, () => {
      this.#send({ event: "heartbeat" } satisfies HeartbeatMessage);
    });
    this.#subscriptions = new LegacySubscriptions(ground, host, (token) => this.#authenticate(token));
    const id = connectionId(exchange.random);
    this.#send(greeting(systemStatus(exchange.engine), id));
    this.#stopStatus = onSystemStatus(exchange.engine, (status) => this.#send(greeting(status, id)));
  }

  receive(text: string): void {
    const read = readRequest(text);
    if (read === undefined) {
      this.#send({ errorMessage: "Malformed request", event: "error" } satisfies FailureMessage);
      return;
    }
    const { event } = read;
    if (event === undefined || (read.id === null && !METHODS.has(event))) {
      const errorMessage = event === undefined ? "Event(s) not found" : BAD_ID;
      this.#status({ errorMessage, status: "error" }, read);
      return;
    }
    const request = { ...read, event };
    const subscribes = event === "subscribe";
    const token = tokenOf(request);
    const fate = this.#line.fateOf(nameOf(request), { subscribes, token: token !== undefined });
    if (!fate.arrives) return;
    if (fate.stale && token !== undefined) this.#ground.wires.tokens.expire(token);
    const answer = (status: Status) => {
      if (fate.answered) this.#status(status, request);
    };
    if (event === "ping") this.#ping(request, fate);
    else if (subscribes || event === "unsubscribe") {
      if (fate.error !== undefined) answer({ errorMessage: fate.error, status: "error" });
      else if (subscribes) this.#subscribe(request, answer, fate.silent);
      else this.#unsubscribe(request, answer);
    } else this.#call(request, fate);
  }

  closed(): void {
    this.#subscriptions.stop();
    this.#stopStatus();
    this.#heartbeat.stop();
  }

  #ping(request: LegacyRequest, { answered, error }: Fate): void {
    if (!answered) return;
    const errorMessage = error ?? refuseParams(ping.checkParams, request.params, request.event);
    if (errorMessage === undefined) this.#send({ event: ping.answer, ...idOf(request) });
    else this.#status({ errorMessage, status: "error" }, request);
  }

  #call(request: LegacyRequest, fate: Fate): void {
    const found = METHODS.get(request.event);
    if (found === undefined) {
      if (!fate.answered) return;
      for (const status of refusalsOf(readSubscription(request), "Unsupported event")) {
        this.#status(status, request);
      }
      return;
    }
    const outcome = fate.error === undefined ? this.#act(request, found) : { error: fate.error };
    if (!fate.answered) return;
    const envelope = { event: found.answerEvent, ...idOf(request) };
    if ("result" in outcome) this.#send({ ...outcome.result, ...envelope, status: "ok" });
    else {
      const { error: errorMessage, ...more } = outcome;
      this.#send({ errorMessage, ...envelope, ...more, status: "error" });
    }
  }

  #act(request: LegacyRequest, { misunderstood, answer }: LegacyRoute): LegacyOutcome {
    if (request.id === null) return misunderstood(request, BAD_ID);
    if (this.#host !== "private") return { error: WRONG_HOST.private };
    const session = this.#authenticate(request.token);
    if ("error" in session) return session;
    const { exchange, wires } = this.#ground;
    return answer(request, { account: session.account, limits: wires.limits }, exchange);
  }

  #subscribe(request: LegacyRequest, answer: (status: Status) => void, silent: boolean): void {
    this.#subscriptions.subscribe(request, {
      answer,
      silent,
      publish: (channel, carries, text) => {
        this.#heartbeat.sent();
        this.#line.publish(channel, carries, text);
      },
    });
    if (this.#subscriptions.count > 0) this.#heartbeat.start();
  }

  #unsubscribe(request: LegacyRequest, answer: (status: Status) => void): void {
    this.#subscriptions.unsubscribe(request, { answer });
    if (this.#subscriptions.count === 0) this.#heartbeat.stop();
  }

  #authenticate(token: unknown): { readonly error: string } | LegacySession {
    if (typeof token !== "string") return { error: "EGeneral:Invalid arguments:token" };
    const { tokens } = this.#ground.wires;
    const account = tokens.accountOf(token);
    if (account !== undefined) return { account, token };
    return { error: tokens.state(token) === "expired" ? "Token is expired" : "ESession:Invalid session" };
  }

  #status(status: Status, request: Pick<LegacyRequest, "id">): void {
    this.#send({ ...status, event: "subscriptionStatus", ...idOf(request) });
  }

  #send(message: object): void {
    this.#heartbeat.sent();
    this.#line.send(JSON.stringify(message));
  }
}

function greeting(status: SystemStatus, id: string): Exact<SystemStatusMessage> {
  return { connectionID: exactNumber(id), event: "systemStatus", status, version: "1.9.6" };
}

/** The method, or the channel it subscribes to. */
function nameOf({ event, params: { subscription } }: LegacyRequest): string {
  const named = event === "subscribe" || event === "unsubscribe";
  const name = named && isObject(subscription) ? subscription.name : undefined;
  return typeof name === "string" ? name : event;
}

function tokenOf({ token, params: { subscription } }: LegacyRequest): string | undefined {
  const given = token ?? (isObject(subscription) ? subscription.token : undefined);
  return typeof given === "string" ? given : undefined;
}
