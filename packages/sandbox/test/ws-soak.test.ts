import { describe, expect, test } from "vitest";
import { compare } from "../src/engine/decimal.ts";
import {
  type Follower,
  LegacyBooks,
  LegacyOrders,
  V2Balances,
  V2Books,
  V2Executions,
  V2OrderBooks,
} from "./support/followers.ts";
import { judgeLegacy, judgeV2 } from "./support/frame-judge.ts";
import { type InProcessExchange, inProcessExchange } from "./support/in-process-exchange.ts";
import { RandomTrader } from "./support/random-trading.ts";

const DEPTHS = [10, 25, 100, 500, 1000];
const L3_DEPTHS = [10, 100, 1000];
const INTERVALS = [1, 5, 15, 30, 60, 240, 1440, 10080, 21600];
const SYMBOLS = ["BTC/USD", "ETH/USD", "SOL/USD"];
const PAIRS = ["XBT/USD", "ETH/USD", "SOL/USD"];

/** Half a minute of a moving market, in which the account acts four times a second. */
const STEPS = 120;
const STEP = 250;

/** Connections to every host that follow everything; every frame is held against its generated check. */
class Audience {
  readonly frames = new Map<string, number>();
  readonly #exchange: InProcessExchange;

  constructor(exchange: InProcessExchange) {
    this.#exchange = exchange;
  }

  v2(host: "v2Public" | "v2Private" | "v2Level3", ...followers: Follower[]) {
    return this.#exchange.connect(host, (frame) => {
      const wrong = judgeV2(frame);
      if (wrong !== undefined) throw new Error(`${JSON.stringify(wrong)}: ${frame}`);
      const { channel, method, type = "" } = JSON.parse(frame) as Record<string, string>;
      this.#count(`v2 ${channel ?? method} ${type}`);
      for (const follower of followers) follower.hear(frame);
    });
  }

  legacy(host: "legacyPublic" | "legacyPrivate", ...followers: Follower[]) {
    return this.#exchange.connect(host, (frame) => {
      const wrong = judgeLegacy(frame);
      if (wrong !== undefined) throw new Error(`${JSON.stringify(wrong)}: ${frame}`);
      const message = JSON.parse(frame) as unknown[] | { event: string };
      this.#count(
        `legacy ${Array.isArray(message) ? message.find((part) => typeof part === "string") : message.event}`,
      );
      for (const follower of followers) follower.hear(frame);
    });
  }

  #count(what: string): void {
    this.frames.set(what, (this.frames.get(what) ?? 0) + 1);
  }
}

function followBooks(audience: Audience, exchange: InProcessExchange, token: string) {
  const level2 = DEPTHS.map((depth) => {
    const books = new V2Books(depth);
    const wire = audience.v2("v2Public", books);
    wire.ask({ method: "subscribe", params: { channel: "book", symbol: SYMBOLS, depth } });
    return { depth, books, symbols: SYMBOLS };
  });
  const legacy = DEPTHS.map((depth) => {
    const books = new LegacyBooks(depth);
    const wire = audience.legacy("legacyPublic", books);
    wire.ask({ event: "subscribe", pair: PAIRS, subscription: { name: "book", depth } });
    return { depth, books, symbols: PAIRS };
  });
  const level3 = L3_DEPTHS.map((depth) => {
    const books = new V2OrderBooks(depth);
    const wire = audience.v2("v2Level3", books);
    for (const symbol of SYMBOLS) {
      // Each second pays for two pairs at the greatest depth.
      exchange.clock.advance(1000);
      wire.ask({ method: "subscribe", params: { channel: "level3", symbol: [symbol], depth, token } });
    }
    return { depth, books };
  });
  return { levels: [...level2, ...legacy], level3 };
}

function followTheRest(audience: Audience, token: string) {
  const v2 = audience.v2("v2Public");
  const ask = (params: object) => v2.ask({ method: "subscribe", params });
  ask({ channel: "ticker", symbol: ["BTC/USD"] });
  ask({ channel: "ticker", symbol: ["ETH/USD"], event_trigger: "bbo" });
  ask({ channel: "trade", symbol: SYMBOLS });
  for (const interval of INTERVALS) ask({ channel: "ohlc", symbol: SYMBOLS, interval });
  const legacy = audience.legacy("legacyPublic");
  const follow = (subscription: object) => legacy.ask({ event: "subscribe", pair: PAIRS, subscription });
  for (const name of ["ticker", "trade", "spread"]) follow({ name });
  for (const interval of INTERVALS) follow({ name: "ohlc", interval });
  // Little happens to those who follow nothing else: they are told that the exchange lives.
  audience.v2("v2Public").ask({ method: "subscribe", params: { channel: "instrument" } });
  audience.legacy("legacyPrivate").ask({ event: "subscribe", subscription: { name: "ownTrades", token } });
}

describe.each(["calm", "brisk"])("seed %s", (seed) => {
  const exchange = inProcessExchange(seed, "synthetic");
  const { engine, clock, account, spot } = exchange;
  const token = exchange.token();
  const trader = new RandomTrader(seed, token);
  const audience = new Audience(exchange);
  const executions = new V2Executions();
  const balances = new V2Balances();
  const orders = new LegacyOrders();
  const learns: Follower = {
    hear(frame) {
      for (const [id] of frame.matchAll(/O[A-Z2-7]{5}-[A-Z2-7]{5}-[A-Z2-7]{6}/g)) trader.knows(id);
    },
  };
  const v2 = audience.v2("v2Private", executions, balances, learns);
  const legacy = audience.legacy("legacyPrivate", orders, learns);
  const books = followBooks(audience, exchange, token);
  followTheRest(audience, token);
  v2.ask({ method: "subscribe", params: { channel: "executions", snap_trades: true, token } });
  v2.ask({ method: "subscribe", params: { channel: "balances", token } });
  for (const name of ["openOrders", "ownTrades"])
    legacy.ask({ event: "subscribe", subscription: { name, token } });
  // Frames are judged and followed as they come: a frame that is wrong throws out of this.
  for (let step = 0; step < STEPS; step++) {
    clock.advance(STEP);
    if (step % 2 === 0) v2.ask(trader.v2());
    else legacy.ask(trader.legacy());
  }
  exchange.stop();

  test("every channel and every answer was heard", () => {
    const heard = [...audience.frames.keys()];
    expect(heard).toEqual(expect.arrayContaining(EVERYTHING));
    expect(engine.fills(account).length).toBeGreaterThan(20);
  });

  test.each(DEPTHS)("books of depth %i are those of the engine, by checksum and level by level", (depth) => {
    for (const followed of books.levels.filter((one) => one.depth === depth)) {
      expect(followed.books.verified).toBeGreaterThan(500);
      for (const symbol of followed.symbols) {
        const market = engine.markets.find("spot", symbol);
        if (market === undefined) throw new Error(symbol);
        const kept = followed.books.books.get(symbol);
        for (const [side, levels] of [
          ["buy", kept?.bids],
          ["sell", kept?.asks],
        ] as const) {
          const own = engine.depth(market, side, depth);
          expect(levels?.map(({ price, quantity }) => [Number(price), Number(quantity)])).toEqual(
            own.map(({ price, quantity }) => [Number(price), Number(quantity)]),
          );
        }
      }
    }
  });

  test.each(L3_DEPTHS)("books by order of depth %i are those of the engine, order by order", (depth) => {
    const followed = books.level3.find((one) => one.depth === depth);
    expect(followed?.books.verified).toBeGreaterThan(500);
    for (const symbol of SYMBOLS) {
      const market = engine.markets.find("spot", symbol);
      if (market === undefined) throw new Error(symbol);
      const kept = followed?.books.books.get(symbol);
      expect(kept?.bids.map(({ id }) => id)).toEqual(
        engine.bookOrders(market, "buy", depth).map(({ id }) => id),
      );
      expect(kept?.asks.map(({ id }) => id)).toEqual(
        engine.bookOrders(market, "sell", depth).map(({ id }) => id),
      );
    }
  });

  test("both dialects add up to the account's orders, trades and balances", () => {
    const open = engine
      .open({ account, venue: "spot" })
      .map(({ id }) => id)
      .sort();
    expect([...executions.open.keys()].sort()).toEqual(open);
    expect([...orders.open.keys()].sort()).toEqual(open);
    expect(executions.traded).toEqual(orders.traded);
    for (const { asset, balance } of spot.balances.list(account)) {
      expect(compare(balances.balances.get(asset) ?? "0", balance), asset).toBe(0);
    }
  });
});

const EVERYTHING = [
  ...["ticker", "book", "ohlc", "trade"].flatMap((name) => [`v2 ${name} snapshot`, `v2 ${name} update`]),
  "v2 level3 snapshot",
  "v2 level3 update",
  "v2 instrument snapshot",
  ...["executions", "balances"].flatMap((name) => [`v2 ${name} snapshot`, `v2 ${name} update`]),
  "v2 status update",
  "v2 heartbeat ",
  ...["subscribe", "add_order", "batch_add", "amend_order", "edit_order", "cancel_order", "batch_cancel"].map(
    (method) => `v2 ${method} `,
  ),
  ...[
    "ticker",
    "trade",
    "spread",
    "book-10",
    "book-1000",
    "ohlc-1",
    "ohlc-21600",
    "openOrders",
    "ownTrades",
  ].map((name) => `legacy ${name}`),
  ...["systemStatus", "subscriptionStatus", "heartbeat", "addOrderStatus", "amendOrderStatus"].map(
    (name) => `legacy ${name}`,
  ),
  ...["editOrderStatus", "cancelOrderStatus"].map((name) => `legacy ${name}`),
];
