import fc from "fast-check";
import { expect, test } from "vitest";
import { ManualClock } from "../../core/test/manual-clock.ts";
import { Engine } from "../src/engine/engine.ts";
import { seededRandom } from "../src/engine/random.ts";
import { Faults } from "../src/faults.ts";
import { FuturesAuthentication } from "../src/gateways/futures-rest/authentication.ts";
import { createFuturesGateway } from "../src/gateways/futures-rest/gateway.ts";
import { faultable } from "../src/gateways/futures-rest/handlers.ts";
import type { Exchange } from "../src/gateways/gateway.ts";
import { MarketStatistics } from "../src/gateways/spot/market-statistics.ts";
import { TradingLimits } from "../src/gateways/spot/trading-limits.ts";
import type { SpotWires } from "../src/gateways/spot/wires.ts";
import type { Conversation, WebSocketGateway } from "../src/gateways/websocket/conversation.ts";
import { createLegacyGateway } from "../src/gateways/ws-legacy/gateway.ts";
import { createV2Gateway } from "../src/gateways/ws-v2/gateway.ts";
import { SessionTokens } from "../src/session-tokens.ts";
import { FuturesState } from "../src/state/futures/futures-state.ts";
import { openSpot } from "../src/state/spot/spot-state.ts";
import { signedRequest } from "./futures-request.ts";
import { judgeLegacy, judgeV2 } from "./support/frame-judge.ts";

const NOW = Date.UTC(2026, 2, 2);

function exchange() {
  const clock = new ManualClock(NOW);
  const engine = new Engine({ seed: "fuzz", clock });
  const tokens = new SessionTokens(clock);
  const spot = openSpot(engine, "main");
  const parts: Exchange = { engine, clock, wall: clock, spot, random: seededRandom("fuzz wires") };
  const faults = new Faults(faultable);
  const limits = new TradingLimits(clock);
  const wires: SpotWires = { tokens, faults, limits, statistics: new MarketStatistics(engine) };
  return { clock, engine, wires, parts, token: tokens.issue("main") };
}

const NUMBERS = [1, 0.5, 59000, 59000.05, 0, -1, 1e-300, 1e300, 2 ** 53, 1e21, 0.1 + 0.2];
const TEXT_NUMBERS = [
  "1",
  "0.5",
  "59000",
  "+1%",
  "#5",
  "-2",
  "1e400",
  "0",
  "9".repeat(80),
  "-0.0",
  ".",
  "1,5",
];
const TIMES = [
  "2026-03-02T00:00:30Z",
  "2026-02-31T00:00:00Z",
  "2026-03-02T00:00:00+99:99",
  "2020-01-01T00:00:00.000Z",
  "9999-12-31T23:59:59Z",
];
const SCHEDULES = ["0", "+10", "+99999999999999999999", "99999999999999999999", "1", "soon"];

interface Pools {
  readonly [field: string]: readonly unknown[];
}

/** Some of the fields, each with a value of its pool, and now and then one that fits nothing. */
const fields = (pools: Pools, maxKeys: number) =>
  fc
    .uniqueArray(fc.constantFrom(...Object.keys(pools)), { maxLength: maxKeys })
    .chain((names) => {
      const value = (name: string) =>
        fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...(pools[name] ?? [])) }, fc.jsonValue());
      return fc.tuple(...names.map((name) => value(name).map((picked): [string, unknown] => [name, picked])));
    })
    .chain((entries) =>
      fc
        .oneof(
          { weight: 8, arbitrary: fc.constant(undefined) },
          { weight: 1, arbitrary: fc.tuple(fc.string(), fc.jsonValue()) },
        )
        .map((stranger) =>
          // `fromEntries` keeps a field called __proto__ a field.
          Object.fromEntries(stranger === undefined ? entries : [...entries, stranger]),
        ),
    );

const V2_FIELDS: Pools = {
  order_type: ["limit", "market", "iceberg", "stop-loss", "trailing-stop-limit", "settle-position"],
  side: ["buy", "sell"],
  symbol: ["BTC/USD", "ETH/USD", "XBT/USD", ""],
  order_qty: NUMBERS,
  limit_price: NUMBERS,
  triggers: [
    { price: 1 },
    { price: 1e-300 },
    { price: -2, price_type: "pct" },
    { price: 0.1, reference: "index" },
  ],
  time_in_force: ["gtc", "gtd", "ioc", "fok"],
  expire_time: TIMES,
  effective_time: TIMES,
  deadline: TIMES,
  cl_ord_id: ["a", "b", "6d1b345e-2821-40e2-ad83-4ecb18a06876"],
  order_userref: [1, 2 ** 31, -1],
  post_only: [true, false],
  reduce_only: [true, false],
  stp_type: ["cancel_newest", "cancel_oldest", "cancel_both"],
  display_qty: NUMBERS,
  cash_order_qty: NUMBERS,
  stop_price: NUMBERS,
  validate: [true, false],
  orders: [
    ["1", "2"],
    ["-1", "9999999999999"],
    ["__proto__", "constructor"],
  ],
  channel: ["executions", "book", "balances"],
  order_id: ["1", "OABCDE-FGHIJ-KLMNOP"],
  trigger_price: NUMBERS,
  timeout: [0, 60, 86_399],
  conditional: [
    { order_type: "limit", limit_price: 61000 },
    { order_type: "stop-loss", trigger_price: 1e-300 },
  ],
  snap_orders: [true, false],
};
const LEGACY_FIELDS: Pools = {
  ordertype: ["limit", "market", "stop-loss", "take-profit-limit", "trailing-stop", "trailing-stop-limit"],
  type: ["buy", "sell"],
  pair: ["XBT/USD", "ETH/USD", "nope"],
  volume: TEXT_NUMBERS,
  price: TEXT_NUMBERS,
  price2: TEXT_NUMBERS,
  oflags: ["post", "viqc", "fcib,post"],
  starttm: SCHEDULES,
  expiretm: SCHEDULES,
  deadline: TIMES,
  timeinforce: ["GTC", "GTD", "IOC", "FOK"],
  userref: ["1", "-1", "99999999999999999999"],
  cl_ord_id: ["a", "b"],
  txid: [["1"], ["__proto__"], ["99999999999999999999"]],
  validate: ["true", "false"],
  leverage: ["2", "5"],
};
const FUTURES_FIELDS: Pools = {
  orderType: ["lmt", "post", "ioc", "mkt", "stp", "take_profit", "trailing_stop", "fok"],
  symbol: ["PF_XBTUSD", "pf_ethusd", "PF_NOPE", "__proto__"],
  side: ["buy", "sell"],
  size: TEXT_NUMBERS,
  limitPrice: TEXT_NUMBERS,
  stopPrice: TEXT_NUMBERS,
  cliOrdId: ["a", "", "x".repeat(200)],
  triggerSignal: ["mark", "index", "last"],
  reduceOnly: ["true", "false", "maybe"],
  trailingStopMaxDeviation: ["0.1", "50", "51", "1"],
  trailingStopDeviationUnit: ["PERCENT", "QUOTE_CURRENCY"],
  limitPriceOffsetValue: TEXT_NUMBERS,
  limitPriceOffsetUnit: ["PERCENT", "QUOTE_CURRENCY"],
  processBefore: TIMES,
};

/** An order that is right but for what is laid over it. */
const over = (base: object, change: fc.Arbitrary<object>) => change.map((fields) => ({ ...base, ...fields }));

const mostly = <T>(usual: readonly T[], odd: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 10, arbitrary: fc.constantFrom(...usual) }, odd);

function converse(gateway: WebSocketGateway): { conversation: Conversation; sent: string[] } {
  const sent: string[] = [];
  const ignored = () => {};
  const send = (text: string) => {
    sent.push(text);
  };
  return { sent, conversation: gateway({ send, close: ignored, freeze: ignored, stall: ignored }) };
}

test("whatever a v2 frame holds, it is answered once, in shape, and the book stays whole", () => {
  const base = { order_type: "limit", side: "buy", symbol: "BTC/USD", order_qty: 1, limit_price: 59000 };
  const params = fc.oneof(fields(V2_FIELDS, 8), over(base, fields(V2_FIELDS, 3)));
  const request = fc.record(
    {
      method: mostly(
        [
          "add_order",
          "add_order",
          "add_order",
          "amend_order",
          "edit_order",
          "batch_add",
          "batch_cancel",
          "cancel_all",
          "cancel_all_orders_after",
          "subscribe",
          "unsubscribe",
          "ping",
        ],
        fc.string(),
      ),
      params,
      req_id: fc.oneof({ weight: 8, arbitrary: fc.nat() }, fc.jsonValue()),
    },
    { requiredKeys: ["method"] },
  );
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 5, arbitrary: request }, fc.jsonValue()), { maxLength: 8 }),
      (frames) => {
        const { parts, wires, token, clock, engine } = exchange();
        const { conversation, sent } = converse(createV2Gateway(parts, wires, "private"));
        for (const frame of frames) {
          sent.length = 0;
          const text =
            JSON.stringify(frame, (key, field) => (key === "params" ? { ...field, token } : field)) ?? "null";
          conversation.receive(text);
          expect(sent.filter((message) => Object.hasOwn(JSON.parse(message), "method"))).toHaveLength(1);
          for (const message of sent) expect(judgeV2(message), message).toBeUndefined();
        }
        clock.advance(60_000);
        conversation.closed();
        clock.advance(40 * 86_400_000);
        engine.cancelAll({ account: "main", venue: "spot" });
        expect(clock.timers).toBe(0);
      },
    ),
    { numRuns: 800 },
  );
});

test("whatever a legacy frame holds, it is answered once, in shape, and the book stays whole", () => {
  const base = { ordertype: "limit", type: "buy", pair: "XBT/USD", volume: "1", price: "59000" };
  const request = fc
    .tuple(
      mostly(
        [
          "addOrder",
          "addOrder",
          "addOrder",
          "amendOrder",
          "editOrder",
          "cancelOrder",
          "cancelAll",
          "subscribe",
          "unsubscribe",
          "ping",
        ],
        fc.string(),
      ),
      fc.oneof(fields(LEGACY_FIELDS, 8), over(base, fields(LEGACY_FIELDS, 3))),
      fc.option(fc.oneof({ weight: 8, arbitrary: fc.nat() }, fc.jsonValue()), { nil: undefined }),
    )
    .map(([event, params, reqid]) => ({ ...params, event, reqid }));
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 5, arbitrary: request }, fc.jsonValue()), { maxLength: 8 }),
      (frames) => {
        const { parts, wires, token, clock, engine } = exchange();
        const { conversation, sent } = converse(createLegacyGateway(parts, wires, "private"));
        for (const frame of frames) {
          sent.length = 0;
          const withToken =
            typeof frame === "object" && frame !== null && !Array.isArray(frame)
              ? { ...frame, token, subscription: { name: "openOrders", token } }
              : frame;
          conversation.receive(JSON.stringify(withToken));
          expect(sent.filter((message) => !message.startsWith("["))).toHaveLength(1);
          for (const message of sent) expect(judgeLegacy(message), message).toBeUndefined();
        }
        clock.advance(60_000);
        conversation.closed();
        clock.advance(40 * 86_400_000);
        engine.cancelAll({ account: "main", venue: "spot" });
        expect(clock.timers).toBe(0);
      },
    ),
    { numRuns: 800 },
  );
});

test("whatever a signed futures request holds, it is answered with an envelope", () => {
  const base = { orderType: "lmt", symbol: "PF_XBTUSD", side: "buy", size: "1", limitPrice: "59000" };
  const form = fc.oneof(fields(FUTURES_FIELDS, 8), over(base, fields(FUTURES_FIELDS, 3)));
  const path = fc.constantFrom(
    "/sendorder",
    "/sendorder",
    "/editorder",
    "/batchorder",
    "/cancelorder",
    "/cancelallorders",
    "/openorders",
    "/transfer",
    "/nope",
  );
  // The venue's past takes a while to make up, so one venue sees all runs and is emptied after each.
  const { parts, clock } = exchange();
  const key = { apiKey: "key", apiSecret: "c2VjcmV0" };
  const gateway = createFuturesGateway(parts, {
    account: "main",
    state: new FuturesState(parts.engine, "main", "fuzz"),
    authentication: new FuturesAuthentication(key),
    limits: undefined,
    faults: new Faults(faultable),
  });
  fc.assert(
    fc.property(path, fc.constantFrom("GET", "POST"), form, fc.string(), (to, method, params, noise) => {
      const texts = Object.entries(params).map(([name, field]): [string, string] => [
        name,
        typeof field === "string" ? field : JSON.stringify(field),
      ]);
      const body = `${new URLSearchParams(texts)}${noise.length > 5 ? `&${noise}` : ""}`;
      const reply = gateway(signedRequest(key, { method, path: `/derivatives/api/v3${to}`, body }));
      expect(reply).toBeDefined();
      const { result, serverTime } = JSON.parse(reply?.body ?? "");
      expect(["success", "error"]).toContain(result);
      expect(serverTime).toBe(new Date(clock.now()).toISOString());
      parts.engine.cancelAll({ account: "main", venue: "futures" });
    }),
    { numRuns: 600 },
  );
});
