import type { Market } from "../../engine/market.ts";
import type { Carries } from "../websocket/line.ts";
import type { V2Channel, V2Ground, V2Session, V2Subscription } from "./channel.ts";
import { CHANNELS } from "./channels.ts";
import type { V2Outcome } from "./methods.ts";
import { refuseParams, type V2Request } from "./request.ts";

/** The hosts of the interface; each serves what it is for. */
export type V2Host = "public" | "private" | "l3";

const WRONG_HOST = {
  public: "Public market data subscriptions are unavailable on this endpoint. Try ws.kraken.com",
  private: "Private data and trading are unavailable on this endpoint. Try ws-auth.kraken.com",
  l3: "Level 3 data is unavailable on this endpoint. Try ws-l3.kraken.com",
} as const satisfies Record<V2Host, string>;

interface Open {
  readonly variant: string;
  readonly stop: () => void;
}

/** How a subscription is answered, and where its messages go. */
export interface Reply {
  readonly answer: (outcome: V2Outcome) => void;
  readonly publish: (channel: string, carries: Carries, text: string) => void;
  /** Whether it says nothing after its acknowledgement. */
  readonly silent: boolean;
}

/** Why a method cannot be called on a host, if it cannot. */
export function refuseTradingOn(host: V2Host): string | undefined {
  return host === "private" ? undefined : WRONG_HOST.private;
}

/** What one connection follows. */
export class V2Subscriptions {
  readonly #ground: V2Ground;
  readonly #host: V2Host;
  readonly #authenticate: (request: V2Request) => { readonly error: string } | V2Session;
  readonly #open = new Map<string, Open>();

  constructor(
    ground: V2Ground,
    host: V2Host,
    authenticate: (request: V2Request) => { readonly error: string } | V2Session,
  ) {
    this.#ground = ground;
    this.#host = host;
    this.#authenticate = authenticate;
  }

  get count(): number {
    return this.#open.size;
  }

  /** Each symbol is acknowledged or refused by itself. */
  subscribe(request: V2Request, reply: Reply): void {
    const { channel: name, ...params } = request.params;
    const channel = this.#find(name);
    if (typeof channel === "string") {
      reply.answer({ error: channel });
      return;
    }
    const session = channel.descriptor.auth ? this.#authenticate(request) : undefined;
    if (session !== undefined && "error" in session) {
      reply.answer({ ...session, channel: name, status: "error" });
      return;
    }
    const error = refuseSubscription(channel, params, request.method);
    if (error !== undefined) {
      reply.answer({ error });
      return;
    }
    for (const symbol of symbolsOf(params)) {
      const opened = this.#prepare(channel, params, symbol, session);
      if ("error" in opened) reply.answer(opened);
      else this.#start(channel, opened, session, reply);
    }
  }

  unsubscribe(request: V2Request, reply: Pick<Reply, "answer">): void {
    const { channel: name, snapshot: _ignored, ...params } = request.params;
    const channel = this.#find(name);
    if (typeof channel === "string") {
      reply.answer({ error: channel });
      return;
    }
    const error = refuseSubscription(channel, params, request.method);
    if (error !== undefined) {
      reply.answer({ error });
      return;
    }
    for (const symbol of symbolsOf(params)) {
      const market = this.#market(symbol);
      if (market === null) {
        reply.answer(unsupported(symbol));
        continue;
      }
      const { key, variant, ended } = this.#opening(channel, params, market, NOBODY);
      const open = this.#open.get(key);
      if (open?.variant === variant) {
        open.stop();
        this.#open.delete(key);
        reply.answer({ result: ended });
      } else reply.answer(notFound(symbol));
    }
  }

  stop(): void {
    for (const { stop } of this.#open.values()) stop();
    this.#open.clear();
  }

  #find(name: unknown): V2Channel | string {
    const channel = typeof name === "string" ? CHANNELS.get(name) : undefined;
    if (channel === undefined) return "Subscription name invalid";
    const { hosts } = channel.descriptor;
    return hosts.includes(this.#host) ? channel : WRONG_HOST[hosts[0] as V2Host];
  }

  #prepare(
    channel: V2Channel,
    params: object,
    symbol: string | undefined,
    session: V2Session | undefined,
  ): { readonly error: string; readonly symbol?: string } | V2Subscription {
    const market = this.#market(symbol);
    if (market === null) return unsupported(symbol);
    const opening = this.#opening(channel, params, market, session);
    const error = this.#open.has(opening.key) ? "Already subscribed" : opening.charge?.();
    return error === undefined ? opening : { error, ...(symbol !== undefined && { symbol }) };
  }

  /** A private subscription keeps its token valid. */
  #start(
    { descriptor }: V2Channel,
    opening: V2Subscription,
    session: V2Session | undefined,
    { answer, publish, silent }: Reply,
  ): void {
    const { key, variant, acknowledged } = opening;
    answer({ result: acknowledged });
    const { name, sequence } = descriptor;
    const carries = { sequence: sequence !== undefined, checksum: name === "book" || name === "level3" };
    const stop = silent ? undefined : opening.start((text) => publish(name, carries, text));
    const release = session && this.#ground.wires.tokens.hold(session.token);
    this.#open.set(key, {
      variant,
      stop() {
        stop?.();
        release?.();
      },
    });
  }

  #opening(
    channel: V2Channel,
    params: object,
    market: Market | undefined,
    session: V2Session | undefined,
  ): V2Subscription {
    return channel.open(params as never, this.#ground, market, session);
  }

  /** Null for a symbol of no market, nothing where there is no symbol. */
  #market(symbol: string | undefined): Market | null | undefined {
    if (symbol === undefined) return undefined;
    const market = this.#ground.exchange.engine.markets.find("spot", symbol);
    return market?.symbol === symbol ? market : null;
  }
}

/** The end of a subscription needs no session. */
const NOBODY: V2Session = { account: "", token: "" };

function symbolsOf(params: { readonly symbol?: unknown }): readonly (string | undefined)[] {
  return Array.isArray(params.symbol) ? [...new Set(params.symbol as string[])] : [undefined];
}

/** The exchange answers this as if it had been asked to subscribe. */
function notFound(symbol: string | undefined) {
  const error = "Subscription Not Found";
  return { method: "subscribe", error, ...(symbol !== undefined && { symbol }) };
}

function unsupported(symbol: string | undefined) {
  return { error: `Currency pair not supported ${symbol}`, ...(symbol !== undefined && { symbol }) };
}

/** Wrong depths and intervals have texts of their own. */
function refuseSubscription({ descriptor }: V2Channel, params: object, method: string): string | undefined {
  const path = descriptor.checkParams(params)?.path;
  if (path === "/depth") return "Subscription depth not supported";
  if (path === "/interval") return "Subscription ohlc interval not supported";
  return refuseParams(descriptor.checkParams, params, method);
}
