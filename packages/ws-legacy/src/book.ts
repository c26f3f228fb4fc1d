import {
  type BookCopy,
  type BookOptions,
  LevelBook,
  type LevelSide,
  type Mismatch,
  type PriceLevel,
  VerifiedBook,
} from "@x/connection";
import type { WsLegacy } from "./client.ts";
import { type BookMessage, type BookParams, bookFeed } from "./generated/channels/book.ts";

/** Which book to open. */
export interface OpenBookParams {
  /** As `XBT/USD`. */
  readonly pair: string;
  /** Levels on each side, 10 by default. */
  readonly depth?: NonNullable<BookParams["depth"]>;
}

/** A verified order book. */
export type Book = VerifiedBook<PriceLevel, BookMessage>;

/**
 * Opens an order book and keeps it: the checksum of every update is verified; a snapshot carries none. A book that does
 * not match is emptied and asked for anew, with a change of type `gap`; three times in a row end it with an error of
 * code `invalidMessage`. It also ends with what ends its subscription. Its messages are checked and told to `onDrift`; an
 * acknowledgement is believed, for a snapshot must follow it.
 *
 * @throws the package's error of code `invalidOptions` when the connection cannot take it.
 *
 * Source: specs/ws-legacy/channels/book.schema.json, https://docs.kraken.com/exchange/guides/websockets/book-checksum-v1
 */
export function openBook(
  ws: Pick<WsLegacy, "follow">,
  { pair, depth = 10 }: OpenBookParams,
  options: BookOptions<BookMessage> = {},
): Book {
  return new VerifiedBook(
    {
      symbol: pair,
      depth,
      copy: new Copy(depth),
      follow: (sink) => ws.follow(bookFeed, { pair: [pair], depth }, sink),
    },
    options,
  );
}

/** What the objects of a message can hold; the spec says which go together. */
interface Part {
  readonly as?: Levels;
  readonly bs?: Levels;
  readonly a?: Levels;
  readonly b?: Levels;
  readonly c?: string;
}

/** Price, volume and more. They are text on the wire, so what was parsed is what stood there. */
type Levels = readonly (readonly [string, string, ...unknown[]])[];

class Copy extends LevelBook implements BookCopy<PriceLevel, BookMessage> {
  begins(message: BookMessage): boolean {
    return "as" in message[1];
  }

  apply(message: BookMessage): Mismatch | undefined {
    let checksum: string | undefined;
    // Before the parts stands a number, behind them name and pair.
    for (const { as, bs, a, b, c = checksum } of message.slice(1, -2) as Part[]) {
      // What else may stand in a snapshot, or beside a change, has not been checked.
      if (as) this.clear();
      else checksum = c;
      set(this.asks, as ?? a);
      set(this.bids, as ? bs : b);
    }
    const actual = this.settle();
    if (checksum === undefined || Number(checksum) === actual) return undefined;
    return { expected: Number(checksum), actual };
  }
}

function set(side: LevelSide, levels: Levels = []): void {
  for (const [price, volume] of levels) side.set(Number(price), price, Number(volume), volume);
}
