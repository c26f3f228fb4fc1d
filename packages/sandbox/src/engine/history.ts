import type { Fill, Trade } from "./event.ts";
import type { Market } from "./market.ts";

/** How many trades of each market, and fills of each account, are kept for those who come later. */
const KEPT = 1000;

/** The latest trades. */
export class History {
  readonly #trades = new Map<Market, Trade[]>();
  readonly #fills = new Map<string, Fill[]>();

  add(trade: Trade, maker: Fill, taker: Fill): void {
    keep(this.#trades, trade.market, trade);
    for (const fill of [maker, taker]) keep(this.#fills, fill.order.account, fill);
  }

  trades(market: Market): readonly Trade[] {
    return this.#trades.get(market) ?? [];
  }

  fills(account: string): readonly Fill[] {
    return this.#fills.get(account) ?? [];
  }
}

/** A tenth at a time is thrown away, so that not every entry means a shift. */
function keep<Key, Entry>(all: Map<Key, Entry[]>, key: Key, entry: Entry): void {
  const kept = all.get(key) ?? [];
  all.set(key, kept);
  kept.push(entry);
  if (kept.length > KEPT * 1.1) kept.splice(0, kept.length - KEPT);
}
