import { systemClock, type Timer } from "@x/core";
import type { EngineCounts } from "../engine/engine.ts";
import type { EngineEvent } from "../engine/event.ts";
import type { Market, Venue } from "../engine/market.ts";
import type { WaitingFault } from "../faults.ts";
import type { SessionChange } from "../sessions.ts";
import type { AdminGrounds } from "./grounds.ts";
import {
  type BalanceView,
  type BookView,
  balances,
  bookView,
  type ClockView,
  clockView,
  type OrderView,
  orderView,
  type SandboxView,
  snapshot,
} from "./snapshot.ts";

/** How often books and the clock are told, in milliseconds. People look at them. */
const TURN = 100;
const CLOCK_TURNS = 10;

/** What happens to an order of the account. */
export interface OrderChangeView {
  readonly kind: EngineEvent["kind"];
  readonly at: number;
  readonly order: OrderView;
}

/** A trade of a market, whoever's it is. */
export interface TradeView {
  readonly venue: Venue;
  readonly symbol: string;
  /** Rises by one with every trade of the market. */
  readonly id: number;
  readonly at: number;
  readonly price: string;
  readonly quantity: string;
  /** The taker's side. */
  readonly side: "buy" | "sell";
}

/** What is told of a sandbox: everything at first, then what changes. Books come whole, ten times a second at most. */
export type SandboxEvent =
  | { readonly event: "snapshot"; readonly data: SandboxView }
  | { readonly event: "order"; readonly data: OrderChangeView }
  | { readonly event: "trade"; readonly data: TradeView }
  | { readonly event: "book"; readonly data: BookView }
  | { readonly event: "balances"; readonly data: readonly BalanceView[] }
  | { readonly event: "counts"; readonly data: EngineCounts }
  | { readonly event: "session"; readonly data: SessionChange }
  | { readonly event: "faults"; readonly data: readonly WaitingFault[] }
  | { readonly event: "clock"; readonly data: ClockView };

/** Tells everything that happens. Returns how to stop. */
export function watchEvents(grounds: AdminGrounds, tell: (event: SandboxEvent) => void): () => void {
  const { engine, account, sessions, faults } = grounds;
  tell({ event: "snapshot", data: snapshot(grounds) });
  const changed = new Set<Market>();
  let moved = false;
  const stops = [
    engine.feed.on("book", ({ market }) => changed.add(market)),
    engine.feed.on("price", ({ market }) => changed.add(market)),
    engine.feed.on("status", ({ market }) => changed.add(market)),
    engine.feed.on("order", ({ kind, order, at }) => {
      if (order.account !== account) return;
      moved = true;
      tell({ event: "order", data: { kind, at, order: orderView(order) } });
    }),
    engine.feed.on("trade", ({ id, market, at, price, quantity, side }) => {
      changed.add(market);
      const { venue, symbol } = market;
      tell({ event: "trade", data: { venue, symbol, id, at, price, quantity, side } });
    }),
    engine.feed.on("balance", (change) => {
      moved ||= change.account === account;
    }),
    sessions.listen((data) => tell({ event: "session", data })),
    faults.listen(() => tell({ event: "faults", data: faults.waiting() })),
  ];
  let turns = 0;
  let timer: Timer;
  const turn = (): void => {
    for (const market of changed) tell({ event: "book", data: bookView(grounds, market) });
    changed.clear();
    if (moved) {
      tell({ event: "balances", data: balances(grounds) });
      tell({ event: "counts", data: engine.counts(account) });
    }
    moved = false;
    turns += 1;
    if (turns % CLOCK_TURNS === 0) tell({ event: "clock", data: clockView(grounds) });
    timer = systemClock.setTimer(TURN, turn);
  };
  timer = systemClock.setTimer(TURN, turn);
  return () => {
    timer.cancel();
    for (const stop of stops) stop();
  };
}
