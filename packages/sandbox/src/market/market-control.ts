import { type Decimal, isPositive, parseDecimal } from "../engine/decimal.ts";
import type { Engine } from "../engine/engine.ts";
import type { MarketStatus } from "../engine/feed.ts";
import type { Market, Venue } from "../engine/market.ts";
import type { Side } from "../engine/order.ts";
import { quote, take } from "./quotes.ts";

/** Names a market: `spot` and `BTC/USD`, `futures` and `PF_XBTUSD`. */
export interface MarketName {
  readonly venue: Venue;
  readonly symbol: string;
}

/** An order of somebody else. Numbers are exact decimal texts. */
export interface OthersOrder extends MarketName {
  readonly side: Side;
  readonly quantity: string;
  readonly price: string;
}

/** Lets a test be the market: others' orders, mark and index prices, and whether a market is open. */
export class MarketControl {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /**
   * Rests a limit order of somebody else, who trades on credit. What it crosses it trades with.
   *
   * @throws RangeError for an unknown market and for a price or quantity that the market refuses.
   */
  quote(order: OthersOrder): void {
    const { side } = order;
    const market = this.#market(order);
    const price = positive("price", order.price);
    const quantity = positive("quantity", order.quantity);
    if (quote(this.#engine, market, { side, price, quantity }) === undefined) {
      throw new RangeError(`${market.symbol}: refuses ${quantity} at ${price}`);
    }
  }

  /**
   * Lets somebody else take what the book offers, up to a price if one is given. What is not offered is not taken.
   *
   * @throws RangeError for an unknown market and for a price or quantity that is no positive decimal number.
   */
  take(order: Omit<OthersOrder, "price"> & { readonly price?: string }): void {
    const worst = order.price === undefined ? undefined : positive("price", order.price);
    take(this.#engine, this.#market(order), order.side, positive("quantity", order.quantity), worst);
  }

  /**
   * Moves mark and index price of a market, and fires what waits for that.
   *
   * @throws RangeError for an unknown market and for a price that is no positive decimal number.
   */
  setPrices(name: MarketName, prices: { readonly mark?: string; readonly index?: string }): void {
    const { mark, index } = prices;
    this.#engine.setPrices(this.#market(name), {
      ...(mark !== undefined && { mark: positive("mark", mark) }),
      ...(index !== undefined && { index: positive("index", index) }),
    });
  }

  /** @throws RangeError for an unknown market. */
  setStatus(name: MarketName, status: MarketStatus): void {
    this.#engine.setStatus(this.#market(name), status);
  }

  #market({ venue, symbol }: MarketName): Market {
    const market = this.#engine.markets.find(venue, symbol);
    if (market === undefined) throw new RangeError(`symbol: no ${venue} market ${JSON.stringify(symbol)}`);
    return market;
  }
}

function positive(name: string, text: string): Decimal {
  const value = parseDecimal(text);
  if (value === undefined || !isPositive(value)) {
    throw new RangeError(`${name}: expected a positive decimal number, got ${JSON.stringify(text)}`);
  }
  return value;
}
