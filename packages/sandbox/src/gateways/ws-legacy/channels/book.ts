import { type BookMessage, type BookParams, book } from "@x/ws-legacy";
import type { BookLevel } from "../../../engine/book.ts";
import type { Decimal } from "../../../engine/decimal.ts";
import type { Engine } from "../../../engine/engine.ts";
import type { BookChange } from "../../../engine/feed.ts";
import type { Market } from "../../../engine/market.ts";
import type { Side } from "../../../engine/order.ts";
import { BookView, type ViewedLevel } from "../../spot/book-view.ts";
import { bookChecksum, CHECKED_LEVELS } from "../../spot/checksum.ts";
import { epochSeconds } from "../../time.ts";
import { marketChannel } from "../channel.ts";
import { printPrice, printQuantity } from "../numbers.ts";

type Level = [string, string, string] | [string, string, string, "r"];
type Snapshot = Extract<BookMessage[1], { as: unknown }>;

/** The best levels, then those that change; a change of both sides comes in two parts. */
export const bookChannel = marketChannel<BookParams>({
  descriptor: book,
  options: ({ depth = 10 }) => ({ depth }),
  source({ exchange: { engine } }, market, { depth = 10 }) {
    const view = new BookView(engine, market, depth);
    const times = new LevelTimes(engine, market);
    const level = (side: Side, { price, quantity }: BookLevel): [string, string, string] => [
      printPrice(price),
      printQuantity(market, quantity),
      epochSeconds(times.of(side, price)),
    ];
    const changed = (side: Side, one: ViewedLevel): Level =>
      one.again ? [...level(side, one), "r"] : level(side, one);
    const snapshot = (): Snapshot => ({
      as: view.asks.map((one) => level("sell", one)),
      bs: view.bids.map((one) => level("buy", one)),
    });
    return {
      first: () => [snapshot()],
      start: (tell) =>
        engine.feed.on("book", (change) => {
          if (change.market !== market) return;
          times.note(change);
          const update = view.update(change);
          if (update === undefined) return;
          const a = update.asks.map((one) => changed("sell", one));
          const b = update.bids.map((one) => changed("buy", one));
          const c = checksumOf(view);
          if (b.length === 0) tell({ a, c });
          else if (a.length === 0) tell({ b, c });
          else tell({ a }, { b, c });
        }),
    };
  },
});

function checksumOf({ market, asks, bids }: BookView): string {
  const checked = (levels: readonly BookLevel[]) =>
    levels.slice(0, CHECKED_LEVELS).map(({ price, quantity }) => ({
      price: printPrice(price),
      quantity: printQuantity(market, quantity),
    }));
  return String(bookChecksum(checked(asks), checked(bids)));
}

/** When each level of a book last changed. */
class LevelTimes {
  readonly #times: Record<Side, Map<Decimal, number>> = { buy: new Map(), sell: new Map() };
  readonly #engine: Engine;

  constructor(engine: Engine, market: Market) {
    this.#engine = engine;
    for (const side of ["buy", "sell"] as const) {
      for (const { price, since } of engine.bookOrders(market, side)) this.#times[side].set(price, since);
    }
  }

  /** A level that is gone was last changed just now. */
  of(side: Side, price: Decimal): number {
    return this.#times[side].get(price) ?? this.#engine.clock.now();
  }

  note({ at, bids, asks }: BookChange): void {
    for (const [side, levels] of [
      ["buy", bids],
      ["sell", asks],
    ] as const) {
      for (const { price, quantity } of levels) {
        if (quantity === "0") this.#times[side].delete(price);
        else this.#times[side].set(price, at);
      }
    }
  }
}
