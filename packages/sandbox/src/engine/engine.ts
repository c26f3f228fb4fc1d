import type { Clock } from "@x/core";
import { refuse } from "./admission.ts";
import type { BookLevel, BookOrder } from "./book.ts";
import { Changes, type Edited } from "./changes.ts";
import type { Clearing } from "./clearing.ts";
import { add, type Decimal, divide, floorTo, multiply, subtract } from "./decimal.ts";
import type { CancelOrigin, EngineListener, Fill, Trade } from "./event.ts";
import { Feed, type MarketStatus, type Ticker } from "./feed.ts";
import { Lifecycle } from "./lifecycle.ts";
import { makeOrder } from "./make-order.ts";
import { type Market, Markets, type Venue } from "./market.ts";
import type { EndReason, Order, OrderChange, PlaceRequest, PriceSignal, Refusal, Side } from "./order.ts";
import { orderId } from "./order-id.ts";
import { OrderStore, type Scope } from "./order-store.ts";
import { Prices } from "./prices.ts";
import { type Random, seededRandom } from "./random.ts";
import { applyMarketRules } from "./rules.ts";

export interface EngineOptions {
  /** The same seed, clock and requests give the same history, order ids included. */
  readonly seed: string;
  readonly clock: Clock;
  readonly markets?: Markets;
}

/** An order, or why there is none. Refusals that came from the book still show the order that was not taken. */
export type Placed =
  | { readonly refusal?: undefined; readonly order: Order }
  | { readonly refusal: Refusal; readonly order?: Order };

/** How many orders an account has placed, and how many of them are open. */
export interface EngineCounts {
  readonly placed: number;
  readonly ended: number;
  readonly open: number;
}

/**
 * The one exchange behind all gateways: orders, books, trades. It knows no wire: requests come in as exact values,
 * outcomes go back as values and, by {@link Feed}, as events; time comes from the clock and chance from the seed.
 */
export class Engine {
  readonly markets: Markets;
  readonly clock: Clock;
  readonly feed = new Feed();
  readonly #random: Random;
  readonly #store = new OrderStore();
  readonly #prices: Prices;
  readonly #status = new Map<Market, MarketStatus>();
  readonly #lifecycle: Lifecycle;
  readonly #changes: Changes;
  #busy = false;

  constructor({ seed, clock, markets = new Markets() }: EngineOptions) {
    this.markets = markets;
    this.clock = clock;
    this.#random = seededRandom(seed);
    this.#prices = new Prices(markets.all());
    this.#lifecycle = new Lifecycle(
      {
        clock,
        feed: this.feed,
        random: this.#random,
        store: this.#store,
        prices: this.#prices,
        run: (work) => this.#run(work),
        close: (order, quantity) => this.#placeClose(order, quantity),
        ticker: (market, cause) => this.ticker(market, cause),
      },
      markets.all(),
    );
    this.#changes = new Changes(this.#lifecycle, clock, (market) => (signal) => this.price(market, signal));
  }

  /** Holds the accounts of a venue to what they have. Until then they may do anything, and hold nothing. */
  clearThrough(venue: Venue, clearing: Clearing): void {
    this.#lifecycle.clearThrough(venue, clearing);
  }

  /** Hears everything that happens to orders, of any account, in order. Returns how to stop. */
  listen(listener: EngineListener): () => void {
    return this.feed.on("order", listener);
  }

  /** Takes an order in: it trades, rests, waits for its time or trigger, or is refused and leaves no trace. */
  place(request: PlaceRequest): Placed {
    return this.#run(() => {
      const made = this.#make(request);
      if (typeof made === "string") return { refusal: made };
      const refusal = this.#refuse(made);
      if (refusal !== undefined) return { refusal, order: made };
      if (request.validateOnly !== true) this.#lifecycle.admit(made);
      return { order: made };
    });
  }

  /**
   * Ends an open order and places another in its stead, with a new id and at the end of the queue. If the new one is
   * refused, the old one stays as it is.
   */
  replace(old: Order, request: PlaceRequest): Placed {
    return this.#run(() => {
      const made = this.#make(request);
      if (typeof made === "string") return { refusal: made };
      const clearing = this.#lifecycle.clearing(old);
      clearing?.release(old);
      const refusal = this.#refuse(made, old);
      clearing?.hold(old);
      if (refusal !== undefined) return { refusal, order: made };
      if (request.validateOnly !== true) {
        this.#lifecycle.end(old, "replaced");
        this.#lifecycle.admit(made);
      }
      return { order: made };
    });
  }

  /**
   * Changes an open order. A new price or a greater quantity takes its place behind the orders already there; a smaller
   * quantity, another display quantity or trigger keeps it. Nothing changes if refused. An order that now crosses trades.
   */
  edit(order: Order, change: OrderChange, how: "edited" | "amended" = "edited"): Edited {
    return this.#run(() => this.#changes.change(order, change, how));
  }

  /** Ends the given open orders. Those that are no longer open are passed over. */
  cancel(orders: readonly Order[], reason: EndReason, request?: CancelOrigin): Order[] {
    return this.#run(() => {
      const ended = orders.filter(({ status }) => status === "open" || status === "pending");
      for (const order of ended) this.#lifecycle.end(order, reason, request);
      return ended;
    });
  }

  cancelAll(scope: Scope, reason: EndReason = "mass-cancel", request?: CancelOrigin): Order[] {
    return this.cancel(this.open(scope), reason, request);
  }

  /** Open orders, oldest first; those that wait for their start or trigger are open too. */
  open(scope: Scope): Order[] {
    return this.#store.list(scope);
  }

  /** An open order. */
  byId(account: string, id: string): Order | undefined {
    return this.#store.byId(account, id);
  }

  /** An order that is open, or ended not long ago. */
  lookUp(account: string, id: string): Order | undefined {
    return this.#store.byId(account, id) ?? this.#store.endedById(account, id);
  }

  byClientId(account: string, venue: Venue, clientId: string): Order | undefined {
    return this.#store.byClientId(account, venue, clientId);
  }

  byUserref(account: string, userref: number): Order[] {
    return this.#store.byUserref(account, userref);
  }

  counts(account: string): EngineCounts {
    const open = this.#store.count(account);
    const placed = this.#lifecycle.placed(account);
    return { placed, ended: placed - open, open };
  }

  /** Shown quantity by price of one side of a market's best levels, best price first. */
  depth(market: Market, side: Side, levels?: number): BookLevel[] {
    return this.#lifecycle.book(market).depth(side, levels);
  }

  /** The orders of one side's best levels as everybody sees them, in price-time priority. */
  bookOrders(market: Market, side: Side, levels?: number): BookOrder[] {
    return this.#lifecycle.book(market).orders(side, levels);
  }

  /** Best prices of a market. */
  top(market: Market): { bid: Decimal | undefined; ask: Decimal | undefined } {
    const book = this.#lifecycle.book(market);
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
    return this.#lifecycle.matching.costOf(this.#lifecycle.book(order.market), order);
  }

  /** What a sum of the quote currency trades for on the book as it is; beyond the book's end, at the last price. */
  quantityFor(market: Market, side: Side, sum: Decimal): Decimal {
    let left = sum;
    let quantity = "0";
    for (const level of this.depth(market, side === "buy" ? "sell" : "buy")) {
      const value = multiply(level.price, level.quantity);
      const rest = subtract(left, value);
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
    return this.#lifecycle.history.fills(account);
  }

  /** The latest trades of a market, oldest first, at most 1000. */
  trades(market: Market): readonly Trade[] {
    return this.#lifecycle.history.trades(market);
  }

  price(market: Market, signal: PriceSignal): Decimal {
    return this.#prices.of(market, signal);
  }

  /** Moves mark and index price, and with them whatever waits for that. */
  setPrices(market: Market, prices: { readonly mark?: Decimal; readonly index?: Decimal }): void {
    this.#run(() => {
      let moved = false;
      for (const signal of ["mark", "index"] as const) {
        const price = prices[signal];
        if (price !== undefined && this.#lifecycle.moved(market, signal, price)) moved = true;
      }
      if (!moved) return;
      const at = this.clock.now();
      const [mark, index] = [this.price(market, "mark"), this.price(market, "index")];
      this.feed.emit("price", { market, at, mark, index });
      if (this.feed.heard("ticker")) this.feed.emit("ticker", this.ticker(market, "price"));
    });
  }

  status(market: Market): MarketStatus {
    return this.#status.get(market) ?? "online";
  }

  setStatus(market: Market, status: MarketStatus): void {
    if (this.status(market) === status) return;
    this.#status.set(market, status);
    this.feed.emit("status", { market, at: this.clock.now(), status });
  }

  /** Stops all timers. Open orders stay as they are. */
  close(): void {
    this.#lifecycle.stop();
    this.feed.close();
  }

  #make(request: PlaceRequest, closes?: string): Order | Refusal {
    const now = this.clock.now();
    const market = this.markets.find(request.venue, request.symbol);
    if (market === undefined) return "unknown-market";
    const ruled = applyMarketRules(request, market, (signal) => this.price(market, signal), now);
    if (typeof ruled === "string") return ruled;
    return makeOrder({ id: orderId(request.venue, this.#random), closes, now }, request, market, ruled);
  }

  #refuse(order: Order, replaced?: Order): Refusal | undefined {
    const status = this.status(order.market);
    return refuse(order, { lifecycle: this.#lifecycle, store: this.#store, status }, replaced);
  }

  /** A close that is refused is not placed, and nobody hears of it. */
  #placeClose({ id, account, market, side, close, margin, userref }: Order, quantity: Decimal): void {
    if (close === undefined) return;
    const request: PlaceRequest = {
      ...close,
      account,
      venue: market.venue,
      symbol: market.symbol,
      side: side === "buy" ? "sell" : "buy",
      quantity,
      margin,
      userref,
    };
    const made = this.#make(request, id);
    if (typeof made !== "string" && this.#refuse(made) === undefined) this.#lifecycle.admit(made);
  }

  /** One thing that happens: afterwards triggers fire, and books and tickers are told. */
  #run<Result>(work: () => Result): Result {
    if (this.#busy) return work();
    this.#busy = true;
    try {
      const result = work();
      this.#lifecycle.follow();
      return result;
    } finally {
      this.#busy = false;
      this.feed.flush(this.clock.now(), (market, cause) => this.ticker(market, cause));
    }
  }
}
