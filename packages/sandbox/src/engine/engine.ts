import type { Clock, Timer } from "@x/core";
import { Book, type BookLevel, type BookOrder } from "./book.ts";
import { Changes, type Edited } from "./changes.ts";
import type { Clearing } from "./clearing.ts";
import type { Decimal } from "./decimal.ts";
import type { CancelOrigin, EngineEvent, EngineListener, Fill, Trade } from "./event.ts";
import { Feed, type MarketStatus, type Ticker } from "./feed.ts";
import { makeOrder } from "./make-order.ts";
import { type Market, Markets, type Venue } from "./market.ts";
import { limitOf, Matching } from "./matching.ts";
import {
  type EndReason,
  isImmediate,
  type Order,
  type OrderChange,
  type PlaceRequest,
  type PriceSignal,
  type Refusal,
  type Side,
  waitsForTrigger,
} from "./order.ts";
import { orderId } from "./order-id.ts";
import { OrderStore, type Scope } from "./order-store.ts";
import { Prices } from "./prices.ts";
import { type Random, seededRandom } from "./random.ts";
import { applyMarketRules } from "./rules.ts";
import { runAt } from "./schedule.ts";
import { TriggerDesk } from "./trigger-desk.ts";

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

/** How many orders the engine has seen, and how many are open. */
export interface EngineCounts {
  readonly placed: number;
  readonly ended: number;
  readonly open: number;
}

/** How many trades of each market, and fills of each account, are kept for those who come later. */
const KEPT = 1000;

/**
 * The one exchange behind all gateways: orders, books, trades. It knows no wire: requests come in as exact values,
 * outcomes go back as values and, by {@link Feed}, as events; time comes from the clock and chance from the seed.
 */
export class Engine {
  readonly markets: Markets;
  readonly clock: Clock;
  readonly feed = new Feed();
  readonly #random: Random;
  readonly #clearing = new Map<Venue, Clearing>();
  readonly #store = new OrderStore();
  readonly #books = new Map<Market, Book>();
  readonly #trades = new Map<Market, Trade[]>();
  readonly #fills = new Map<string, Fill[]>();
  readonly #status = new Map<Market, MarketStatus>();
  readonly #timers = new Map<Order, Timer[]>();
  readonly #prices: Prices;
  readonly #matching: Matching;
  readonly #triggers: TriggerDesk;
  readonly #changes: Changes;
  #busy = false;
  #placed = 0;

  constructor({ seed, clock, markets = new Markets() }: EngineOptions) {
    this.markets = markets;
    this.clock = clock;
    this.#random = seededRandom(seed);
    this.#prices = new Prices(markets.all());
    for (const market of markets.all()) {
      const book = new Book(market);
      this.#books.set(market, book);
      this.feed.watch(book);
    }
    const end = (order: Order, reason: EndReason) => this.#end(order, reason);
    const now = () => this.clock.now();
    this.#matching = new Matching(
      {
        now,
        traded: (trade, maker, taker) => this.#traded(trade, maker, taker),
        feeAsset: (order, fee) => this.#clears(order)?.feeAsset(order, fee) ?? order.feeIn,
        refilled: (order) => this.#emit({ kind: "refilled", order, at: now() }),
        end,
      },
      this.#random,
    );
    this.#triggers = new TriggerDesk(this.#prices, {
      now,
      activate: (order) => this.#activate(order),
      emit: (event) => this.#emit(event),
    });
    this.#changes = new Changes({
      now,
      book: (market) => this.#book(market),
      matching: this.#matching,
      triggers: this.#triggers,
      clearing: (order) => this.#clears(order),
      reference: (market) => (signal) => this.price(market, signal),
      emit: (event) => this.#emit(event),
      end,
      enter: (order) => this.#enter(order),
    });
  }

  /** Holds the accounts of a venue to what they have. Until then they may do anything, and hold nothing. */
  clearThrough(venue: Venue, clearing: Clearing): void {
    this.#clearing.set(venue, clearing);
  }

  /** Hears everything that happens to orders, of any account, in order. Returns how to stop. */
  listen(listener: EngineListener): () => void {
    return this.feed.on("order", listener);
  }

  /** Takes an order in: it trades, rests, waits for its time or trigger, or is refused and leaves no trace. */
  place(request: PlaceRequest): Placed {
    return this.#run(() => {
      const now = this.clock.now();
      const market = this.markets.find(request.venue, request.symbol);
      if (market === undefined) return { refusal: "unknown-market" };
      const ruled = applyMarketRules(request, market, (signal) => this.price(market, signal), now);
      if (typeof ruled === "string") return { refusal: ruled };
      const order = makeOrder(orderId(request.venue, this.#random), request, market, ruled, now);
      const refusal = this.#standing(order);
      if (refusal !== undefined) return { refusal, order };
      if (request.validateOnly !== true) this.#admit(order);
      return { order };
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
      for (const order of ended) this.#end(order, reason, request);
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

  counts(): EngineCounts {
    const open = this.#store.size;
    return { placed: this.#placed, ended: this.#placed - open, open };
  }

  /** Shown quantity by price of one side of a market's best levels, best price first. */
  depth(market: Market, side: Side, levels?: number): BookLevel[] {
    return this.#book(market).depth(side, levels);
  }

  /** The orders of one side's best levels as everybody sees them, in price-time priority. */
  bookOrders(market: Market, side: Side, levels?: number): BookOrder[] {
    return this.#book(market).orders(side, levels);
  }

  /** Best prices of a market. */
  top(market: Market): { bid: Decimal | undefined; ask: Decimal | undefined } {
    const book = this.#book(market);
    return { bid: book.best("buy"), ask: book.best("sell") };
  }

  ticker(market: Market, cause: Ticker["cause"] = "bbo"): Ticker {
    const last = this.#trades.get(market)?.at(-1);
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
    return this.#matching.costOf(this.#book(order.market), order);
  }

  /** An account's latest fills, oldest first, at most 1000. */
  fills(account: string): readonly Fill[] {
    return this.#fills.get(account) ?? [];
  }

  /** The latest trades of a market, oldest first, at most 1000. */
  trades(market: Market): readonly Trade[] {
    return this.#trades.get(market) ?? [];
  }

  price(market: Market, signal: PriceSignal): Decimal {
    return this.#prices.of(market, signal);
  }

  /** Moves mark and index price, and with them whatever waits for that. */
  setPrices(market: Market, prices: { readonly mark?: Decimal; readonly index?: Decimal }): void {
    this.#run(() => {
      const { mark, index } = prices;
      const moved = [
        mark !== undefined && this.#moved(market, "mark", mark),
        index !== undefined && this.#moved(market, "index", index),
      ];
      if (moved.includes(true) && this.feed.heard("ticker")) {
        this.feed.emit("ticker", this.ticker(market, "price"));
      }
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
    for (const timers of this.#timers.values()) for (const timer of timers) timer.cancel();
    this.#timers.clear();
    this.feed.close();
  }

  /** Refusals that depend on the account and on what is on the book. */
  #standing(order: Order): Refusal | undefined {
    const { account, market, clientId } = order;
    const status = this.status(market);
    if (status === "halted" || status === "cancel-only") return "market-cancel-only";
    if (status === "post-only" && !order.postOnly) return "market-post-only";
    if (clientId !== undefined && this.#store.byClientId(account, market.venue, clientId) !== undefined) {
      return "client-id-in-use";
    }
    if (order.reduceOnly && !waitsForTrigger(order) && !this.#reduces(order)) return "no-position";
    if (!waitsForTrigger(order) && order.startsAt === undefined) {
      const book = this.#book(market);
      const crosses = !book.crossing(order.side, limitOf(order)).next().done;
      if (crosses && order.postOnly) return "post-would-trade";
      if (market.venue === "futures") {
        const refused = this.#refuseOnFutures(order, book, crosses);
        if (refused !== undefined) return refused;
      }
    }
    return this.#clears(order)?.refuse(order);
  }

  /** The futures venue refuses what the spot venue takes in and cancels. */
  #refuseOnFutures(order: Order, book: Book, crosses: boolean): Refusal | undefined {
    const givesWay = order.selfTradePrevention === "cancel-oldest";
    if (order.timeInForce === "fok") {
      return this.#matching.couldFill(book, order) ? undefined : "nothing-to-trade-with";
    }
    if (!givesWay && order.price !== undefined && this.#matching.meetsOwn(book, order)) {
      return "would-trade-with-own";
    }
    return isImmediate(order) && !crosses ? "nothing-to-trade-with" : undefined;
  }

  #reduces(order: Order): boolean {
    const held = this.#clears(order)?.position(order.account, order.market) ?? "0";
    return order.side === "sell" ? held !== "0" && !held.startsWith("-") : held.startsWith("-");
  }

  #admit(order: Order): void {
    this.#placed += 1;
    this.#store.add(order);
    this.#clears(order)?.hold(order);
    this.#emit({ kind: "accepted", order, at: order.placedAt });
    if (order.expiresAt !== undefined) this.#at(order, order.expiresAt, () => this.#end(order, "expired"));
    if (order.startsAt !== undefined) this.#at(order, order.startsAt, () => this.#begin(order));
    else this.#begin(order);
  }

  #begin(order: Order): void {
    if (!waitsForTrigger(order)) {
      this.#activate(order);
      return;
    }
    this.#open(order);
    this.#triggers.add(order);
  }

  /** Lets an order trade, and rest if it may. */
  #activate(order: Order): void {
    const { timeInForce, market, side } = order;
    const book = this.#book(market);
    const crosses = !book.crossing(side, limitOf(order)).next().done;
    if (timeInForce === "fok" && !this.#matching.couldFill(book, order)) {
      this.#end(order, "nothing-to-trade-with");
      return;
    }
    // Nothing was told of an order that ends before it could do anything.
    const meets = crosses && book.front(side === "buy" ? "sell" : "buy")?.order.account !== order.account;
    if (order.status === "pending" && (meets || !(crosses || isImmediate(order)))) this.#open(order);
    this.#enter(order);
  }

  /** Lets an order trade with what it crosses; what is left rests, or the order ends. */
  #enter(order: Order): void {
    const book = this.#book(order.market);
    const { left, reason } = this.#matching.match(book, order);
    if (reason !== undefined) this.#end(order, reason);
    else {
      if (order.status === "pending") this.#open(order);
      book.add(order, order.price ?? "0", left, this.clock.now());
    }
  }

  #open(order: Order): void {
    order.status = "open";
    order.updatedAt = this.clock.now();
    this.#emit({ kind: "opened", order, at: order.updatedAt });
  }

  #traded(trade: Trade, maker: Fill, taker: Fill): void {
    keep(this.#trades, trade.market, trade);
    this.feed.emit("trade", trade);
    for (const fill of [maker, taker]) {
      const { order } = fill;
      keep(this.#fills, order.account, fill);
      this.#emit({ kind: "filled", order, at: trade.at, fill });
      this.#clears(order)?.settle(fill);
    }
    this.#moved(trade.market, "last", trade.price);
    if (this.feed.heard("ticker")) this.feed.emit("ticker", this.ticker(trade.market, "trade"));
  }

  #moved(market: Market, signal: PriceSignal, price: Decimal): boolean {
    if (!this.#prices.set(market, signal, price)) return false;
    this.#triggers.moved(market, signal);
    return true;
  }

  #end(order: Order, reason: EndReason, request?: CancelOrigin): void {
    for (const timer of this.#timers.get(order) ?? []) timer.cancel();
    this.#timers.delete(order);
    this.#store.remove(order);
    this.#book(order.market).remove(order);
    this.#triggers.remove(order);
    this.#clears(order)?.release(order);
    order.status = reason === "filled" ? "filled" : reason === "expired" ? "expired" : "cancelled";
    order.updatedAt = this.clock.now();
    this.#emit({ kind: "ended", order, at: order.updatedAt, reason, request });
  }

  #at(order: Order, at: number, run: () => void): void {
    const timers = this.#timers.get(order) ?? [];
    timers.push(runAt(this.clock, at, () => this.#run(run)));
    this.#timers.set(order, timers);
  }

  #book(market: Market): Book {
    const book = this.#books.get(market);
    if (book === undefined) throw new Error(`no book for ${market.symbol}`);
    return book;
  }

  #clears({ market }: Order): Clearing | undefined {
    return this.#clearing.get(market.venue);
  }

  /** One thing that happens: afterwards triggers fire, and books and tickers are told. */
  #run<Result>(work: () => Result): Result {
    if (this.#busy) return work();
    this.#busy = true;
    try {
      const result = work();
      this.#triggers.fire();
      return result;
    } finally {
      this.#busy = false;
      this.feed.flush(this.clock.now(), (market, cause) => this.ticker(market, cause));
    }
  }

  #emit(event: EngineEvent): void {
    this.feed.emit("order", event);
  }
}

/** A tenth at a time is thrown away, so that not every entry means a shift. */
function keep<Key, Entry>(all: Map<Key, Entry[]>, key: Key, entry: Entry): void {
  const kept = all.get(key) ?? [];
  all.set(key, kept);
  kept.push(entry);
  if (kept.length > KEPT * 1.1) kept.splice(0, kept.length - KEPT);
}
