import {
  type BookCopy,
  type BookOptions,
  LevelBook,
  type LevelSide,
  type Mismatch,
  type PriceLevel,
  VerifiedBook,
} from "@x/connection";
import { type EntryTexts, type Texts, textReader } from "./book-texts.ts";
import type { WsV2 } from "./client.ts";
import { type BookMessage, type BookParams, bookFeed } from "./generated/channels/book.ts";
import type { BookData } from "./generated/components/book-data.ts";

/** Which book to open. */
export interface OpenBookParams {
  /** As `BTC/USD`. */
  readonly symbol: string;
  /** Levels on each side, 10 by default. */
  readonly depth?: NonNullable<BookParams["depth"]>;
}

/** A verified order book by price (level 2). */
export type Book = VerifiedBook<PriceLevel, BookMessage>;

/**
 * Opens an order book by price and keeps it: every message's checksum is verified from the digits on the wire. A book
 * that does not match is emptied and asked for anew, with a change of type `gap`; three times in a row end it with an
 * error of code `invalidMessage`. It also ends with what ends its subscription. Its messages are checked and told to
 * `onDrift`; an acknowledgement is believed, for a snapshot must follow it.
 *
 * @throws the package's error of code `invalidOptions` when the connection cannot take it.
 *
 * Source: specs/ws-v2/channels/book.schema.json, https://docs.kraken.com/exchange/guides/websockets/book-checksum-v2
 */
export function openBook(
  ws: Pick<WsV2, "follow">,
  { symbol, depth = 10 }: OpenBookParams,
  options: BookOptions<BookMessage> = {},
): Book {
  return new VerifiedBook(
    {
      symbol,
      depth,
      copy: new Copy(symbol, depth),
      follow: (sink) => ws.follow(bookFeed, { symbol: [symbol], depth }, sink),
    },
    options,
  );
}

class Copy extends LevelBook implements BookCopy<PriceLevel, BookMessage> {
  readonly #symbol: string;
  readonly #texts = textReader("price", "qty");

  constructor(symbol: string, depth: number) {
    super(depth);
    this.#symbol = symbol;
  }

  begins({ type }: BookMessage): boolean {
    return type === "snapshot";
  }

  apply({ type, data }: BookMessage, text: string): Mismatch | undefined {
    const texts = this.#texts(text, data);
    for (let index = 0; index < data.length; index++) {
      const { symbol, bids, asks, checksum: expected } = data[index] as BookData;
      if (symbol !== this.#symbol) continue;
      if (type === "snapshot") this.clear();
      const own = texts[index] as EntryTexts;
      set(this.bids, bids, own.bids);
      set(this.asks, asks, own.asks);
      const actual = this.settle();
      if (actual !== expected) return { expected, actual };
    }
    return undefined;
  }
}

function set(side: LevelSide, levels: BookData["bids"], texts: Texts = []): void {
  for (let index = 0; index < levels.length; index++) {
    const { price, qty } = levels[index] as BookData["bids"][number];
    side.set(price, texts[2 * index] as string, qty, texts[2 * index + 1] as string);
  }
}
