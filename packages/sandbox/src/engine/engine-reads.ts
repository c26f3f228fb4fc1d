import type { Clock } from "@x/core";
import type { BookLevel, BookOrder } from "./book.ts";
import { add, type Decimal, divide, floorTo, multiply, subtract } from "./decimal.ts";
import type { Fill, Trade } from "./event.ts";
import { Feed, type MarketStatus, type Ticker } from "./feed.ts";
import { Lifecycle } from "./lifecycle.ts";
import type { Market, Markets, Venue } from "./market.ts";
import type { Order, PriceSignal, Side } from "./order.ts";
import { OrderStore, type Scope } from "./order-store.ts";
import { Prices } from "./prices.ts";
import type { Random } from "./random.ts";
import { toUnits } from "./units.ts";

/** How many orders an account has placed, and how many of them are open. */
export interface EngineCounts {
  readonly placed: number;
  readonly ended: number;
  readonly open: number;
}

/** What can be asked of the engine: the snapshots that go with its feed. */
export abstract class EngineReads {
  readonly markets: Markets;
  readonly clock: Clock;
  readonly feed = new Feed();
  protected readonly random: Random;
  protected readonly store = new OrderStore();
  protected readonly lifecycle: Lifecycle;
  readonly #prices: Prices;
  readonly #status = new Map<Market, MarketStatus>();

  constructor(markets: Markets, clock: Clock, random: Random) {
    this.markets = markets;
    this.clock = clock;
    this.random = random;
    this.#prices = new Prices(markets.all());
    this.lifecycle = new Lifecycle(
      {
        clock,
        feed: this.feed,
        random,
        store: this.store,
        prices: this.#prices,
        run: (work) => this.run(work),
        close: (order, quantity) => this.placeClose(order, quantity),
        ticker: (market, cause) => this.ticker(market, cause),
      },
      markets.all(),
    );
  }

  /** Open orders, oldest first; those that wait for their start or trigger are open too. */
  open(scope: Scope): Order[] {
    return this.store.list(scope);
  }

  /** An open order. */
  byId(account: string, id: string): Order | undefined {
    return this.store.byId(account, id);
  }

  /** An order that is open, or ended not long ago. */
  lookUp(account: string, id: string): Order | undefined {
    return this.store.byId(account, id) ?? this.store.endedById(account, id);
  }

  byClientId(account: string, venue: Venue, clientId: string): Order | undefined {
    return this.store.byClientId(account, venue, clientId);
  }

  byUserref(account: string, userref: number): Order[] {
    return this.store.byUserref(account, userref);
  }

  counts(account: string): EngineCounts {
    const open = this.store.count(account);
    const placed = this.lifecycle.placed(account);
    return { placed, ended: placed - open, open };
  }

  /** Shown quantity by price of one side of a market's best levels, best price first. */
  depth(market: Market, side: Side, levels?: number): BookLevel[] {
    return this.lifecycle.book(market).depth(side, levels);
  }

  /** What one price level of a market shows, if anything. */
  levelAt(market: Market, side: Side, price: Decimal): BookLevel | undefined {
    const book = this.lifecycle.book(market);
    const level = book.at(side, toUnits(price, market.priceDecimals));
    return level && book.levelOf(level);
  }

  /** The orders of one side's best levels as everybody sees them, in price-time priority. */
  bookOrders(market: Market, side: Side, levels?: number): BookOrder[] {
    return this.lifecycle.book(market).orders(side, levels);
  }

  /** Best prices of a market. */
  top(market: Market): { bid: Decimal | undefined; ask: Decimal | undefined } {
    const book = this.lifecycle.book(market);
    return { bid: book.best("buy"), ask: book.best("sell") };
  }

  ticker(market: Market, cause: Ticker["cause"] = "bbo"): Ticker {
    const last = this.trades(market).at(-1);
    return {
      market,
      at: this.clock.now(),
      bid: this.depth(market, "buy", 1)[0],
      ask: this.depth(market, "sell", 1)[0],
      last: last && { price: last.price, quantity: last.quantity },
      mark: this.price(market, "mark"),
      index: this.price(market, "index"),
      cause,
    };
  }

  /** What an order without a limit would cost on the book as it is. */
  costOf(order: Order): Decimal {
    return this.lifecycle.matching.costOf(this.lifecycle.book(order.market), order);
  }

  /** What a sum of the quote currency trades for on the book as it is; beyond the book's end, at the last price. */
  quantityFor(market: Market, side: Side, sum: Decimal): Decimal {
    let left = sum;
    let quantity = "0";
    for (const level of this.depth(market, side === "buy" ? "sell" : "buy")) {
      const rest = subtract(left, multiply(level.price, level.quantity));
      if (rest.startsWith("-")) {
        const part = divide(left, level.price, market.quantityDecimals);
        return floorTo(add(quantity, part), market.lot);
      }
      quantity = add(quantity, level.quantity);
      left = rest;
    }
    const part = divide(left, this.price(market, "last"), market.quantityDecimals);
    return floorTo(add(quantity, part), market.lot);
  }

  /** An account's latest fills, oldest first, at most 1000. */
  fills(account: string): readonly Fill[] {
    return this.lifecycle.history.fills(account);
  }

  /** The latest trades of a market, oldest first, at most 1000. */
  trades(market: Market): readonly Trade[] {
    return this.lifecycle.history.trades(market);
  }

  price(market: Market, signal: PriceSignal): Decimal {
    return this.#prices.of(market, signal);
  }

  status(market: Market): MarketStatus {
    return this.#status.get(market) ?? "online";
  }

  protected changeStatus(market: Market, status: MarketStatus): void {
    if (this.status(market) === status) return;
    this.#status.set(market, status);
    this.feed.emit("status", { market, at: this.clock.now(), status });
  }

  /** One thing that happens. */
  protected abstract run<Result>(work: () => Result): Result;

  /** Places the order that closes what another has traded. */
  protected abstract placeClose(order: Order, quantity: Decimal): void;
}
