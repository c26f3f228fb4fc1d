import { beforeEach, describe, expect, test } from "vitest";
import { ManualClock } from "../../core/test/manual-clock.ts";
import { Engine } from "../src/engine/engine.ts";
import type { EngineEvent } from "../src/engine/event.ts";
import type { Order, PlaceRequest } from "../src/engine/order.ts";

const SPOT = { account: "main", venue: "spot" } as const;
const FUTURES = { account: "main", venue: "futures" } as const;
const limit: PlaceRequest = {
  ...SPOT,
  symbol: "BTC/USD",
  side: "buy",
  type: "limit",
  quantity: "0.5",
  price: { value: "59000", unit: "static" },
};
const future: PlaceRequest = { ...limit, ...FUTURES, symbol: "PF_XBTUSD" };

let clock: ManualClock;
let engine: Engine;
let events: EngineEvent[];

beforeEach(() => {
  clock = new ManualClock();
  engine = new Engine({ seed: "test", clock });
  events = [];
  engine.listen((event) => events.push(event));
});

function placed(request: PlaceRequest): Order {
  const outcome = engine.place(request);
  if (outcome.refusal !== undefined) throw new Error(`refused: ${outcome.refusal}`);
  return outcome.order;
}

const refusal = (request: PlaceRequest) => engine.place(request).refusal;

const kinds = () => events.map((event) => (event.kind === "ended" ? event.reason : event.kind));

describe("placing", () => {
  test("a limit order rests, under an id of its venue's form", () => {
    expect(placed(limit).id).toMatch(/^O[A-Z2-7]{5}-[A-Z2-7]{5}-[A-Z2-7]{6}$/);
    expect(placed(future).id).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(kinds()).toEqual(["accepted", "opened", "accepted", "opened"]);
    expect(engine.counts("main")).toEqual({ placed: 2, ended: 0, open: 2 });
    expect(engine.top(placed({ ...limit, price: { value: "58000", unit: "static" } }).market).bid).toBe(
      "59000",
    );
  });

  test.each<[string, Partial<PlaceRequest>]>([
    ["unknown-market", { symbol: "FOO/USD" }],
    ["unknown-market", { symbol: "btc/usd" }],
    ["quantity-not-positive", { quantity: "0" }],
    ["quantity-not-positive", { quantity: "-1" }],
    ["quantity-off-lot", { quantity: "0.123456789" }],
    ["quantity-below-minimum", { quantity: "0.00001" }],
    ["price-not-positive", { price: { value: "0", unit: "static" } }],
    ["price-off-tick", { price: { value: "59000.05", unit: "static" } }],
    ["display-quantity", { displayQuantity: "0.01" }],
    ["display-quantity", { displayQuantity: "0.6" }],
    ["expiry", { timeInForce: "gtd" }],
    ["expiry", { expiresAt: 1 }],
    ["expiry", { expiresAt: Number.NaN }],
    ["expiry", { startsAt: Number.NaN }],
    ["price-not-positive", { price: undefined }],
    ["trigger-price", { type: "stop-loss", price: undefined }],
    ["userref", { userref: 2 ** 31 }],
    ["userref", { userref: 0.5 }],
    ["no-position", { reduceOnly: true }],
    ["trigger-price", { trigger: { signal: "last", given: { value: "-1", unit: "static" } } }],
  ])("%s", (want, change) => {
    expect(refusal({ ...limit, ...change })).toBe(want);
    expect(events).toEqual([]);
    expect(engine.counts("main").placed).toBe(0);
  });

  test("futures symbols are found in either case", () => {
    expect(placed({ ...future, symbol: "pf_xbtusd" }).market.symbol).toBe("PF_XBTUSD");
  });

  test("validateOnly places nothing", () => {
    expect(placed({ ...limit, validateOnly: true }).status).toBe("pending");
    expect(engine.open(SPOT)).toEqual([]);
    expect(events).toEqual([]);
  });

  test("orders that need a counterpart end at once on spot and are refused on futures", () => {
    const market: PlaceRequest = { ...limit, type: "market", price: undefined };
    expect(placed(market).status).toBe("cancelled");
    expect(placed({ ...limit, timeInForce: "fok" }).status).toBe("cancelled");
    expect(kinds()).toEqual(["accepted", "nothing-to-trade-with", "accepted", "nothing-to-trade-with"]);
    expect(refusal({ ...future, timeInForce: "ioc" })).toBe("nothing-to-trade-with");
    expect(engine.counts("main").open).toBe(0);
  });
});

describe("prices relative to the market", () => {
  const trigger = (side: "buy" | "sell", type: PlaceRequest["type"], value: string, unit: "pct" | "quote") =>
    placed({ ...limit, side, type, price: undefined, trigger: { signal: "last", given: { value, unit } } })
      .trigger?.level;

  test("stops lie at a signed distance, trailing stops behind the market", () => {
    expect(trigger("sell", "stop-loss", "-2", "pct")).toBe("58800");
    expect(trigger("buy", "stop-loss", "150.5", "quote")).toBe("60150.5");
    expect(trigger("sell", "trailing-stop", "1", "pct")).toBe("59400");
    expect(trigger("buy", "trailing-stop", "1", "pct")).toBe("60600");
  });

  test("a triggered order waits off the book", () => {
    const order = placed({
      ...limit,
      type: "stop-loss-limit",
      price: { value: "-10", unit: "quote" },
      trigger: { signal: "index", given: { value: "61000", unit: "static" } },
    });
    expect(order.price).toBe("60990");
    expect(engine.top(order.market)).toEqual({ bid: undefined, ask: undefined });
    expect(engine.cancelAll(SPOT)).toEqual([order]);
  });
});

describe("client ids", () => {
  test("are unique among the open orders of a venue", () => {
    const first = placed({ ...limit, clientId: "a-1" });
    expect(refusal({ ...limit, clientId: "a-1" })).toBe("client-id-in-use");
    placed({ ...future, clientId: "a-1" });
    engine.cancel([first], "user");
    placed({ ...limit, clientId: "a-1" });
  });

  test("one UUID has several spellings on spot", () => {
    const order = placed({ ...limit, clientId: "6d1b345e-2821-40e2-ad83-4ecb18a06876" });
    expect(engine.byClientId("main", "spot", "6D1B345E282140E2AD834ECB18A06876")).toBe(order);
  });

  test("a userref may name many orders", () => {
    const orders = [placed({ ...limit, userref: 7 }), placed({ ...limit, userref: 7 })];
    expect(engine.byUserref("main", 7)).toEqual(orders);
    engine.cancelAll(SPOT);
    expect(engine.byUserref("main", 7)).toEqual([]);
  });
});

describe("cancelling", () => {
  test("reaches its scope and no further", () => {
    const mine = placed({ ...limit, session: "S1" });
    const ether = placed({
      ...limit,
      session: "S1",
      symbol: "ETH/USD",
      price: { value: "2900", unit: "static" },
    });
    const web = placed(limit);
    const derivative = placed(future);
    expect(engine.cancelAll({ ...SPOT, session: "S1", symbol: "BTC/USD" })).toEqual([mine]);
    expect(engine.cancelAll({ ...SPOT, session: "S1" })).toEqual([ether]);
    expect(engine.cancelAll({ ...SPOT, account: "other" })).toEqual([]);
    expect(engine.cancelAll(SPOT)).toEqual([web]);
    expect(engine.open(FUTURES)).toEqual([derivative]);
    expect(engine.cancel([web], "user")).toEqual([]);
  });

  test("says who asked", () => {
    const order = placed(limit);
    engine.cancel([order], "user", { session: "S1", id: "77" });
    expect(events.at(-1)).toEqual({
      kind: "ended",
      order,
      at: clock.now(),
      reason: "user",
      request: { session: "S1", id: "77" },
    });
  });
});

test("orders that have ended can be looked up, the latest ten thousand of them", () => {
  const first = placed(limit);
  expect(engine.lookUp("main", first.id)).toBe(first);
  engine.cancel([first], "user");
  expect([engine.byId("main", first.id), engine.lookUp("main", first.id)]).toEqual([undefined, first]);
  expect(engine.lookUp("other", first.id)).toBeUndefined();
  for (let i = 0; i < 9_999; i++) engine.cancel([placed(limit)], "user");
  expect(engine.lookUp("main", first.id)).toBe(first);
  engine.cancel([placed(limit)], "user");
  expect(engine.lookUp("main", first.id)).toBeUndefined();
});

describe("an order that would trade with its own account", () => {
  const ask: PlaceRequest = { ...limit, side: "sell", price: { value: "58000", unit: "static" } };

  test("is refused if post-only", () => {
    placed(limit);
    expect(refusal({ ...ask, postOnly: true })).toBe("post-would-trade");
  });

  test("is refused on futures", () => {
    placed(future);
    expect(refusal({ ...ask, ...FUTURES, symbol: "PF_XBTUSD" })).toBe("would-trade-with-own");
  });

  test.each([
    ["cancel-newest", "open", "cancelled"],
    ["cancel-oldest", "cancelled", "open"],
    ["cancel-both", "cancelled", "cancelled"],
  ] as const)("on spot: %s", (selfTradePrevention, resting, incoming) => {
    const first = placed(limit);
    const second = placed({ ...ask, selfTradePrevention });
    expect([first.status, second.status]).toEqual([resting, incoming]);
  });
});

describe("time", () => {
  test("a good-till-date order expires", () => {
    const order = placed({ ...limit, expiresAt: clock.now() + 5000 });
    clock.advance(4999);
    expect(order.status).toBe("open");
    clock.advance(1);
    expect(order.status).toBe("expired");
    expect(kinds().at(-1)).toBe("expired");
  });

  test("a month is longer than a timer's longest delay", () => {
    const order = placed({ ...limit, expiresAt: clock.now() + 30 * 86_400_000 });
    clock.advance(30 * 86_400_000 - 1);
    expect(order.status).toBe("open");
    clock.advance(1);
    expect(order.status).toBe("expired");
  });

  test("a scheduled order is pending until its time", () => {
    const order = placed({ ...limit, startsAt: clock.now() + 1000 });
    expect([order.status, engine.top(order.market).bid]).toEqual(["pending", undefined]);
    clock.advance(1000);
    expect([order.status, engine.top(order.market).bid]).toEqual(["open", "59000"]);
  });

  test("nothing ticks for orders that have ended, or after closing", () => {
    placed({ ...limit, expiresAt: clock.now() + 5000, startsAt: clock.now() + 10 });
    engine.cancelAll(SPOT);
    expect(clock.timers).toBe(0);
    placed({ ...limit, expiresAt: clock.now() + 5000 });
    engine.close();
    expect(clock.timers).toBe(0);
  });
});
