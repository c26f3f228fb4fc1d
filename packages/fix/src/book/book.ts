import {
  type BookCopy,
  type BookOptions,
  LevelBook,
  type Mismatch,
  type PriceLevel,
  VerifiedBook,
} from "@x/connection";
import { MDEntryType, MDUpdateAction } from "../generated/fields.ts";
import { type BookPrecision, withDecimals } from "./digits.ts";
import { BookFeed, type BookMessage, type BookSession } from "./feed.ts";

/** Levels on each side; 0 is all the exchange gives, at most 1000. */
export type BookDepth = 0 | 1 | 10 | 25 | 100 | 500 | 1000;

/** Which book to open. */
export interface OpenBookParams {
  /** `BTC/USD` on spot, `PF_XBTUSD` on derivatives. */
  readonly symbol: string;
  /** 10 by default. */
  readonly depth?: BookDepth;
  /** The decimals of its prices and quantities; asked for with a SecurityListRequest where they are not given. */
  readonly precision?: BookPrecision;
}

/** A verified order book by price (level 2). */
export type Book = VerifiedBook<PriceLevel, BookMessage>;

/**
 * Opens an order book by price over a market-data session and keeps it: every update's checksum is verified from the
 * exact decimals, written with as many places as the instrument has. A book that does not match is emptied and asked for
 * anew, with a change of type `gap`; three times in a row end it with an error of code `bookMismatch`. A lost connection
 * empties it as well, and it comes back with the session. It ends with the session, with `close`, and with an error of
 * code `marketDataRefused` when the exchange does not give it.
 *
 * Source: specs/fix/kraken-fix44.xml, https://docs.kraken.com/exchange/guides/fix/checksums
 */
export function openBook(
  session: BookSession,
  { symbol, depth = 10, precision }: OpenBookParams,
  options: BookOptions<BookMessage> = {},
): Book {
  const copy = new Copy(depth === 0 ? Number.POSITIVE_INFINITY : depth, precision);
  return new VerifiedBook(
    {
      symbol,
      depth,
      copy,
      follow: (sink) =>
        new BookFeed(
          session,
          {
            symbol,
            depth: `${depth}`,
            aggregated: true,
            precision,
            learned: (learned) => copy.learn(learned),
          },
          sink,
        ),
    },
    options,
  );
}

class Copy extends LevelBook implements BookCopy<PriceLevel, BookMessage> {
  #precision: BookPrecision | undefined;

  constructor(depth: number, precision: BookPrecision | undefined) {
    super(depth);
    this.#precision = precision;
  }

  learn(precision: BookPrecision): void {
    this.#precision = precision;
  }

  begins({ MsgType }: BookMessage): boolean {
    return MsgType === "W";
  }

  apply(message: BookMessage): Mismatch | undefined {
    if (message.MsgType === "W") this.clear();
    const { price, qty } = this.#precision as BookPrecision;
    for (const entry of message.NoMDEntries) {
      if (entry.MDEntryType !== MDEntryType.Bid && entry.MDEntryType !== MDEntryType.Offer) continue;
      const side = entry.MDEntryType === MDEntryType.Bid ? this.bids : this.asks;
      const priceText = withDecimals(entry.MDEntryPx, price);
      const gone = "MDUpdateAction" in entry && entry.MDUpdateAction === MDUpdateAction.Delete;
      const qtyText = withDecimals(gone ? "0" : entry.MDEntrySize, qty);
      side.set(Number(priceText), priceText, Number(qtyText), qtyText);
    }
    const actual = this.settle();
    const text = message.MsgType === "X" ? message.ChecksumOrderBook : undefined;
    if (text === undefined || Number(text) === actual) return undefined;
    return { expected: Number(text), actual };
  }
}
