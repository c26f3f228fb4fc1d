import type { Book, BookLevel, BookOrderChange, BookWatcher, Level } from "./book.ts";
import { compare, type Decimal } from "./decimal.ts";
import type { EngineEvent, Fill, Trade } from "./event.ts";
import type { Market } from "./market.ts";
import type { Side } from "./order.ts";

/** What changed in one market's book by one thing that happened: at most one change a level, in no certain order. */
export interface BookChange {
  readonly market: Market;
  readonly at: number;
  /** The levels that changed, with the quantity that they show now; `0`: the level is gone. */
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
}

/** The same, order by order, in the order it happened. */
export interface OrderBookChange {
  readonly market: Market;
  readonly at: number;
  readonly changes: readonly BookOrderChange[];
}

/** Best prices and the market's figures. What is not known yet is undefined. */
export interface Ticker {
  readonly market: Market;
  readonly at: number;
  readonly bid: BookLevel | undefined;
  readonly ask: BookLevel | undefined;
  /** Price and quantity of the last trade. */
  readonly last: BookLevel | undefined;
  readonly mark: Decimal;
  readonly index: Decimal;
  /** What moved: the best bid or ask, a trade, or mark and index alone. */
  readonly cause: "bbo" | "trade" | "price";
}

/** Why a balance changed: a trade, a deposit, a withdrawal, or a transfer between the venues. */
export type BalanceCause = "trade" | "deposit" | "withdrawal" | "transfer";

/** A change of a spot balance, one asset at a time. */
export interface BalanceChange {
  /** Rises by one with every change of the account, from 1. */
  readonly id: number;
  readonly account: string;
  /** As the markets name it: `BTC`, `USD`. */
  readonly asset: string;
  /** What came (or, negative, went), the fee taken off already. */
  readonly amount: Decimal;
  readonly fee: Decimal;
  readonly balance: Decimal;
  readonly at: number;
  readonly cause: BalanceCause;
  /** The fill it comes from, for `trade`. */
  readonly fill: Fill | undefined;
}

/** Where mark and index price of a market have moved to. */
export interface PriceChange {
  readonly market: Market;
  readonly at: number;
  readonly mark: Decimal;
  readonly index: Decimal;
}

/** A market's state, when it changes. */
export interface StatusChange {
  readonly market: Market;
  readonly at: number;
  readonly status: MarketStatus;
}

/** `post-only` takes no order that might trade, `cancel-only` and `halted` take no order at all. */
export type MarketStatus = "online" | "post-only" | "cancel-only" | "halted";

/** Funding that an hour of a perpetual market has cost or brought. */
export interface FundingSettlement {
  readonly market: Market;
  readonly at: number;
  /** In the quote currency for one unit of the market; longs pay it, and get it if it is negative. */
  readonly rate: Decimal;
  /** What the account holds, negative if short, and what it got, negative if it paid. */
  readonly size: Decimal;
  readonly paid: Decimal;
}

/** An account's positions were closed for it, as they were before that. */
export interface Liquidation {
  readonly account: string;
  readonly at: number;
  readonly positions: readonly { readonly symbol: string; readonly size: Decimal }[];
}

/** What can be heard, by topic. */
export interface FeedTopics {
  /** Level by level (L2). */
  readonly book: BookChange;
  /** Order by order (L3). */
  readonly orders: OrderBookChange;
  readonly trade: Trade;
  readonly ticker: Ticker;
  /** What happens to any account's order: look at `order.account`. */
  readonly order: EngineEvent;
  readonly balance: BalanceChange;
  readonly status: StatusChange;
  /** Mark and index price of a market, when one of them moves. */
  readonly price: PriceChange;
  readonly funding: FundingSettlement;
  readonly liquidation: Liquidation;
}

type Listeners = { readonly [Topic in keyof FeedTopics]: Set<(event: FeedTopics[Topic]) => void> };

/** What happened to one book since it was told last. */
interface Pending {
  readonly book: Book;
  readonly levels: Record<Side, Map<Level["price"], Level>>;
  readonly changes: BookOrderChange[];
}

/**
 * Everything that happens, by topic, told synchronously and in this order: what happens to orders, trades and balances the
 * moment it happens; books and tickers once for each thing that happened (a command, a timer, a trader's turn), after
 * all of it. A snapshot taken from the engine between two events and all events after it give the state at any time.
 *
 * To follow a market: subscribe, then take `engine.depth`, `engine.bookOrders`, `engine.ticker` or `engine.trades`; both
 * in one go, so that nothing falls between.
 */
export class Feed {
  readonly #listeners: Listeners = {
    book: new Set(),
    orders: new Set(),
    trade: new Set(),
    ticker: new Set(),
    order: new Set(),
    balance: new Set(),
    status: new Set(),
    price: new Set(),
    funding: new Set(),
    liquidation: new Set(),
  };
  readonly #pending = new Map<Market, Pending>();
  readonly #told = new Map<
    Market,
    { readonly bid: BookLevel | undefined; readonly ask: BookLevel | undefined }
  >();

  /** Hears every event of a topic from now on. Returns how to stop. */
  on<Topic extends keyof FeedTopics>(topic: Topic, listener: (event: FeedTopics[Topic]) => void): () => void {
    this.#listeners[topic].add(listener);
    return () => this.#listeners[topic].delete(listener);
  }

  /** Whether anybody listens; what nobody hears need not be made. */
  heard(topic: keyof FeedTopics): boolean {
    return this.#listeners[topic].size > 0;
  }

  emit<Topic extends keyof FeedTopics>(topic: Topic, event: FeedTopics[Topic]): void {
    for (const listener of this.#listeners[topic]) listener(event);
  }

  close(): void {
    for (const listeners of Object.values(this.#listeners)) listeners.clear();
  }

  /** Notes what happens to a book from now on, for {@link flush}. */
  watch(book: Book): void {
    const pending: Pending = { book, levels: { buy: new Map(), sell: new Map() }, changes: [] };
    const watcher: BookWatcher = {
      level: (level) => {
        if (!this.heard("book") && !this.heard("ticker")) return;
        pending.levels[level.side].set(level.price, level);
        this.#pending.set(book.market, pending);
      },
      order: (kind, resting) => {
        if (!this.heard("orders")) return;
        pending.changes.push({ kind, side: resting.order.side, ...book.orderOf(resting) });
        this.#pending.set(book.market, pending);
      },
    };
    book.watcher = watcher;
  }

  /** Tells what happened to the books since it was told last. */
  flush(at: number, ticker: (market: Market, cause: Ticker["cause"]) => Ticker): void {
    if (this.#pending.size === 0) return;
    const all = [...this.#pending.values()];
    this.#pending.clear();
    for (const { book, levels, changes } of all) {
      const { market } = book;
      if (this.heard("orders") && changes.length > 0) {
        this.emit("orders", { market, at, changes: changes.splice(0) });
      }
      if (this.heard("book")) {
        const bids = changed(book, levels.buy);
        const asks = changed(book, levels.sell);
        if (bids.length + asks.length > 0) this.emit("book", { market, at, bids, asks });
      }
      levels.buy.clear();
      levels.sell.clear();
      if (this.heard("ticker")) this.#tellBest(ticker(market, "bbo"));
    }
  }

  #tellBest(ticker: Ticker): void {
    const told = this.#told.get(ticker.market);
    const { bid, ask } = ticker;
    if (same(told?.bid, bid) && same(told?.ask, ask)) return;
    this.#told.set(ticker.market, { bid, ask });
    this.emit("ticker", ticker);
  }
}

/** A level that is gone and came again is another object at the same price, so the book is asked by price. */
function changed(book: Book, levels: ReadonlyMap<Level["price"], Level>): BookLevel[] {
  return [...levels.values()].map((level) => book.levelOf(book.at(level.side, level.price) ?? gone(level)));
}

function gone(level: Level): Level {
  return { ...level, shown: 0n };
}

function same(a: BookLevel | undefined, b: BookLevel | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.price === b.price && compare(a.quantity, b.quantity) === 0;
}
