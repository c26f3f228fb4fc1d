import { type BookMessage, type BookParams, book } from "@x/ws-v2";
import type { BookLevel } from "../../../engine/book.ts";
import { toFixed } from "../../../engine/decimal.ts";
import type { Market } from "../../../engine/market.ts";
import { type Exact, exactNumber } from "../../exact-json.ts";
import { BookView } from "../../spot/book-view.ts";
import { bookChecksum, CHECKED_LEVELS } from "../../spot/checksum.ts";
import { isoMicroseconds } from "../../time.ts";
import { marketChannel } from "../channel.ts";

type Data = Exact<BookMessage>["data"][number];

/** Book by level: the best levels, then those that change, each with the checksum of the book as it is then. */
export const bookChannel = marketChannel<BookParams>({
  descriptor: book,
  options: ({ depth = 10 }) => ({ depth }),
  shows: false,
  source({ exchange: { engine, clock } }, market, { depth = 10 }) {
    const view = new BookView(engine, market, depth);
    const message = (type: "snapshot" | "update", levels: Sides, at: number): Exact<BookMessage> => ({
      channel: "book",
      type,
      data: [
        {
          symbol: market.symbol,
          ...print(market, levels),
          checksum: checksumOf(view),
          timestamp: isoMicroseconds(at),
        },
      ],
    });
    return {
      snapshot: () => message("snapshot", view, clock.now()),
      start: (tell) =>
        engine.feed.on("book", (change) => {
          if (change.market !== market) return;
          const changed = view.update(change);
          if (changed !== undefined) tell(message("update", changed, changed.at));
        }),
    };
  },
});

interface Sides {
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
}

function print(market: Market, { bids, asks }: Sides): Pick<Data, "bids" | "asks"> {
  const level = (one: BookLevel) => {
    const { price, quantity } = text(market, one);
    return { price: exactNumber(price), qty: exactNumber(quantity) };
  };
  return { bids: bids.map(level), asks: asks.map(level) };
}

function checksumOf({ market, asks, bids }: BookView): number {
  const checked = (levels: readonly BookLevel[]) =>
    levels.slice(0, CHECKED_LEVELS).map((one) => text(market, one));
  return bookChecksum(checked(asks), checked(bids));
}

function text({ priceDecimals, quantityDecimals }: Market, { price, quantity }: BookLevel) {
  return { price: toFixed(price, priceDecimals), quantity: toFixed(quantity, quantityDecimals) };
}
