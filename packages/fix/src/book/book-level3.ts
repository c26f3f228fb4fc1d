import {
  type BookCopy,
  type BookOptions,
  type Mismatch,
  OrderBook,
  type OrderLevel,
  type OrderSide,
  VerifiedBook,
} from "@x/connection";
import { MDEntryType, MDUpdateAction } from "../generated/fields.ts";
import type { MarketDataSnapshotFullRefreshNoMDEntries } from "../generated/messages/market-data-snapshot-full-refresh.ts";
import type { BookDepth } from "./book.ts";
import { type BookPrecision, withDecimals } from "./digits.ts";
import { BookFeed, type BookMessage, type BookSession } from "./feed.ts";

/** Which book to open. */
export interface OpenLevel3Params {
  /** `BTC/USD` on spot, `PF_XBTUSD` on derivatives. */
  readonly symbol: string;
  /** Price levels on each side; 0, all of them, by default. */
  readonly depth?: BookDepth;
  /** The decimals of its prices and quantities; asked for with a SecurityListRequest where they are not given. */
  readonly precision?: BookPrecision;
  /**
   * Whether to hold the book against the checksums as those of level 3 over WebSocket v2 are made: order by order in the
   * queues of the ten best prices. Off by default: Kraken describes the checksum over FIX for books by price only.
   */
  readonly verify?: boolean;
}

/** An order book by order (level 3). */
export type Level3Book = VerifiedBook<OrderLevel, BookMessage>;

/**
 * Opens an order book by order over a level 3 market-data session and keeps it. Orders of one price stand by the time at
 * which they entered the queue (MDEntryTimeQueue), where the exchange gives it, otherwise as they came; a changed order
 * keeps its place unless that time has changed. A lost connection empties the book, and it comes back with the session.
 * It ends as a book by price does.
 *
 * Source: specs/fix/kraken-fix44.xml, https://docs.kraken.com/exchange/guides/general/l3-data
 */
export function openLevel3(
  session: BookSession,
  { symbol, depth = 0, precision, verify = false }: OpenLevel3Params,
  options: BookOptions<BookMessage> = {},
): Level3Book {
  const copy = new Copy(depth === 0 ? Number.POSITIVE_INFINITY : depth, precision, verify);
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
            aggregated: false,
            precision,
            learned: (learned) => copy.learn(learned),
          },
          sink,
        ),
    },
    options,
  );
}

type Entry = MarketDataSnapshotFullRefreshNoMDEntries;

class Copy extends OrderBook implements BookCopy<OrderLevel, BookMessage> {
  #precision: BookPrecision | undefined;
  readonly #verify: boolean;

  constructor(depth: number, precision: BookPrecision | undefined, verify: boolean) {
    super(depth);
    this.#precision = precision;
    this.#verify = verify;
  }

  learn(precision: BookPrecision): void {
    this.#precision = precision;
  }

  begins({ MsgType }: BookMessage): boolean {
    return MsgType === "W";
  }

  apply(message: BookMessage): Mismatch | undefined {
    if (message.MsgType === "W") {
      this.clear();
      for (const entry of message.NoMDEntries.toSorted(byQueueTime)) this.#happen(entry, MDUpdateAction.New);
      this.settle();
      return undefined;
    }
    for (const entry of message.NoMDEntries) this.#happen(entry, entry.MDUpdateAction);
    const actual = this.settle();
    const { ChecksumOrderBook: text } = message;
    if (!this.#verify || text === undefined || Number(text) === actual) return undefined;
    return { expected: Number(text), actual };
  }

  #happen(entry: Omit<Entry, "MDEntryType"> & { readonly MDEntryType: string }, action: string): void {
    if (entry.MDEntryType !== MDEntryType.Bid && entry.MDEntryType !== MDEntryType.Offer) return;
    const side = entry.MDEntryType === MDEntryType.Bid ? this.bids : this.asks;
    const { MDEntryID: id } = entry;
    const precision = this.#precision as BookPrecision;
    const priceText = withDecimals(entry.MDEntryPx, precision.price);
    const qtyText = withDecimals(entry.MDEntrySize, precision.qty);
    const price = Number(priceText);
    const qty = Number(qtyText);
    const time = entry.MDEntryTimeQueue ?? entry.MDEntryTime;
    if (action === MDUpdateAction.Delete) side.delete(id);
    else if (action === MDUpdateAction.New) side.add(id, time, price, priceText, qty, qtyText);
    else if (action === MDUpdateAction.Change) {
      const moved = entry.MDEntryTimeQueue !== undefined && (queueTime(side, price, id) ?? time) !== time;
      if (moved) side.add(id, time, price, priceText, qty, qtyText);
      else side.modify(id, time, price, priceText, qty, qtyText);
    }
  }
}

/** When an order of that price entered its queue, if it is there. */
function queueTime(side: OrderSide, price: number, id: string): string | undefined {
  return side.levels[side.find(price)]?.orders.find(({ orderId }) => orderId === id)?.timestamp;
}

/** Earlier first; those without a time stay as they came. */
function byQueueTime({ MDEntryTimeQueue: one }: Entry, { MDEntryTimeQueue: other }: Entry): number {
  if (one === undefined || other === undefined || one === other) return 0;
  return one < other ? -1 : 1;
}
