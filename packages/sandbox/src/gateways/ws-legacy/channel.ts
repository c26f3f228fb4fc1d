import type { Channel } from "@x/connection";
import type { Market } from "../../engine/market.ts";
import type { Exchange } from "../gateway.ts";
import type { SpotWires } from "../spot/wires.ts";
import type { Broadcasts } from "../websocket/broadcasts.ts";

/** What channels are fed from. */
export interface LegacyGround {
  readonly exchange: Exchange;
  readonly wires: SpotWires;
  readonly broadcasts: Broadcasts;
  /** The number that messages of a public channel begin with. */
  readonly numberOf: (channelName: string, pair: string) => number;
}

/** One subscription that a connection may hold. */
export interface LegacySubscription {
  /** Of public channels. */
  readonly number?: number;
  /** With the depth or interval: `book-10`. */
  readonly channelName: string;
  /** What acknowledgements say of it beside its name. */
  readonly options: { readonly depth?: number; readonly interval?: number; readonly maxratecount?: number };
  /** Sends the first message, then every update. Returns how to stop. */
  start(send: (text: string) => void): () => void;
}

/** The caller of a private channel. */
export interface LegacySession {
  readonly account: string;
  readonly token: string;
}

/** How a channel is opened, for one market if it is public, for a session if it is private. Params are checked. */
export interface LegacyChannel {
  readonly descriptor: Channel;
  readonly open: (
    params: never,
    ground: LegacyGround,
    market: Market | undefined,
    session: LegacySession | undefined,
  ) => LegacySubscription;
}

/** The data of messages; those of two parts are changes of both sides of a book. */
type Parts = readonly [object] | readonly [object, object];

/** What a public channel says of one market. */
export interface LegacySource {
  /** What one who begins to follow now is told first, if anything. */
  first(): Parts | undefined;
  start(tell: (...parts: Parts) => void): () => void;
}

/** A channel of public messages about one market each. */
export function marketChannel<Params>(definition: {
  readonly descriptor: Channel<Params>;
  readonly options: (params: Params) => LegacySubscription["options"];
  readonly source: (ground: LegacyGround, market: Market, params: Params) => LegacySource;
}): LegacyChannel {
  const { descriptor } = definition;
  return {
    descriptor,
    open(params: Params, ground, market) {
      if (market === undefined) throw new Error(`${descriptor.name}: opened without a market`);
      const options = definition.options(params);
      const channelName = [descriptor.name, ...Object.values(options)].join("-");
      const pair = market.legacySymbol;
      const number = ground.numberOf(channelName, pair);
      const message = (parts: Parts) => [number, ...parts, channelName, pair];
      const make = () => {
        const source = definition.source(ground, market, params);
        return {
          snapshot: () => {
            const parts = source.first();
            return parts && message(parts);
          },
          start: (tell: (message: object) => void) => source.start((...parts) => tell(message(parts))),
        };
      };
      return {
        number,
        channelName,
        options,
        start: (listener) =>
          ground.broadcasts.follow(`${channelName} ${pair}`, make, { snapshot: true, listener }),
      };
    },
  };
}
