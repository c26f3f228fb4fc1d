import type { Clock, Timer } from "@x/core";
import { Book } from "./book.ts";
import type { Clearing } from "./clearing.ts";
import { add, compare, type Decimal, subtract } from "./decimal.ts";
import type { CancelOrigin, EngineEvent, Fill, Trade } from "./event.ts";
import type { Feed, Ticker } from "./feed.ts";
import { History } from "./history.ts";
import type { Market, Venue } from "./market.ts";
import { leftOf, limitOf, Matching } from "./matching.ts";
import { type EndReason, isImmediate, type Order, type PriceSignal, waitsForTrigger } from "./order.ts";
import type { OrderStore } from "./order-store.ts";
import type { Prices } from "./prices.ts";
import type { Random } from "./random.ts";
import { ReduceOnly, reducedQuantity, reducible } from "./reduce-only.ts";
import { runAt } from "./schedule.ts";
import { TriggerDesk } from "./trigger-desk.ts";

/** What an order lives in. */
export interface Grounds {
  readonly clock: Clock;
  readonly feed: Feed;
  readonly random: Random;
  readonly store: OrderStore;
  readonly prices: Prices;
  /** Runs what a timer does as one thing that happens. */
  run(work: () => void): void;
  /** Places the order that closes what another has traded. */
  close(order: Order, quantity: Decimal): void;
  ticker(market: Market, cause: Ticker["cause"]): Ticker;
}

/** What becomes of orders: they are taken in, begin, trigger, trade, rest, shrink and end. */
export class Lifecycle {
  readonly matching: Matching;
  readonly triggers: TriggerDesk;
  readonly history = new History();
  readonly #grounds: Grounds;
  readonly #books = new Map<Market, Book>();
  readonly #timers = new Map<Order, Timer[]>();
  readonly #clearing = new Map<Venue, Clearing>();
  readonly #reduceOnly = new ReduceOnly();
  /** What orders with a close have traded and not closed yet. */
  readonly #toClose = new Map<Order, Decimal>();
  readonly #placed = new Map<string, number>();

  constructor(grounds: Grounds, markets: readonly Market[]) {
    this.#grounds = grounds;
    for (const market of markets) {
      const book = new Book(market);
      this.#books.set(market, book);
      grounds.feed.watch(book);
    }
    const now = () => grounds.clock.now();
    const emit = (event: EngineEvent) => this.emit(event);
    this.matching = new Matching(
      {
        now,
        traded: (trade, maker, taker) => this.#traded(trade, maker, taker),
        feeAsset: (order, fee) => this.clearing(order)?.feeAsset(order, fee) ?? order.feeIn,
        refilled: (order) => emit({ kind: "refilled", order, at: now() }),
        end: (order, reason) => this.end(order, reason),
      },
      grounds.random,
    );
    this.triggers = new TriggerDesk(grounds.prices, {
      now,
      activate: (order) => this.#activate(order),
      emit,
    });
  }

  /** How many orders an account has placed. */
  placed(account: string): number {
    return this.#placed.get(account) ?? 0;
  }

  clearThrough(venue: Venue, clearing: Clearing): void {
    this.#clearing.set(venue, clearing);
  }

  clearing({ market }: Pick<Order, "market">): Clearing | undefined {
    return this.#clearing.get(market.venue);
  }

  book(market: Market): Book {
    const book = this.#books.get(market);
    if (book === undefined) throw new Error(`no book for ${market.symbol}`);
    return book;
  }

  emit(event: EngineEvent): void {
    this.#grounds.feed.emit("order", event);
  }

  /** Makes a reduce-only order no greater than what it reduces. Whether there is anything to reduce comes back. */
  fit(order: Order): boolean {
    const most = reducible(order, this.clearing(order));
    const quantity = reducedQuantity(order, most);
    if (most > 0n && quantity !== undefined) {
      order.reducedBy = subtract(order.quantity, quantity);
      order.quantity = quantity;
    }
    return most > 0n;
  }

  admit(order: Order): void {
    this.#placed.set(order.account, this.placed(order.account) + 1);
    this.#grounds.store.add(order);
    this.#reduceOnly.add(order);
    this.clearing(order)?.hold(order);
    this.emit({ kind: "accepted", order, at: order.placedAt });
    if (order.expiresAt !== undefined) this.#at(order, order.expiresAt, () => this.end(order, "expired"));
    if (order.startsAt !== undefined) this.#at(order, order.startsAt, () => this.#begin(order));
    else this.#begin(order);
  }

  /** Whether another open order goes by an id that its owner wants for this one. */
  isTaken(clientId: string, order: Order): boolean {
    const { account, market } = order;
    const namesake = this.#grounds.store.byClientId(account, market.venue, clientId);
    return namesake !== undefined && namesake !== order;
  }

  rename(order: Order, clientId: string): void {
    this.#grounds.store.rename(order, clientId);
  }

  /** Lets an order trade with what it crosses; what is left rests, or the order ends. */
  enter(order: Order): void {
    const book = this.book(order.market);
    const { left, reason } = this.matching.match(book, order);
    if (reason !== undefined) {
      if (order.status === "open" || order.status === "pending") this.end(order, reason);
      return;
    }
    if (order.status === "pending") this.#open(order);
    book.add(order, order.price ?? "0", left, this.#grounds.clock.now());
  }

  end(order: Order, reason: EndReason, request?: CancelOrigin): void {
    for (const timer of this.#timers.get(order) ?? []) timer.cancel();
    this.#timers.delete(order);
    this.#grounds.store.remove(order);
    this.book(order.market).remove(order);
    this.triggers.remove(order);
    this.#reduceOnly.remove(order);
    this.clearing(order)?.release(order);
    order.status = reason === "filled" ? "filled" : reason === "expired" ? "expired" : "cancelled";
    order.updatedAt = this.#grounds.clock.now();
    this.emit({ kind: "ended", order, at: order.updatedAt, reason, request });
  }

  moved(market: Market, signal: PriceSignal, price: Decimal): boolean {
    if (!this.#grounds.prices.set(market, signal, price)) return false;
    this.triggers.moved(market, signal);
    return true;
  }

  /** What follows from what has happened: triggers fire, positions close. */
  follow(): void {
    do {
      this.triggers.fire();
      this.#placeCloses();
    } while (this.triggers.pending);
  }

  stop(): void {
    for (const timers of this.#timers.values()) for (const timer of timers) timer.cancel();
    this.#timers.clear();
  }

  #begin(order: Order): void {
    if (!waitsForTrigger(order)) {
      this.#activate(order);
      return;
    }
    this.#open(order);
    this.triggers.add(order);
  }

  /** Lets an order trade, and rest if it may. */
  #activate(order: Order): void {
    const refusal = this.#refuseNow(order);
    if (refusal !== undefined) {
      this.end(order, refusal);
      return;
    }
    const book = this.book(order.market);
    const crosses = !book.crossing(order.side, limitOf(order)).next().done;
    const meets =
      crosses && book.front(order.side === "buy" ? "sell" : "buy")?.order.account !== order.account;
    // Nothing is told of an order that ends before it could do anything.
    if (order.status === "pending" && (meets || !(crosses || isImmediate(order)))) this.#open(order);
    this.enter(order);
  }

  /** Why an order that was fine when it was taken in cannot go on the book now. */
  #refuseNow(order: Order): EndReason | undefined {
    const waited = order.triggered || order.startsAt !== undefined;
    if (waited && order.reduceOnly && !this.fit(order)) return "would-not-reduce";
    if (waited && order.price === undefined && this.clearing(order)?.refuse(order) !== undefined) {
      return "insufficient-funds";
    }
    const fills = order.timeInForce !== "fok" || this.matching.couldFill(this.book(order.market), order);
    return fills ? undefined : "nothing-to-trade-with";
  }

  #open(order: Order): void {
    order.status = "open";
    order.updatedAt = this.#grounds.clock.now();
    this.emit({ kind: "opened", order, at: order.updatedAt });
  }

  #traded(trade: Trade, maker: Fill, taker: Fill): void {
    const { feed } = this.#grounds;
    this.history.add(trade, maker, taker);
    feed.emit("trade", trade);
    for (const fill of [maker, taker]) {
      const { order } = fill;
      this.emit({ kind: "filled", order, at: trade.at, fill });
      this.clearing(order)?.settle(fill);
      if (order.close !== undefined) {
        this.#toClose.set(order, add(this.#toClose.get(order) ?? "0", trade.quantity));
      }
    }
    this.moved(trade.market, "last", trade.price);
    for (const { order } of [maker, taker]) this.#shrink(order);
    if (feed.heard("ticker")) feed.emit("ticker", this.#grounds.ticker(trade.market, "trade"));
  }

  /** Makes other reduce-only orders of an account fit the position that a trade has left. */
  #shrink(traded: Order): void {
    for (const order of this.#reduceOnly.of(traded.account, traded.market)) {
      if (order === traded || order.status !== "open" || waitsForTrigger(order)) continue;
      const most = reducible(order, this.clearing(order));
      const quantity = reducedQuantity(order, most);
      if (most === 0n) this.end(order, "would-not-reduce");
      else if (quantity !== undefined) {
        const old = { ...order };
        order.quantity = quantity;
        if (order.resting !== undefined) this.book(order.market).resize(order.resting, leftOf(order));
        this.emit({ kind: "changed", order, at: this.#grounds.clock.now(), old, how: "reduced" });
      }
    }
  }

  /** What is too little for an order of its own waits for more. */
  #placeCloses(): void {
    for (const [order, quantity] of [...this.#toClose]) {
      if (compare(quantity, order.market.minimum) < 0) {
        if (order.status !== "open") this.#toClose.delete(order);
        continue;
      }
      this.#toClose.delete(order);
      this.#grounds.close(order, quantity);
    }
  }

  #at(order: Order, at: number, work: () => void): void {
    const timers = this.#timers.get(order) ?? [];
    timers.push(runAt(this.#grounds.clock, at, () => this.#grounds.run(work)));
    this.#timers.set(order, timers);
  }
}
