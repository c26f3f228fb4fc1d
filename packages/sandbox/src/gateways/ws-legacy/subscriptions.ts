import type { SubscriptionStatusMessage } from "@x/ws-legacy";
import type { Market } from "../../engine/market.ts";
import type { Carries } from "../websocket/line.ts";
import type { LegacyChannel, LegacyGround, LegacySession, LegacySubscription } from "./channel.ts";
import { CHANNELS } from "./channels.ts";
import { isObject, type LegacyRequest, refuseParams } from "./request.ts";

/** The hosts of the interface; each serves what it is for. */
export type LegacyHost = "public" | "private";

export const WRONG_HOST = {
  public: "Public market data subscriptions are unavailable on this endpoint. Try ws.kraken.com",
  private: "Private data and trading are unavailable on this endpoint. Try ws-auth.kraken.com",
} as const satisfies Record<LegacyHost, string>;

export type Status = Omit<SubscriptionStatusMessage, "event" | "reqid">;

/** How a subscription is answered, and where its messages go. */
export interface Reply {
  readonly answer: (status: Status) => void;
  readonly publish: (channel: string, carries: Carries, text: string) => void;
  /** Whether it says nothing after its acknowledgement. */
  readonly silent: boolean;
}

/** What a request asks to follow. */
export interface Asked {
  readonly name: unknown;
  readonly token: unknown;
  /** As the channel's check expects them. */
  readonly params: Record<string, unknown>;
}

/** What one connection follows. */
export class LegacySubscriptions {
  readonly #ground: LegacyGround;
  readonly #host: LegacyHost;
  readonly #authenticate: (token: unknown) => { readonly error: string } | LegacySession;
  readonly #open = new Map<string, () => void>();

  constructor(
    ground: LegacyGround,
    host: LegacyHost,
    authenticate: (token: unknown) => { readonly error: string } | LegacySession,
  ) {
    this.#ground = ground;
    this.#host = host;
    this.#authenticate = authenticate;
  }

  get count(): number {
    return this.#open.size;
  }

  /** Each pair is acknowledged or refused by itself. */
  subscribe(request: LegacyRequest, reply: Reply): void {
    const asked = readSubscription(request);
    const refuse = (errorMessage: string, pair?: string) => reply.answer(refusal(asked, errorMessage, pair));
    const refuseAll = (errorMessage: string) => refusalsOf(asked, errorMessage).forEach(reply.answer);
    const channel = this.#find(asked.name);
    if (typeof channel === "string") {
      refuseAll(channel);
      return;
    }
    const session = channel.descriptor.auth ? this.#authenticate(asked.token) : undefined;
    if (session !== undefined && "error" in session) {
      refuse(session.error);
      return;
    }
    const params = paramsFor(channel, asked);
    const error = refuseSubscription(channel, params, "subscribe");
    if (error !== undefined) {
      refuseAll(error);
      return;
    }
    for (const pair of pairsOf(params)) {
      const market = this.#market(pair);
      if (market === null) {
        refuse(`Currency pair not supported ${pair}`, pair);
        continue;
      }
      const opening = channel.open(params as never, this.#ground, market, session);
      const key = keyOf(opening, market);
      if (this.#open.has(key)) refuse("Already subscribed", pair);
      else {
        reply.answer(statusOf("subscribed", channel, opening, market));
        const stop = start(channel, opening, reply);
        // A private subscription keeps its token valid.
        const release = session && this.#ground.wires.tokens.hold(session.token);
        this.#open.set(key, () => {
          stop();
          release?.();
        });
      }
    }
  }

  unsubscribe(request: LegacyRequest, reply: Pick<Reply, "answer">): void {
    const asked = readSubscription(request);
    const refuse = (errorMessage: string, pair?: string) => reply.answer(refusal(asked, errorMessage, pair));
    const refuseAll = (errorMessage: string) => refusalsOf(asked, errorMessage).forEach(reply.answer);
    const channel = this.#find(asked.name);
    if (typeof channel === "string") {
      refuseAll(channel === WRONG_HOST.public ? "Subscription Not Found" : channel);
      return;
    }
    const params = paramsFor(channel, asked);
    const error = refuseSubscription(channel, params, "unsubscribe");
    if (error !== undefined) {
      refuseAll(error);
      return;
    }
    for (const pair of pairsOf(params)) {
      const market = this.#market(pair);
      if (market === null) {
        refuse(`Currency pair not supported ${pair}`, pair);
        continue;
      }
      const opening = channel.open(params as never, this.#ground, market, NOBODY);
      const key = keyOf(opening, market);
      const stop = this.#open.get(key);
      if (stop === undefined) refuse("Subscription Not Found", pair);
      else {
        stop();
        this.#open.delete(key);
        reply.answer(statusOf("unsubscribed", channel, opening, market));
      }
    }
  }

  stop(): void {
    for (const stop of this.#open.values()) stop();
    this.#open.clear();
  }

  #find(name: unknown): LegacyChannel | string {
    const channel = typeof name === "string" ? CHANNELS.get(name) : undefined;
    if (channel === undefined) return "Subscription name invalid";
    const { hosts } = channel.descriptor;
    return hosts.includes(this.#host) ? channel : WRONG_HOST[hosts[0] as LegacyHost];
  }

  /** Null for a pair of no market, nothing where there is no pair. */
  #market(pair: string | undefined): Market | null | undefined {
    if (pair === undefined) return undefined;
    const market = this.#ground.exchange.engine.markets.find("spot", pair);
    return market?.legacySymbol === pair ? market : null;
  }
}

/** The end of a subscription needs no session. */
const NOBODY: LegacySession = { account: "", token: "" };

/** The exchange's own examples write one flag as text. */
export function readSubscription(request: LegacyRequest): Asked {
  const { subscription, pair } = request.params;
  const { name, token, ...options } = isObject(subscription) ? subscription : {};
  const { ratecounter } = options;
  if (ratecounter === "true" || ratecounter === "false") options.ratecounter = ratecounter === "true";
  return { name, token, params: { ...options, ...(pair !== undefined && { pair }) } };
}

/** Pairs mean nothing to private channels. */
function paramsFor({ descriptor }: LegacyChannel, { params }: Asked): Record<string, unknown> {
  if (!descriptor.auth) return params;
  const { pair: _ignored, ...own } = params;
  return own;
}

function pairsOf({ pair }: { readonly pair?: unknown }): readonly (string | undefined)[] {
  return Array.isArray(pair) ? [...new Set(pair as string[])] : [undefined];
}

function keyOf({ channelName }: LegacySubscription, market: Market | undefined): string {
  return `${channelName} ${market?.legacySymbol ?? ""}`;
}

function start(
  { descriptor: { name, sequence } }: LegacyChannel,
  opening: LegacySubscription,
  { publish, silent }: Reply,
): () => void {
  const carries = { sequence: sequence !== undefined, checksum: name === "book" };
  return silent ? () => {} : opening.start((text) => publish(name, carries, text));
}

function statusOf(
  status: "subscribed" | "unsubscribed",
  { descriptor: { name } }: LegacyChannel,
  { number, channelName, options }: LegacySubscription,
  market: Market | undefined,
): Status {
  return {
    ...(number !== undefined && { channelID: number }),
    channelName,
    ...(market !== undefined && { pair: market.legacySymbol }),
    status,
    subscription: { ...(status === "subscribed" ? options : withoutThreshold(options)), name },
  };
}

function withoutThreshold({ maxratecount: _said, ...options }: LegacySubscription["options"]) {
  return options;
}

/** A refusal of a request as a whole, once for each pair that it names. */
export function refusalsOf(asked: Asked, errorMessage: string): Status[] {
  const { pair } = asked.params;
  const isPrivate = typeof asked.name === "string" && CHANNELS.get(asked.name)?.descriptor.auth === true;
  const pairs = Array.isArray(pair) && !isPrivate ? pair.filter((one) => typeof one === "string") : [];
  if (pairs.length === 0) return [refusal(asked, errorMessage)];
  return [...new Set(pairs)].map((one) => refusal(asked, errorMessage, one));
}

function refusal({ name, params: { depth, interval } }: Asked, errorMessage: string, pair?: string): Status {
  const subscription = {
    ...(typeof depth === "number" && { depth }),
    ...(typeof interval === "number" && { interval }),
    ...(typeof name === "string" && { name }),
  };
  return {
    errorMessage,
    ...(pair !== undefined && { pair }),
    status: "error",
    ...(typeof name === "string" && { subscription }),
  };
}

/** Wrong depths and intervals have texts of their own. */
function refuseSubscription(
  { descriptor }: LegacyChannel,
  params: object,
  spoken: string,
): string | undefined {
  const fault = descriptor.checkParams(params);
  if (fault?.path === "/depth" || fault?.path === "/interval") {
    const field = fault.path.slice(1);
    if (fault.expected === "no field of this name") {
      return `Subscription ${descriptor.name} doesn't require ${field}`;
    }
    return field === "depth"
      ? "Subscription depth not supported"
      : "Subscription ohlc interval not supported";
  }
  return refuseParams(descriptor.checkParams, params, spoken);
}
