import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { costOf } from "../src/cost.ts";
import { gaugeOf } from "../src/gauge.ts";
import {
  accountLog,
  cancelAllOrders,
  derivativesPool,
  getFills,
  historyPool,
  sendBatchOrder,
  sendOrder,
} from "../src/index.ts";

describe("the spec's pools", () => {
  it("are Kraken's published ones", () => {
    expect(derivativesPool).toEqual({
      name: "derivatives",
      budget: 500,
      milliseconds: 10_000,
      refill: "window",
    });
    expect(historyPool).toEqual({
      name: "history",
      budget: 100,
      milliseconds: 600_000,
      refill: "continuous",
    });
  });
});

describe("costOf", () => {
  const batch = (count: number) => ({ json: { batchOrder: Array.from({ length: count }, () => ({})) } });
  it.each([
    ["an order", sendOrder, {}, 10],
    ["all orders", cancelAllOrders, {}, 25],
    ["an empty batch", sendBatchOrder, batch(0), 9],
    ["a batch of four", sendBatchOrder, batch(4), 13],
    ["fills", getFills, {}, 2],
    ["older fills", getFills, { lastFillTime: "2026-03-02T00:00:00Z" }, 25],
    ["the account log", accountLog, {}, 3],
    ["25 entries", accountLog, { count: 25 }, 1],
    ["26 entries", accountLog, { count: 26 }, 2],
    ["1000 entries", accountLog, { count: 1000 }, 3],
    ["5000 entries", accountLog, { count: 5000 }, 6],
    ["too many entries", accountLog, { count: 1_000_000 }, 10],
  ] as const)("%s", (_what, operation, params, cost) => {
    expect(costOf(operation, params)).toBe(cost);
  });
});

describe("a gauge", () => {
  const steps = fc.array(
    fc.record({ after: fc.integer({ min: 0, max: 4000 }), cost: fc.integer({ min: 1, max: 200 }) }),
    { maxLength: 60 },
  );

  it("never lets more than the budget through in any span of a window", () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const gauge = gaugeOf(derivativesPool);
        const sent: { at: number; cost: number }[] = [];
        let now = 0;
        for (const { after, cost } of sequence) {
          now += after;
          now += gauge.roomIn(cost, now);
          expect(gauge.roomIn(cost, now)).toBe(0);
          gauge.take(cost, now);
          sent.push({ at: now, cost });
        }
        for (const { at } of sent) {
          const inWindow = sent.filter((other) => other.at > at - 10_000 && other.at <= at);
          expect(inWindow.reduce((sum, { cost }) => sum + cost, 0)).toBeLessThanOrEqual(500);
        }
      }),
    );
  });

  it("waits no longer than needed", () => {
    const gauge = gaugeOf(derivativesPool);
    gauge.take(300, 0);
    gauge.take(200, 4000);
    expect(gauge.roomIn(10, 5000)).toBe(5000);
    expect(gauge.roomIn(301, 5000)).toBe(9000);
    expect(gauge.state(5000)).toEqual({ budget: 500, used: 500, available: 0, wholeInMs: 9000 });
    expect(gauge.state(14_000)).toEqual({ budget: 500, used: 0, available: 500, wholeInMs: 0 });
  });

  it("lets a continuous pool flow back evenly", () => {
    const gauge = gaugeOf(historyPool);
    gauge.take(100, 0);
    expect(gauge.roomIn(1, 0)).toBe(6000);
    expect(gauge.roomIn(1, 6000)).toBe(0);
    expect(gauge.state(300_000)).toMatchObject({ used: 50, available: 50, wholeInMs: 300_000 });
  });

  it.each([derivativesPool, historyPool])("believes the exchange when it says $name is used up", (pool) => {
    const gauge = gaugeOf(pool);
    gauge.exhaust(3000, 0);
    expect(gauge.state(0)).toMatchObject({ available: 0 });
    expect(gauge.roomIn(1, 0)).toBeGreaterThanOrEqual(3000);
  });
});
