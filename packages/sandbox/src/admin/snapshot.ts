import type { BookLevel } from "../engine/book.ts";
import type { EngineCounts } from "../engine/engine.ts";
import type { MarketStatus } from "../engine/feed.ts";
import type { Market, Venue } from "../engine/market.ts";
import type { Order } from "../engine/order.ts";
import type { WaitingFault } from "../faults.ts";
import type { Session } from "../sessions.ts";
import { CURRENCIES } from "../state/futures/wallets.ts";
import type { AdminGrounds } from "./grounds.ts";

/** How many levels of each side are shown. */
const LEVELS = 15;

/** Quantities and prices of all of these are exact decimal texts, times are milliseconds since the epoch. */
export interface ClockView {
  readonly now: number;
  readonly held: boolean;
  /** Whether it can be held and moved. */
  readonly controllable: boolean;
}

export interface OrderView {
  readonly id: string;
  readonly clientId: string | undefined;
  readonly venue: Venue;
  readonly symbol: string;
  readonly side: "buy" | "sell";
  readonly type: string;
  readonly quantity: string;
  readonly filled: string;
  readonly price: string | undefined;
  /** What a stop waits for. */
  readonly trigger: string | undefined;
  readonly status: Order["status"];
  readonly placedAt: number;
  readonly updatedAt: number;
  /** The CompID of the FIX session that placed it. */
  readonly session: string | undefined;
}

export interface BookView {
  readonly venue: Venue;
  readonly symbol: string;
  readonly status: MarketStatus;
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
  readonly last: BookLevel | undefined;
  readonly mark: string;
  readonly index: string;
}

export interface BalanceView {
  readonly venue: Venue;
  readonly wallet: string;
  readonly asset: string;
  readonly balance: string;
  /** What open orders hold of it; on futures they bind margin instead. */
  readonly held: string;
}

export interface PositionView {
  readonly symbol: string;
  /** Negative if short. */
  readonly size: number;
  readonly entry: number;
  readonly unrealized: number;
}

/** Everything worth looking at, at one moment. */
export interface SandboxView {
  readonly clock: ClockView;
  readonly counts: EngineCounts;
  readonly orders: readonly OrderView[];
  readonly sessions: readonly Session[];
  readonly books: readonly BookView[];
  readonly balances: readonly BalanceView[];
  readonly positions: readonly PositionView[];
  readonly faults: readonly WaitingFault[];
}

export function snapshot(grounds: AdminGrounds): SandboxView {
  const { engine, account, sessions, faults, futures } = grounds;
  const orders = (["spot", "futures"] as const).flatMap((venue) => engine.open({ account, venue }));
  return {
    clock: clockView(grounds),
    counts: engine.counts(account),
    orders: orders.map(orderView),
    sessions: sessions.list(),
    books: engine.markets.all().map((market) => bookView(grounds, market)),
    balances: balances(grounds),
    positions: futures.ledger.positions.open().map(({ symbol, size, entry }) => ({
      symbol,
      size,
      entry,
      unrealized: futures.margin.unrealized(symbol),
    })),
    faults: faults.waiting(),
  };
}

export function clockView({ engine, control }: AdminGrounds): ClockView {
  return {
    now: engine.clock.now(),
    held: control?.held ?? false,
    controllable: control !== undefined,
  };
}

export function orderView(order: Order): OrderView {
  const { id, clientId, market, side, type, quantity, filled, price, trigger, status } = order;
  const { placedAt, updatedAt, session } = order;
  const { venue, symbol } = market;
  return {
    ...{ id, clientId, venue, symbol, side, type, quantity, filled, price },
    ...{ trigger: trigger?.level, status, placedAt, updatedAt, session },
  };
}

export function bookView({ engine }: AdminGrounds, market: Market): BookView {
  const { last, mark, index } = engine.ticker(market);
  return {
    venue: market.venue,
    symbol: market.symbol,
    status: engine.status(market),
    bids: engine.depth(market, "buy", LEVELS),
    asks: engine.depth(market, "sell", LEVELS),
    last,
    mark,
    index,
  };
}

export function balances({ account, spot, futures }: AdminGrounds): BalanceView[] {
  const onSpot = spot.balances
    .list(account)
    .map((one): BalanceView => ({ venue: "spot", wallet: "spot", ...one }));
  const onFutures = (["cash", "flex"] as const).flatMap((wallet) =>
    CURRENCIES.map((asset): BalanceView => {
      const balance = futures.wallets.balance(futures.masterUid, wallet, asset);
      return { venue: "futures", wallet, asset, balance, held: "0" };
    }),
  );
  return [...onSpot, ...onFutures];
}
