import type { ServerResponse } from "node:http";
import { systemClock, type Timer } from "@x/core";
import type { Market } from "../engine/market.ts";
import type { AdminGrounds } from "./grounds.ts";
import { balances, bookView, clockView, orderView, snapshot } from "./snapshot.ts";

/** How often books and the clock are told, in milliseconds. People look at them. */
const TURN = 100;
const CLOCK_TURNS = 10;
/** Whoever does not read is cut off. */
const MOST_UNSENT = 4 << 20;

/**
 * Tells everything that happens as server-sent events: `snapshot` first, then `order`, `trade`, `balances`, `session`,
 * `faults` and `clock` as they happen, and `book` for every book that has changed, ten times a second at most.
 */
export function streamEvents(response: ServerResponse, grounds: AdminGrounds): void {
  const { engine, account, sessions, faults } = grounds;
  const send = (event: string, data: unknown): void => {
    if (response.writableLength > MOST_UNSENT) response.destroy();
    else response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  send("snapshot", snapshot(grounds));
  const changed = new Set<Market>();
  let moved = false;
  const stops = [
    engine.feed.on("book", ({ market }) => changed.add(market)),
    engine.feed.on("price", ({ market }) => changed.add(market)),
    engine.feed.on("status", ({ market }) => changed.add(market)),
    engine.feed.on("order", ({ kind, order, at }) => {
      if (order.account !== account) return;
      moved = true;
      send("order", { kind, at, order: orderView(order) });
    }),
    engine.feed.on("trade", ({ id, market, at, price, quantity, side }) => {
      changed.add(market);
      send("trade", { venue: market.venue, symbol: market.symbol, id, at, price, quantity, side });
    }),
    engine.feed.on("balance", (change) => {
      moved ||= change.account === account;
    }),
    sessions.listen((change) => send("session", change)),
    faults.listen(() => send("faults", faults.waiting())),
  ];
  let turns = 0;
  let timer: Timer;
  const turn = (): void => {
    for (const market of changed) send("book", bookView(grounds, market));
    changed.clear();
    if (moved) send("balances", balances(grounds));
    moved = false;
    turns += 1;
    if (turns % CLOCK_TURNS === 0) send("clock", clockView(grounds));
    timer = systemClock.setTimer(TURN, turn);
  };
  timer = systemClock.setTimer(TURN, turn);
  response.on("error", () => response.destroy());
  response.once("close", () => {
    timer.cancel();
    for (const stop of stops) stop();
  });
}
