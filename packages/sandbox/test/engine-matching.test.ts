import fc from "fast-check";
import { expect, test } from "vitest";
import { ManualClock } from "../../core/test/manual-clock.ts";
import { add, compare } from "../src/engine/decimal.ts";
import { Engine } from "../src/engine/engine.ts";
import type { Fill, Trade } from "../src/engine/event.ts";
import type { BookChange } from "../src/engine/feed.ts";
import type { Order, PlaceRequest } from "../src/engine/order.ts";
import { openMarket } from "../src/market/open-market.ts";
import { FuturesState } from "../src/state/futures/futures-state.ts";
import { openSpot } from "../src/state/spot/spot-state.ts";
import { NaiveBook, type NaiveOrder } from "./naive-matching.ts";

type Step =
  | { readonly kind: "place"; readonly order: Omit<NaiveOrder, "id"> }
  | { readonly kind: "cancel"; readonly nth: number };

const order = fc
  .record({
    account: fc.constantFrom("anna", "bert", "cleo"),
    side: fc.constantFrom("buy" as const, "sell" as const),
    price: fc.option(fc.integer({ min: 590, max: 610 }), { nil: undefined, freq: 8 }),
    quantity: fc.integer({ min: 1, max: 30 }),
    display: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined, freq: 4 }),
    timeInForce: fc.constantFrom(
      "gtc" as const,
      "gtc" as const,
      "gtc" as const,
      "ioc" as const,
      "fok" as const,
    ),
    postOnly: fc.boolean(),
    prevention: fc.constantFrom("cancel-newest" as const, "cancel-oldest" as const, "cancel-both" as const),
  })
  .map(({ display, price, postOnly, ...rest }) => ({
    ...rest,
    price,
    postOnly: postOnly && price !== undefined && rest.timeInForce === "gtc" && rest.quantity % 2 === 0,
    display:
      display !== undefined &&
      display <= rest.quantity &&
      display * 15 >= rest.quantity &&
      price !== undefined
        ? display
        : undefined,
  }));

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant("place" as const), order }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("cancel" as const), nth: fc.nat(200) }) },
);

function requestOf({ price, display, prevention, quantity, ...rest }: Omit<NaiveOrder, "id">): PlaceRequest {
  return {
    ...rest,
    venue: "spot",
    symbol: "BTC/USD",
    type: price === undefined ? "market" : "limit",
    quantity: `${quantity}`,
    price: price === undefined ? undefined : { value: `${price}00`, unit: "static" },
    displayQuantity: display === undefined ? undefined : `${display}`,
    selfTradePrevention: prevention,
  };
}

test("whatever comes, the engine trades and rests exactly what naive matching does", () => {
  let trades = 0;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: "max" }), (steps) => {
      const engine = new Engine({ seed: "naive", clock: new ManualClock() });
      const naive = new NaiveBook();
      const numbers = new Map<string, number>();
      const orders: Order[] = [];
      const traded: Trade[] = [];
      engine.feed.on("trade", (trade) => traded.push(trade));
      for (const next of steps) {
        if (next.kind === "cancel") {
          const found = orders[next.nth % Math.max(1, orders.length)];
          if (found === undefined) continue;
          engine.cancel([found], "user");
          naive.cancel(numbers.get(found.id) as number);
        } else {
          const id = orders.length;
          traded.length = 0;
          const placed = engine.place(requestOf(next.order));
          const expected = naive.place({ ...next.order, id });
          expect(placed.refusal).toBe(expected === "refused" ? "post-would-trade" : undefined);
          if (placed.order === undefined) throw new Error("no order");
          numbers.set(placed.order.id, id);
          orders.push(placed.order);
          const seen = traded.map(({ makerId, takerId, price, quantity }) => ({
            maker: numbers.get(makerId),
            taker: numbers.get(takerId),
            price: Number(price) / 100,
            quantity: Number(quantity),
          }));
          expect(seen).toEqual(expected === "refused" ? [] : expected);
          trades += seen.length;
        }
        const market = engine.markets.find("spot", "BTC/USD");
        if (market === undefined) throw new Error("no market");
        for (const side of ["buy", "sell"] as const) {
          const resting = engine.bookOrders(market, side).map(({ id, price, quantity }) => ({
            id: numbers.get(id),
            price: Number(price) / 100,
            shown: Number(quantity),
          }));
          expect(resting).toEqual(naive.side(side));
        }
      }
    }),
    { numRuns: 250, seed: 20261121 },
  );
  expect(trades, "the runs traded").toBeGreaterThan(1000);
});

test("book changes applied to a snapshot give the book", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 50, size: "max" }), (steps) => {
      const engine = new Engine({ seed: "feed", clock: new ManualClock() });
      const market = engine.markets.find("spot", "BTC/USD");
      if (market === undefined) throw new Error("no market");
      const book = { bids: new Map<string, string>(), asks: new Map<string, string>() };
      const queue = new Map<string, { side: string; quantity: string }>();
      const apply = (change: BookChange) => {
        for (const side of ["bids", "asks"] as const) {
          for (const { price, quantity } of change[side]) {
            if (quantity === "0") book[side].delete(price);
            else book[side].set(price, quantity);
          }
        }
      };
      engine.feed.on("book", apply);
      engine.feed.on("orders", ({ changes }) => {
        for (const { kind, id, side, quantity } of changes) {
          expect(queue.has(id)).toBe(kind !== "add");
          if (kind === "delete") queue.delete(id);
          else queue.set(id, { side, quantity });
        }
      });
      const orders: Order[] = [];
      for (const next of steps) {
        if (next.kind === "place") {
          const { order: made } = engine.place(requestOf(next.order));
          if (made !== undefined) orders.push(made);
        } else engine.cancel(orders.slice(next.nth % 10, (next.nth % 10) + 1), "user");
        const levels = (side: "buy" | "sell") =>
          new Map(engine.depth(market, side).map(({ price, quantity }) => [price, quantity]));
        expect([book.bids, book.asks]).toEqual([levels("buy"), levels("sell")]);
        const resting = (["buy", "sell"] as const).flatMap((side) =>
          engine.bookOrders(market, side).map(({ id, quantity }) => [id, { side, quantity }] as const),
        );
        expect(queue).toEqual(new Map(resting));
      }
    }),
    { numRuns: 120, seed: 7 },
  );
});

test("nothing comes from nowhere: money, fees and positions add up over all accounts", () => {
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 10, maxLength: 80, size: "max" }),
      fc.boolean(),
      (steps, onMargin) => {
        const engine = new Engine({ seed: "sums", clock: new ManualClock() });
        const { balances, clearing } = openSpot(engine, "anna");
        balances.open("bert");
        balances.deposit("bert", "USD", "2000000");
        balances.deposit("bert", "BTC", "40");
        const futures = new FuturesState(engine, "anna", "sums");
        const paidBefore = futures.clearing.fees;
        const fills: Fill[] = [];
        engine.listen((event) => event.kind === "filled" && fills.push(event.fill));
        steps.forEach((next, i) => {
          if (next.kind === "cancel") engine.cancelAll({ account: "bert", venue: "spot" });
          else {
            const request = requestOf(next.order);
            const feeIn = i % 2 === 0 ? "base" : "quote";
            engine.place({ ...request, feeIn, margin: onMargin && i % 3 === 0 });
            engine.place({ ...request, venue: "futures", symbol: "PF_XBTUSD", displayQuantity: undefined });
          }
        });
        for (const asset of ["USD", "BTC"]) {
          const deposits = asset === "USD" ? "3000000" : "50";
          const held = balances
            .accounts()
            .flatMap((account) => balances.list(account))
            .filter((one) => one.asset === asset)
            .reduce((sum, { balance }) => add(sum, balance), balances.feesTaken(asset));
          expect(held).toBe(deposits);
        }
        for (const { positions } of [clearing, futures.clearing]) {
          for (const market of engine.markets.all()) {
            const sum = positions
              .accounts()
              .reduce((all, account) => add(all, positions.size(account, market)), "0");
            expect(sum).toBe("0");
          }
        }
        const fees = fills
          .filter(({ trade }) => trade.market.venue === "futures")
          .reduce((sum, { fee }) => add(sum, fee), paidBefore);
        expect(futures.clearing.fees).toBe(fees);
        for (const { asset, balance, held } of balances.list("bert")) {
          expect(compare(balance, held), `${asset} covers what orders hold`).not.toBe(-1);
        }
        engine.cancelAll({ account: "bert", venue: "spot" });
        for (const { held } of balances.list("bert")) expect(held).toBe("0");
      },
    ),
    { numRuns: 100, seed: 3 },
  );
});

test("one seed and one clock give one history, byte for byte", () => {
  const run = (seed: string) => {
    const clock = new ManualClock();
    const engine = new Engine({ seed, clock });
    const told: string[] = [];
    for (const topic of ["book", "orders", "trade", "ticker", "price"] as const) {
      engine.feed.on(topic, ({ market, ...rest }) => {
        const text = JSON.stringify(rest, (key, value) => (key === "market" ? undefined : value));
        told.push(`${topic} ${market.symbol} ${text}`);
      });
    }
    engine.listen(({ kind, order: { id }, at }) => told.push(`${kind} ${id} ${at}`));
    openMarket(engine, "synthetic", seed);
    clock.advance(30_000);
    engine.close();
    return told.join("\n");
  };
  const history = run("one");
  expect(history.split("\n").length).toBeGreaterThan(5000);
  expect(run("one")).toBe(history);
  expect(run("other")).not.toBe(history);
});
