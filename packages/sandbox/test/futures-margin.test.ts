import {
  accountLog,
  createClient,
  getAccounts,
  getFills,
  getOpenOrders,
  getOpenPositions,
  getOrderEvents,
  getPositionEvents,
  sendOrder,
} from "@x/futures-rest";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ManualClock } from "../../core/test/manual-clock.ts";
import { add, subtract } from "../src/engine/decimal.ts";
import { Engine } from "../src/engine/engine.ts";
import type { FundingSettlement, Liquidation } from "../src/engine/feed.ts";
import { fromMoney } from "../src/engine/money.ts";
import { ControlClock, type Sandbox, type SandboxOptions } from "../src/index.ts";
import { FuturesState } from "../src/state/futures/futures-state.ts";
import { sandboxes } from "./sandbox-fixture.ts";

const fixture = sandboxes();
const HOUR = 3_600_000;
const bitcoin = { venue: "futures", symbol: "PF_XBTUSD" } as const;

async function start(options: SandboxOptions = {}) {
  const clock = new ControlClock({ follows: new ManualClock() });
  const sandbox = await fixture.start({ clock, market: "resting", ...options });
  const client = createClient({
    ...{ credentials: sandbox.credentials.futures, baseUrl: sandbox.urls.futuresRest },
    onDrift: fixture.observeDrift,
  });
  const flex = async () => (await client.call(getAccounts, {})).accounts.flex;
  return { clock, sandbox, client, flex };
}

const buy = (size: number) => ({ orderType: "mkt", symbol: "PF_XBTUSD", side: "buy", size }) as const;

describe("funding", () => {
  test("is settled at every full hour, in the log, the position's history and the balance", async () => {
    const { clock, client, flex } = await start();
    await client.call(sendOrder, buy(0.5));
    const before = await flex();
    const opened = clock.now();
    clock.advance(3 * HOUR);
    const { logs } = await client.call(accountLog, {
      since: opened + 1,
      info: ["funding rate change"],
      sort: "asc",
    });
    expect(logs.map(({ contract }) => contract)).toEqual(
      Array.from({ length: 3 }, () => ["pf_xbtusd", "pf_ethusd"]).flat(),
    );
    for (const { realized_funding, funding_rate, contract } of logs) {
      const size = contract === "pf_xbtusd" ? 0.5 : 2;
      expect(realized_funding).toBeCloseTo(-size * (funding_rate ?? Number.NaN), 7);
    }
    const paid = logs.reduce((sum, { realized_funding }) => sum + (realized_funding ?? 0), 0);
    expect(paid).not.toBe(0);
    const after = await flex();
    expect(after.currencies.USD?.quantity).toBeCloseTo((before.currencies.USD?.quantity ?? 0) + paid, 6);
    const { elements } = await client.call(getPositionEvents, {
      since: opened + 1,
      funding_realization: true,
    });
    expect(elements).toHaveLength(6);
    const hours = new Set(elements.map(({ timestamp }) => timestamp % HOUR));
    expect([...hours]).toEqual([0]);
  });

  test("of hours in which nobody was there is settled when somebody is", async () => {
    const { clock, client } = await start({ market: "still" });
    const since = clock.now();
    clock.hold();
    clock.advance(2.5 * HOUR);
    const { logs } = await client.call(accountLog, { since: since + 1, info: ["funding rate change"] });
    expect(logs).toHaveLength(2);
  });
});

describe("an account that has less than its maintenance margin", () => {
  async function endangered() {
    const started = await start();
    const { sandbox, client } = started;
    // More than the account could pay for without leverage, and an order that rests beside it.
    for (let i = 0; i < 4; i++) {
      sandbox.market.quote({ ...bitcoin, side: "sell", price: "60000", quantity: "10" });
      await client.call(sendOrder, { ...buy(10), orderType: "ioc", limitPrice: 60_000 });
    }
    await client.call(sendOrder, {
      orderType: "lmt",
      symbol: "PF_ETHUSD",
      side: "buy",
      size: 1,
      limitPrice: 2_000,
    });
    return started;
  }
  const fall = (sandbox: Sandbox, mark: string) => sandbox.market.setPrices(bitcoin, { mark });

  test("keeps everything as long as it has as much", async () => {
    const { sandbox, client } = await endangered();
    fall(sandbox, "59900");
    expect((await client.call(getOpenPositions, {})).openPositions).toContainEqual(
      expect.objectContaining({ symbol: "PF_XBTUSD", size: 40 }),
    );
    expect(sandbox.openOrders("futures")).toBe(1);
  });

  test("loses its orders and positions, and owes nothing", async () => {
    const { sandbox, client, flex, clock } = await endangered();
    const since = clock.now();
    clock.advance(1);
    fall(sandbox, "50000");
    expect((await client.call(getOpenPositions, {})).openPositions).toEqual([]);
    expect((await client.call(getOpenOrders, {})).openOrders).toEqual([]);
    const { fills } = await client.call(getFills, {});
    const kinds = new Set(
      fills.filter(({ fillTime }) => Date.parse(fillTime) > since).map(({ fillType }) => fillType),
    );
    expect([...kinds].sort()).toEqual(["assignor", "liquidation"]);
    const { logs } = await client.call(accountLog, { since: since + 1, sort: "asc" });
    const infos = logs.map(({ info }) => info);
    expect(new Set(infos)).toEqual(
      new Set(["futures liquidation", "futures assignor", "covered liquidation"]),
    );
    expect(infos.at(-1)).toBe("covered liquidation");
    expect((await flex()).balanceValue).toBeCloseTo(0, 6);
    const { elements } = await client.call(getPositionEvents, { since: since + 1 });
    const types = new Set(JSON.stringify(elements).match(/"tradeType":"\w+"/g));
    expect(types).toEqual(new Set(['"tradeType":"liquidation"', '"tradeType":"assignment"']));
    const orders = await client.call(getOrderEvents, { since: since + 1 });
    expect(JSON.stringify(orders)).toMatch(/not_enough_margin/i);
    expect(JSON.stringify(orders)).toMatch(/liquidation_order/i);
  });

  test("is told of", async () => {
    const engine = new Engine({ seed: "told", clock: new ManualClock() });
    const futures = new FuturesState(engine, "anna", "told");
    const told: Liquidation[] = [];
    engine.feed.on("liquidation", (liquidation) => told.push(liquidation));
    const ethereum = engine.markets.find("futures", "PF_ETHUSD");
    if (ethereum === undefined) throw new Error("no market");
    engine.setPrices(ethereum, { mark: "1" });
    expect(told).toEqual([]);
    const free = futures.margin.free(futures.masterUid, "flex", "usd");
    futures.wallets.book(futures.masterUid, "flex", "usd", `-${free}`);
    futures.wallets.book(futures.masterUid, "flex", "xbt", "-1");
    engine.setPrices(ethereum, { mark: "1000" });
    expect(told).toMatchObject([{ account: "anna", positions: [{ symbol: "PF_ETHUSD", size: "2" }] }]);
    futures.stop();
  });
});

test("nothing comes from nowhere through funding and liquidation: money and positions add up over all accounts", () => {
  const step = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant("trade" as const),
        side: fc.constantFrom("buy" as const, "sell" as const),
        size: fc.integer({ min: 1, max: 400_000 }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant("price" as const),
        mark: fc.integer({ min: 40_000, max: 80_000 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant("wait" as const), hours: fc.integer({ min: 1, max: 5 }) }),
    },
  );
  let settled = 0;
  let liquidated = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 40, size: "max" }), (steps) => {
      const clock = new ManualClock();
      const engine = new Engine({ seed: "sums", clock });
      const futures = new FuturesState(engine, "anna", "sums");
      const market = engine.markets.find("futures", "PF_XBTUSD");
      if (market === undefined) throw new Error("no market");
      engine.feed.on("funding", ({ size }: FundingSettlement) => {
        if (size !== "0") settled += 1;
      });
      engine.feed.on("liquidation", () => {
        liquidated += 1;
      });
      const { clearing } = futures;
      /** What all accounts have won and paid for what they hold, with fees: nobody wins what nobody loses. */
      const total = () => {
        let sum = add(futures.wallets.balance(futures.masterUid, "flex", "usd"), clearing.fees);
        for (const account of [...clearing.positions.accounts(), "insurance fund"]) {
          if (account !== "anna") sum = add(sum, clearing.cash(account));
          for (const [, { cost }] of clearing.positions.open(account)) sum = subtract(sum, fromMoney(cost));
        }
        return sum;
      };
      const before = total();
      const base = { venue: "futures", symbol: "PF_XBTUSD" } as const;
      for (const next of steps) {
        const mark = engine.price(market, "mark");
        if (next.kind === "trade") {
          const quantity = String(next.size / 10_000);
          const limit = { type: "limit", price: { value: mark, unit: "static" }, quantity } as const;
          engine.place({ ...base, ...limit, account: "bert", side: next.side === "buy" ? "sell" : "buy" });
          engine.place({ ...base, ...limit, account: "anna", side: next.side });
        } else if (next.kind === "price") engine.setPrices(market, { mark: String(next.mark) });
        else clock.advance(next.hours * HOUR);
        expect(total()).toBe(before);
        const held = clearing.positions
          .accounts()
          .reduce((sum, account) => add(sum, clearing.positions.size(account, market)), "0");
        expect(held).toBe("0");
      }
      futures.stop();
    }),
    { numRuns: 60, seed: 11 },
  );
  expect(settled).toBeGreaterThan(20);
  expect(liquidated).toBeGreaterThan(5);
});
