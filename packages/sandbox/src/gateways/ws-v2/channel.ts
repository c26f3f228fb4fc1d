import type { Channel } from "@x/connection";
import type { Market } from "../../engine/market.ts";
import type { RateLimits } from "../../rate-limits.ts";
import type { Exchange } from "../gateway.ts";
import type { SpotWires } from "../spot/wires.ts";
import type { Broadcasts, Source } from "../websocket/broadcasts.ts";

/** What channels are fed from. */
export interface V2Ground {
  readonly exchange: Exchange;
  readonly wires: SpotWires;
  readonly broadcasts: Broadcasts;
  /** What subscriptions to books by order may cost; left out: nobody counts. */
  readonly level3Budget: RateLimits | undefined;
}

/** One subscription that a connection may hold. */
export interface V2Subscription {
  /** What a connection holds one of at most: messages do not say more. */
  readonly key: string;
  /** What the end of the subscription must repeat. */
  readonly variant: string;
  /** The result of the acknowledgement, and of the end. */
  readonly acknowledged: object;
  readonly ended: object;
  /** Pays for the subscription. A text is the refusal of one that cannot be paid for now. */
  readonly charge?: () => string | undefined;
  /** Sends the snapshot, then every update. Returns how to stop. */
  start(send: (text: string) => void): () => void;
}

/** The caller of a private channel. */
export interface V2Session {
  readonly account: string;
  readonly token: string;
}

/** How a channel is opened, for one market if it has markets, for a session if it is private. Params are checked. */
export interface V2Channel {
  readonly descriptor: Channel;
  readonly open: (
    params: never,
    ground: V2Ground,
    market: Market | undefined,
    session: V2Session | undefined,
  ) => V2Subscription;
}

/** A channel of public messages about one market each. */
export function marketChannel<Params extends { snapshot?: boolean }>(definition: {
  readonly descriptor: Channel<Params>;
  /** The parameters that are echoed, with their defaults. */
  readonly options: (params: Params) => Readonly<Record<string, string | number>>;
  /** Whether messages show the options, so that one connection may follow a market with several. */
  readonly shows: boolean;
  readonly warnings?: readonly string[];
  readonly source: (ground: V2Ground, market: Market, params: Params) => Source;
  readonly charge?: (ground: V2Ground, session: V2Session | undefined, params: Params) => string | undefined;
}): V2Channel {
  const { descriptor, shows, warnings } = definition;
  const channel = descriptor.name;
  return {
    descriptor,
    open(params: Params, ground, market, session) {
      if (market === undefined) throw new Error(`${channel}: opened without a market`);
      const { symbol } = market;
      const options = definition.options(params);
      const variant = Object.values(options).join(" ");
      const snapshot = params.snapshot ?? true;
      const topic = `${channel} ${symbol} ${variant}`;
      return {
        key: shows ? topic : `${channel} ${symbol}`,
        variant,
        acknowledged: { channel, ...options, snapshot, symbol, ...(warnings && { warnings }) },
        ended: { channel, ...options, symbol },
        charge: () => definition.charge?.(ground, session, params),
        start: (listener) =>
          ground.broadcasts.follow(topic, () => definition.source(ground, market, params), {
            snapshot,
            listener,
          }),
      };
    },
  };
}
