import { compare, type Decimal } from "./decimal.ts";
import type { Market } from "./market.ts";
import type { PriceSignal } from "./order.ts";

/** The prices of the markets that triggers and relative prices are measured by. */
export class Prices {
  readonly #known = new Map<Market, { last: Decimal | undefined; mark: Decimal; index: Decimal }>();

  constructor(markets: readonly Market[]) {
    for (const market of markets) {
      this.#known.set(market, { last: undefined, mark: market.reference, index: market.reference });
    }
  }

  /** The last price of a market in which nothing has traded is its index price. */
  of(market: Market, signal: PriceSignal): Decimal {
    const known = this.#known.get(market);
    return known?.[signal] ?? known?.index ?? market.reference;
  }

  /** Whether the price is another than before. */
  set(market: Market, signal: PriceSignal, price: Decimal): boolean {
    const known = this.#known.get(market);
    const old = known?.[signal];
    if (known === undefined || (old !== undefined && compare(old, price) === 0)) return false;
    known[signal] = price;
    return true;
  }
}
