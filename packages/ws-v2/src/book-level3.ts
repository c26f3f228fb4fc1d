import {
  type BookCopy,
  type BookOptions,
  type Mismatch,
  OrderBook,
  type OrderLevel,
  type OrderSide,
  VerifiedBook,
} from "@x/connection";
import { type EntryTexts, type Texts, textReader } from "./book-texts.ts";
import type { WsV2 } from "./client.ts";
import { type Level3Message, type Level3Params, level3Feed } from "./generated/channels/level3.ts";
import type { Level3Event } from "./generated/components/level3-event.ts";
import type { Level3Order } from "./generated/components/level3-order.ts";

/** Which book to open. */
export interface OpenLevel3Params {
  /** As `BTC/USD`. */
  readonly symbol: string;
  /** Price levels on each side, 10 by default. */
  readonly depth?: NonNullable<Level3Params["depth"]>;
}

/** A verified order book by order (level 3). */
export type Level3Book = VerifiedBook<OrderLevel, Level3Message>;

/**
 * Opens an order book by order and keeps it: every message's checksum is verified from the digits on the wire, which
 * proves the places in each queue as well. It is offered on the host `l3`, to connections with a session token. A book
 * that does not match is emptied and asked for anew, with a change of type `gap`; three times in a row end it with an
 * error of code `invalidMessage`. It also ends with what ends its subscription. Its messages are checked and told to
 * `onDrift`; an acknowledgement is believed, for a snapshot must follow it.
 *
 * Orders stand in the queue of their price in the order in which they came. A changed order keeps its place as long as
 * it keeps its price.
 *
 * @throws the package's error of code `invalidOptions` when the connection cannot take it.
 *
 * Source: specs/ws-v2/channels/level3.schema.json, https://docs.kraken.com/exchange/guides/websockets/l3-checksum-v2
 */
export function openLevel3(
  ws: Pick<WsV2, "follow">,
  { symbol, depth = 10 }: OpenLevel3Params,
  options: BookOptions<Level3Message> = {},
): Level3Book {
  return new VerifiedBook(
    {
      symbol,
      depth,
      copy: new Copy(symbol, depth),
      follow: (sink) => ws.follow(level3Feed, { symbol: [symbol], depth }, sink),
    },
    options,
  );
}

class Copy extends OrderBook implements BookCopy<OrderLevel, Level3Message> {
  readonly #symbol: string;
  readonly #texts = textReader("limit_price", "order_qty");

  constructor(symbol: string, depth: number) {
    super(depth);
    this.#symbol = symbol;
  }

  begins({ type }: Level3Message): boolean {
    return type === "snapshot";
  }

  apply({ type, data }: Level3Message, text: string): Mismatch | undefined {
    const texts = this.#texts(text, data);
    for (let index = 0; index < data.length; index++) {
      const { symbol, bids, asks, checksum: expected } = data[index] as Level3Message["data"][number];
      if (symbol !== this.#symbol) continue;
      if (type === "snapshot") this.clear();
      const own = texts[index] as EntryTexts;
      happen(this.bids, bids, own.bids);
      happen(this.asks, asks, own.asks);
      const actual = this.settle();
      if (actual !== expected) return { expected, actual };
    }
    return undefined;
  }
}

/** The orders of a snapshot are all new. */
function happen(side: OrderSide, events: readonly (Level3Order | Level3Event)[], texts: Texts = []): void {
  for (let index = 0; index < events.length; index++) {
    const entry = events[index] as Level3Order | Level3Event;
    const { order_id: id, timestamp, limit_price: price, order_qty: qty } = entry;
    const event = "event" in entry ? entry.event : "add";
    const priceText = texts[2 * index] as string;
    const qtyText = texts[2 * index + 1] as string;
    if (event === "delete") side.delete(id);
    else if (event === "modify") side.modify(id, timestamp, price, priceText, qty, qtyText);
    else if (event === "add") side.add(id, timestamp, price, priceText, qty, qtyText);
  }
}
