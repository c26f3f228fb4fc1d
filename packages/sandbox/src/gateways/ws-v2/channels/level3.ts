import type { RateLimitPool } from "@x/core";
import { type Level3Message, type Level3Params, level3 } from "@x/ws-v2";
import type { BookOrder } from "../../../engine/book.ts";
import { toFixed } from "../../../engine/decimal.ts";
import type { Market } from "../../../engine/market.ts";
import { type Exact, exactNumber } from "../../exact-json.ts";
import { bookChecksum, CHECKED_LEVELS } from "../../spot/checksum.ts";
import { OrderView, type ViewedOrder } from "../../spot/order-view.ts";
import { isoMicroseconds, isoNanoseconds } from "../../time.ts";
import { marketChannel } from "../channel.ts";

type Snapshot = Exact<Extract<Level3Message, { type: "snapshot" }>>;
type Update = Exact<Extract<Level3Message, { type: "update" }>>;

/** Points a second, and what a pair costs by its depth. */
export const LEVEL3_POOL: RateLimitPool = {
  name: "level3",
  budget: 200,
  milliseconds: 1000,
  refill: "window",
};
const COST = { 10: 5, 100: 25, 1000: 100 } as const;

/** Book by order: those of the best levels, then what happens to them. Nobody sees what an iceberg hides. */
export const level3Channel = marketChannel<Level3Params>({
  descriptor: level3,
  options: ({ depth = 10 }) => ({ depth }),
  shows: false,
  charge({ level3Budget }, session, { depth = 10 }) {
    const late = level3Budget?.take(session?.account ?? "", LEVEL3_POOL.name, COST[depth]) ?? 0;
    return late > 0 ? "EAPI:Rate limit exceeded" : undefined;
  },
  source({ exchange: { engine, clock } }, market, { depth = 10 }) {
    const view = new OrderView(engine, market, depth);
    const { symbol } = market;
    const frame = (at: number) => ({ checksum: checksumOf(view), timestamp: isoMicroseconds(at) });
    const order = (one: BookOrder) => print(market, one, one.since);
    return {
      snapshot: (): Snapshot => ({
        channel: "level3",
        type: "snapshot",
        data: [{ symbol, bids: view.bids.map(order), asks: view.asks.map(order), ...frame(clock.now()) }],
      }),
      start: (tell) =>
        engine.feed.on("orders", (change) => {
          const changed = change.market === market ? view.update(change) : undefined;
          if (changed === undefined) return;
          const { at } = changed;
          const event = (one: ViewedOrder) => ({
            event: one.event,
            ...print(market, one, one.event === "add" ? one.since : at),
          });
          const update: Update = {
            channel: "level3",
            type: "update",
            data: [{ symbol, bids: changed.bids.map(event), asks: changed.asks.map(event), ...frame(at) }],
          };
          tell(update);
        }),
    };
  },
});

function print(market: Market, order: BookOrder, at: number) {
  const { price, quantity } = text(market, order);
  return {
    order_id: order.id,
    limit_price: exactNumber(price),
    order_qty: exactNumber(quantity),
    timestamp: isoNanoseconds(at),
  };
}

function checksumOf({ market, asks, bids }: OrderView): number {
  return bookChecksum(checked(market, asks), checked(market, bids));
}

function checked(market: Market, orders: readonly BookOrder[]) {
  const found = [];
  const prices = new Set<string>();
  for (const order of orders) {
    prices.add(order.price);
    if (prices.size > CHECKED_LEVELS) break;
    found.push(text(market, order));
  }
  return found;
}

function text({ priceDecimals, quantityDecimals }: Market, { price, quantity }: BookOrder) {
  return { price: toFixed(price, priceDecimals), quantity: toFixed(quantity, quantityDecimals) };
}
