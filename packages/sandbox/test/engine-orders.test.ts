import { beforeEach, describe, expect, test } from "vitest";
import { ManualClock } from "../../core/test/manual-clock.ts";
import { Engine } from "../src/engine/engine.ts";
import type { EngineEvent } from "../src/engine/event.ts";
import type { Market } from "../src/engine/market.ts";
import type { Order, PlaceRequest } from "../src/engine/order.ts";
import { openSpot, type SpotState } from "../src/state/spot/spot-state.ts";

const order = (change: Partial<PlaceRequest> = {}): PlaceRequest => ({
  account: "anna",
  venue: "spot",
  symbol: "BTC/USD",
  side: "buy",
  type: "limit",
  quantity: "1",
  price: { value: "60000", unit: "static" },
  ...change,
});
const at = (value: string) => ({ value, unit: "static" }) as const;

let clock: ManualClock;
let engine: Engine;
let market: Market;
let events: EngineEvent[];

beforeEach(() => {
  clock = new ManualClock();
  engine = new Engine({ seed: "orders", clock });
  market = engine.markets.find("spot", "BTC/USD") as Market;
  events = [];
  engine.listen((event) => events.push(event));
});

function placed(change: Partial<PlaceRequest> = {}): Order {
  const outcome = engine.place(order(change));
  if (outcome.refusal !== undefined) throw new Error(`refused: ${outcome.refusal}`);
  return outcome.order;
}

const others = (change: Partial<PlaceRequest>) => placed({ account: "others", ...change });
const kindsOf = (one: Order) =>
  events
    .filter((event) => event.order === one)
    .map((event) => (event.kind === "ended" ? event.reason : event.kind));

describe("time and price in the queue", () => {
  test("less quantity keeps the place, more quantity and another price lose it", () => {
    const [first, second] = [placed(), placed()];
    const queue = () => engine.bookOrders(market, "buy").map(({ id }) => id);
    engine.edit(first, { quantity: "0.5" }, "amended");
    expect(queue()).toEqual([first.id, second.id]);
    engine.edit(first, { quantity: "0.6" }, "amended");
    expect(queue()).toEqual([second.id, first.id]);
    engine.edit(second, { price: at("59999") });
    engine.edit(second, { price: at("60000") });
    expect(queue()).toEqual([first.id, second.id]);
  });

  test("an edit into the book trades, unless it is post-only", () => {
    others({ side: "sell", price: at("60100") });
    const resting = placed({ quantity: "2" });
    expect(engine.edit(resting, { price: at("60100"), postOnly: true }).refusal).toBe("post-would-trade");
    expect(engine.edit(resting, { price: at("60100") }).refusal).toBeUndefined();
    expect([resting.filled, resting.status]).toEqual(["1", "open"]);
    expect(engine.top(market)).toEqual({ bid: "60100", ask: undefined });
  });

  test("an iceberg shows its tip and comes back at the end of the queue", () => {
    const iceberg = placed({ quantity: "3", displayQuantity: "1" });
    const behind = placed();
    others({ side: "sell", quantity: "1", timeInForce: "ioc" });
    expect(engine.bookOrders(market, "buy").map(({ id, quantity }) => [id, quantity])).toEqual([
      [behind.id, "1"],
      [iceberg.id, "1"],
    ]);
    expect(kindsOf(iceberg)).toEqual(["accepted", "opened", "filled", "refilled"]);
  });
});

describe("triggers", () => {
  const stop = (change: Partial<PlaceRequest>) =>
    placed({ side: "sell", type: "stop-loss", price: undefined, ...change });

  test.each(["last", "mark", "index"] as const)("fire on the %s price and on no other", (signal) => {
    others({ price: at("50000"), quantity: "5" });
    const waiting = stop({ trigger: { signal, given: at("55000") } });
    const prices = { last: undefined, mark: { mark: "54000" }, index: { index: "54000" } } as const;
    for (const name of ["mark", "index"] as const)
      if (name !== signal) engine.setPrices(market, prices[name]);
    if (signal !== "last") {
      others({ account: "third", side: "sell", quantity: "1", price: at("50000"), timeInForce: "ioc" });
    }
    expect(waiting.status).toBe("open");
    const own = prices[signal];
    if (own === undefined) others({ account: "third", side: "sell", price: at("50000"), timeInForce: "ioc" });
    else engine.setPrices(market, own);
    expect(kindsOf(waiting)).toEqual(["accepted", "opened", "triggered", "filled", "filled"]);
    expect(waiting.status).toBe("filled");
  });

  test("one that fires may fire the next", () => {
    others({ price: at("59000") });
    others({ price: at("58000") });
    others({ price: at("57000") });
    const first = stop({ trigger: { signal: "last", given: at("59000") } });
    const second = stop({ trigger: { signal: "last", given: at("58500") } });
    others({ account: "third", side: "sell", price: at("59000") });
    expect([first.cost, second.cost]).toEqual(["58000", "57000"]);
  });

  test("a trailing stop follows the market up and stays when it falls", () => {
    others({ price: at("50000") });
    const trailing = stop({
      type: "trailing-stop",
      trigger: { signal: "index", given: { value: "1000", unit: "quote" } },
    });
    engine.setPrices(market, { index: "62000" });
    engine.setPrices(market, { index: "61500" });
    expect([trailing.trigger?.level, trailing.trigger?.peak]).toEqual(["61000", "62000"]);
    engine.setPrices(market, { index: "61000" });
    expect(trailing.status).toBe("filled");
  });

  test("a take-profit fires the other way", () => {
    others({ price: at("61000") });
    const profit = stop({
      type: "take-profit-limit",
      price: at("61000"),
      trigger: { signal: "mark", given: at("62000") },
    });
    engine.setPrices(market, { mark: "58000" });
    expect(profit.status).toBe("open");
    engine.setPrices(market, { mark: "62000" });
    expect(profit.status).toBe("filled");
  });
});

describe("what follows an order", () => {
  test("its close, for what it has traded", () => {
    others({ side: "sell", quantity: "0.4" });
    const opening = placed({ close: { type: "limit", price: at("65000") } });
    const closes = engine
      .open({ account: "anna", venue: "spot" })
      .filter(({ closes }) => closes === opening.id);
    expect(closes).toMatchObject([{ side: "sell", quantity: "0.4", price: "65000" }]);
  });

  test("another in its stead, or none if that is refused", () => {
    const old = placed({ clientId: "mine" });
    const { order: next } = engine.replace(old, order({ clientId: "mine", price: at("59000") }));
    expect([old.status, next?.status]).toEqual(["cancelled", "open"]);
    expect(kindsOf(old).at(-1)).toBe("replaced");
    expect(engine.replace(next as Order, order({ quantity: "0" })).refusal).toBe("quantity-not-positive");
    expect(next?.status).toBe("open");
  });

  test("its end, when the switch is not set again in time", () => {
    const resting = placed();
    const deadMan = engine.deadMan("anna", "spot");
    deadMan.arm(60);
    clock.advance(59_000);
    deadMan.arm(60);
    clock.advance(59_999);
    expect(resting.status).toBe("open");
    clock.advance(1);
    expect(kindsOf(resting).at(-1)).toBe("dead-man-switch");
    deadMan.arm(10);
    deadMan.disarm();
    expect(clock.timers).toBe(0);
  });
});

describe("what an account has", () => {
  let spot: SpotState;
  beforeEach(() => {
    spot = openSpot(engine, "anna");
  });
  const balance = (asset: string) => spot.balances.list("anna").find((one) => one.asset === asset);

  test("is held by orders with their fee, moves with fills, and is free again", () => {
    const resting = placed();
    expect(balance("USD")).toMatchObject({ balance: "1000000", held: "60240" });
    others({ side: "sell", quantity: "0.25" });
    expect(balance("USD")).toMatchObject({ balance: "984962.5", held: "45180" });
    expect(balance("BTC")).toMatchObject({ balance: "10.25", held: "0" });
    engine.cancel([resting], "user");
    expect(balance("USD")?.held).toBe("0");
  });

  test("is not spent twice", () => {
    placed({ quantity: "10" });
    expect(engine.place(order({ quantity: "10" })).refusal).toBe("insufficient-funds");
    expect(engine.place(order({ side: "sell", quantity: "10.1", price: at("70000") })).refusal).toBe(
      "insufficient-funds",
    );
  });

  test("bears a fee in the base currency if that is asked for", () => {
    others({ side: "sell" });
    placed({ feeIn: "base" });
    expect(balance("BTC")?.balance).toBe("10.996");
    expect(spot.balances.feesTaken("BTC")).toBe("0.004");
  });

  test("is a position if it was bought on margin, which reduce-only orders can close", () => {
    others({ side: "sell" });
    placed({ margin: true });
    expect(spot.clearing.position("anna", market)).toBe("1");
    others({ price: at("61000"), quantity: "5" });
    const close = placed({ side: "sell", margin: true, reduceOnly: true, quantity: "3", price: at("61000") });
    expect([close.reducedBy, close.status, spot.clearing.position("anna", market)]).toEqual([
      "2",
      "filled",
      "0",
    ]);
    expect(balance("USD")?.balance).toBe("1000516");
  });
});

test("a market that is halted takes nothing, one in post-only mode nothing that might trade", () => {
  engine.setStatus(market, "halted");
  expect(engine.place(order()).refusal).toBe("market-cancel-only");
  engine.setStatus(market, "post-only");
  expect(engine.place(order()).refusal).toBe("market-post-only");
  expect(engine.place(order({ postOnly: true })).refusal).toBeUndefined();
});
