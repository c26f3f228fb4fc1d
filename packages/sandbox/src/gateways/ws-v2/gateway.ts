import { type FailureMessage, type HeartbeatMessage, ping, type StatusMessage } from "@x/ws-v2";
import { connectionId } from "../../engine/order-id.ts";
import { RateLimits } from "../../rate-limits.ts";
import { type Exact, exactNumber } from "../exact-json.ts";
import type { Exchange } from "../gateway.ts";
import { onSystemStatus, type SystemStatus, systemStatus } from "../spot/system-status.ts";
import type { SpotWires } from "../spot/wires.ts";
import { isoMicroseconds } from "../time.ts";
import { Broadcasts } from "../websocket/broadcasts.ts";
import type { Conversation, Peer, WebSocketGateway } from "../websocket/conversation.ts";
import { Heartbeat } from "../websocket/heartbeat.ts";
import { Line } from "../websocket/line.ts";
import type { V2Ground, V2Session } from "./channel.ts";
import { LEVEL3_POOL } from "./channels/level3.ts";
import { METHODS, type V2Outcome, type V2Route } from "./methods.ts";
import { readRequest, refuseParams, type V2Request } from "./request.ts";
import { refuseTradingOn, type V2Host, V2Subscriptions } from "./subscriptions.ts";

/** One host of the WebSocket v2: market data, trading and private data, or books by order. */
export function createV2Gateway(exchange: Exchange, wires: SpotWires, host: V2Host): WebSocketGateway {
  const level3Budget = wires.limits && new RateLimits(exchange.clock, [LEVEL3_POOL]);
  const ground: V2Ground = { exchange, wires, broadcasts: new Broadcasts(), level3Budget };
  return (peer) => new V2Conversation(ground, host, peer);
}

class V2Conversation implements Conversation {
  readonly #ground: V2Ground;
  readonly #host: V2Host;
  readonly #line: Line;
  readonly #heartbeat: Heartbeat;
  readonly #subscriptions: V2Subscriptions;
  readonly #stopStatus: () => void;

  constructor(ground: V2Ground, host: V2Host, peer: Peer) {
    const { exchange, wires } = ground;
    this.#ground = ground;
    this.#host = host;
    this.#line = new Line(peer, wires.faults, "ws-v2");
    this.#heartbeat = new Heartbeat(exchange.clock, () => {
      this.#send({ channel: "heartbeat" } satisfies HeartbeatMessage);
    });
    this.#subscriptions = new V2Subscriptions(ground, host, (request) => this.#authenticate(request));
    const id = connectionId(exchange.random);
    this.#send(greeting(systemStatus(exchange.engine), id));
    this.#stopStatus = onSystemStatus(exchange.engine, (status) => this.#send(greeting(status, id)));
  }

  receive(text: string): void {
    const timeIn = this.#now();
    const request = readRequest(text);
    if (request === undefined) {
      this.#fail("Malformed request", timeIn);
      return;
    }
    const subscribes = request.method === "subscribe";
    const { channel } = request.params;
    const named = (subscribes || request.method === "unsubscribe") && typeof channel === "string";
    const fate = this.#line.fateOf(named ? channel : request.method, {
      subscribes,
      token: typeof request.token === "string",
    });
    if (!fate.arrives) return;
    if (fate.stale) this.#ground.wires.tokens.expire(String(request.token));
    const answer = (outcome: V2Outcome) => {
      if (fate.answered) this.#answer(request, outcome, timeIn);
    };
    if (fate.error !== undefined) answer({ error: fate.error });
    else if (request.method === "ping") this.#ping(request, timeIn, fate.answered);
    else if (subscribes) this.#subscribe(request, answer, fate.silent);
    else if (request.method === "unsubscribe") this.#unsubscribe(request, answer);
    else {
      const route = METHODS.get(request.method);
      if (route !== undefined) for (const outcome of this.#call(route, request, text)) answer(outcome);
      else if (fate.answered) this.#fail("Unsupported method", timeIn);
    }
  }

  closed(): void {
    this.#subscriptions.stop();
    this.#stopStatus();
    this.#heartbeat.stop();
  }

  #ping(request: V2Request, timeIn: string, answered: boolean): void {
    const error = refuseParams(ping.checkParams, request.params, request.method);
    if (!answered) return;
    if (error !== undefined) this.#answer(request, { error }, timeIn);
    else this.#send({ method: ping.answer, ...idOf(request), time_in: timeIn, time_out: this.#now() });
  }

  #call(route: V2Route, request: V2Request, text: string): V2Outcome[] {
    const misplaced = refuseTradingOn(this.#host);
    if (misplaced !== undefined) return [{ error: misplaced }];
    const session = this.#authenticate(request);
    if ("error" in session) return [session];
    const { exchange, wires } = this.#ground;
    return route(request, text, { account: session.account, limits: wires.limits }, exchange);
  }

  #subscribe(request: V2Request, answer: (outcome: V2Outcome) => void, silent: boolean): void {
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

  #unsubscribe(request: V2Request, answer: (outcome: V2Outcome) => void): void {
    this.#subscriptions.unsubscribe(request, { answer });
    if (this.#subscriptions.count === 0) this.#heartbeat.stop();
  }

  #authenticate({ token }: V2Request): { readonly error: string } | V2Session {
    if (typeof token !== "string") return { error: "EGeneral:Invalid arguments:token" };
    const { tokens } = this.#ground.wires;
    const account = tokens.accountOf(token);
    if (account !== undefined) return { account, token };
    const known = tokens.state(token) === "expired";
    return { error: known ? "EAPI:Invalid token" : "ESession:Invalid session" };
  }

  /** Answers a frame that belongs to no method. */
  #fail(error: string, timeIn: string): void {
    const times = { time_in: timeIn, time_out: this.#now() };
    this.#send({ error, method: "error", success: false, ...times } satisfies FailureMessage);
  }

  #answer(request: V2Request, outcome: V2Outcome, timeIn: string): void {
    this.#send({
      method: request.method === ping.name ? ping.answer : request.method,
      ...idOf(request),
      ...outcome,
      success: !("error" in outcome),
      time_in: timeIn,
      time_out: this.#now(),
    });
  }

  #now(): string {
    return isoMicroseconds(this.#ground.exchange.clock.now());
  }

  #send(message: object): void {
    this.#heartbeat.sent();
    this.#line.send(JSON.stringify(message));
  }
}

function greeting(system: SystemStatus, id: string): Exact<StatusMessage> {
  return {
    channel: "status",
    type: "update",
    data: [{ version: "2.0.10", system, api_version: "v2", connection_id: exactNumber(id) }],
  };
}

function idOf({ id }: V2Request): { req_id?: number } {
  return id === undefined ? {} : { req_id: id };
}
