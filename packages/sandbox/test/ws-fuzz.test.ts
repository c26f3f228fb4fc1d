import fc from "fast-check";
import { expect, test } from "vitest";
import { judgeLegacy, judgeV2 } from "./support/frame-judge.ts";
import { inProcessExchange } from "./support/in-process-exchange.ts";

/** Whatever is asked of the hosts of market data, in whatever order: nothing throws, leaks, or breaks a shape. */

const among = <Value>(...values: readonly Value[]) => fc.constantFrom(...values);
const flag = fc.option(fc.oneof(fc.boolean(), among<unknown>(0, "true", null)), { nil: undefined });

const v2 = fc.record({
  method: among("subscribe", "subscribe", "unsubscribe"),
  params: fc.record(
    {
      channel: among<unknown>(
        "ticker",
        "book",
        "level3",
        "ohlc",
        "trade",
        "instrument",
        "executions",
        "x",
        1,
      ),
      symbol: fc.oneof(
        fc.array(among<unknown>("BTC/USD", "ETH/USD", "XBT/USD", "NOPE", 5), { maxLength: 4 }),
        among<unknown>("BTC/USD", null),
      ),
      depth: among<unknown>(10, 25, 100, 1000, 42, "10"),
      interval: among<unknown>(1, 5, 7, 21600),
      snapshot: flag,
      event_trigger: among<unknown>("bbo", "trades", "never"),
    },
    { requiredKeys: [] },
  ),
  req_id: fc.option(fc.nat(), { nil: undefined }),
});

const legacy = fc.record(
  {
    event: among("subscribe", "subscribe", "unsubscribe"),
    pair: fc.oneof(
      fc.array(among<unknown>("XBT/USD", "ETH/USD", "BTC/USD", "NOPE", 5), { maxLength: 4 }),
      among<unknown>("XBT/USD", null),
    ),
    subscription: fc.record(
      {
        name: among<unknown>("ticker", "book", "ohlc", "trade", "spread", "ownTrades", "x", 1),
        depth: among<unknown>(10, 25, 1000, 42),
        interval: among<unknown>(1, 5, 7),
        snapshot: flag,
      },
      { requiredKeys: [] },
    ),
    reqid: fc.option(fc.oneof(fc.nat(), among<unknown>("x", -1)), { nil: undefined }),
  },
  { requiredKeys: ["event"] },
);

const HOSTS = [
  ["v2Public", v2, judgeV2],
  ["v2Level3", v2, judgeV2],
  ["legacyPublic", legacy, judgeLegacy],
] as const;

test.each(HOSTS)("%s", (host, requests, judge) => {
  // One exchange for all runs: whatever a connection leaves behind is found by the ones after it.
  const { clock, engine, connect, token, stop } = inProcessExchange(`fuzz ${host}`, "resting", false);
  const still = clock.timers;
  const trade = (side: "buy" | "sell") =>
    engine.place({
      account: `who ${side}s`,
      venue: "spot",
      symbol: "BTC/USD",
      side,
      type: "limit",
      quantity: "0.001",
      price: { value: "60000.0", unit: "static" },
    });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(requests as fc.Arbitrary<object>, fc.boolean()), { maxLength: 12 }),
      (asked) => {
        const frames: string[] = [];
        const wire = connect(host, (frame) => frames.push(frame));
        for (const [request, trades] of asked) {
          const before = frames.length;
          const { params } = request as { params?: object };
          wire.ask(host === "v2Level3" ? { ...request, params: { token: token(), ...params } } : request);
          expect(frames.length, "an answer").toBeGreaterThan(before);
          if (trades) for (const side of ["buy", "sell"] as const) trade(side);
        }
        clock.advance(1500);
        wire.close();
        const last = frames.length;
        trade("buy");
        trade("sell");
        clock.advance(1500);
        expect(frames.length, "nothing after the end").toBe(last);
        for (const frame of frames) expect(judge(frame), frame).toBeUndefined();
        expect(clock.timers).toBe(still);
        expect(["book", "orders", "ticker"].some((topic) => engine.feed.heard(topic as "book"))).toBe(false);
      },
    ),
    { numRuns: 400 },
  );
  stop();
});
