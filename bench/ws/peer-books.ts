import type { Peers } from "../src/peers.ts";

/** Takes the frames of one subscription, the snapshot first, and says of each whether it was verified. */
export type Book = (frame: string) => boolean;

/** A book of someone else's, begun anew for each turn. */
export interface PeerBook {
  readonly name: string;
  readonly open: () => Book;
}

type Level = readonly [price: string, qty: string, time: string];
interface Part {
  readonly as?: Level[];
  readonly bs?: Level[];
  readonly a?: Level[];
  readonly b?: Level[];
  readonly c?: string;
}
/** A frame of the legacy WebSocket. */
type Frame = readonly [number, Part, ...unknown[]];

/** The objects of a frame, between its number and its names. */
function parts(frame: Frame): readonly Part[] {
  return frame.slice(1, -2) as Part[];
}

/**
 * ccxws: its book of raw texts with a checksum of them, for the legacy WebSocket. It never forgets what falls out of the
 * depth, so that what it comes to is soon wrong; it is measured all the same.
 */
export async function ccxwsBook(peers: Peers): Promise<PeerBook> {
  interface Point {
    readonly price: string;
    readonly size: string;
    readonly timestamp: string;
  }
  interface KrakenOrderBook {
    update(update: { readonly asks: readonly Point[]; readonly bids: readonly Point[] }): void;
    checksum(): string;
  }
  const { default: module } = await peers<{
    readonly default: {
      readonly KrakenOrderBook: new (snapshot: {
        readonly asks: readonly Point[];
        readonly bids: readonly Point[];
      }) => KrakenOrderBook;
    };
  }>("ccxws/dist/src/orderbooks/KrakenOrderBook.js");
  const points = (levels: readonly Level[] = []): Point[] =>
    levels.map(([price, size, timestamp]) => ({ price, size, timestamp }));
  return {
    name: "ccxws 0.47.0, verifying",
    open: () => {
      let book: KrakenOrderBook | undefined;
      return (text) => {
        const frame = JSON.parse(text) as Frame;
        const [, { as, bs }] = frame;
        if (!book || as) {
          book = new module.KrakenOrderBook({ asks: points(as), bids: points(bs) });
          return true;
        }
        let checksum: string | undefined;
        for (const { a, b, c } of parts(frame)) {
          book.update({ asks: points(a), bids: points(b) });
          checksum = c ?? checksum;
        }
        return book.checksum() === checksum;
      };
    },
  };
}

/** node-kraken-api: `applyUpdate` of a snapshot and one side's changes, for the legacy WebSocket, which verifies. */
export async function nodeKrakenApiBook(peers: Peers): Promise<PeerBook> {
  interface Snapshot {
    readonly as: Level[];
    readonly bs: Level[];
  }
  const { Kraken } = await peers<{
    readonly Kraken: {
      readonly WS: {
        readonly Book: { applyUpdate(book: Snapshot, part: Part): { readonly verified: boolean } };
      };
    };
  }>("node-kraken-api");
  return {
    name: "node-kraken-api 2.2.2, verifying",
    open: () => {
      let book: Snapshot | undefined;
      return (text) => {
        const frame = JSON.parse(text) as Frame;
        const [, { as, bs }] = frame;
        if (!book || (as && bs)) {
          book = { as: as ?? [], bs: bs ?? [] };
          return true;
        }
        let verified = false;
        for (const part of parts(frame)) ({ verified } = Kraken.WS.Book.applyUpdate(book, part));
        return verified;
      };
    },
  };
}

/**
 * ccxt: what it does with a parsed frame of WebSocket v2. It verifies nothing: the check is switched off in the package
 * as not reliable, for numbers have lost the zeros it would need.
 */
export async function ccxtBook(peers: Peers): Promise<PeerBook> {
  interface Exchange {
    handleOrderBook(client: object, message: unknown): void;
  }
  const { default: ccxt } = await peers<{
    readonly default: { readonly pro: { readonly kraken: new () => Exchange } };
  }>("ccxt");
  const client = { subscriptions: {}, resolve: () => {}, reject: () => {} };
  return {
    name: "ccxt 4.5.84, not verifying",
    open: () => {
      const exchange = new ccxt.pro.kraken();
      return (text) => {
        exchange.handleOrderBook(client, JSON.parse(text));
        return false;
      };
    },
  };
}
