import { describe, expect, test } from "vitest";
import type { SandboxOptions } from "../src/index.ts";
import { BTC, greeted, quotedMarket, until } from "./quoted-market.ts";
import { sandboxes } from "./sandbox-fixture.ts";
import { V2OrderBooks } from "./support/followers.ts";
import { judgeV2 } from "./support/frame-judge.ts";
import { tokenOf } from "./web-socket-clients.ts";

const fixture = sandboxes();
const connect = (url: string) => greeted(url, fixture);
const quoted = (options?: SandboxOptions) => quotedMarket(fixture, options);

describe("WebSocket v2", () => {
  const subscribe = (channel: string, params: object = {}) => ({
    method: "subscribe",
    params: { channel, symbol: ["BTC/USD"], ...params },
  });
  const on = (channel: string) => (frame: { channel?: string }) => frame.channel === channel;

  test("each symbol is acknowledged or refused by itself", async () => {
    const { sandbox } = await quoted();
    const socket = await connect(sandbox.urls.wsV2Public);
    socket.send({
      ...subscribe("book", { symbol: ["BTC/USD", "XBT/USD", "ETH/USD"], depth: 25 }),
      req_id: 7,
    });
    const answers = [];
    while (answers.length < 3) {
      answers.push(
        await until(socket, judgeV2, (frame: { method?: string }) => frame.method === "subscribe"),
      );
    }
    expect(answers).toMatchObject([
      { req_id: 7, success: true, result: { channel: "book", depth: 25, snapshot: true, symbol: "BTC/USD" } },
      { req_id: 7, success: false, symbol: "XBT/USD", error: "Currency pair not supported XBT/USD" },
      { req_id: 7, success: true, result: { symbol: "ETH/USD" } },
    ]);
  });

  test("snapshot: false begins with the first update", async () => {
    const { sandbox } = await quoted();
    const socket = await connect(sandbox.urls.wsV2Public);
    for (const channel of ["book", "trade", "ticker", "ohlc"]) {
      expect(await socket.ask(subscribe(channel, { snapshot: false }))).toMatchObject({
        result: { channel, snapshot: false },
      });
    }
    sandbox.market.take({ ...BTC, side: "buy", quantity: "0.1" });
    const first = new Map<string, string>();
    while (first.size < 4) {
      const { channel = "", type = "" } = (await socket.frame()) as { channel?: string; type?: string };
      if (!first.has(channel)) first.set(channel, type);
    }
    expect(Object.fromEntries(first)).toEqual({
      book: "update",
      trade: "update",
      ticker: "update",
      ohlc: "update",
    });
  });

  test("a ticker follows trades, or the best prices", async () => {
    const { sandbox } = await quoted();
    const [trades, bbo] = [await connect(sandbox.urls.wsV2Public), await connect(sandbox.urls.wsV2Public)];
    expect(await trades.ask(subscribe("ticker"))).toMatchObject({ result: { event_trigger: "trades" } });
    expect(await bbo.ask(subscribe("ticker", { event_trigger: "bbo" }))).toMatchObject({
      result: { event_trigger: "bbo" },
    });
    for (const socket of [trades, bbo]) {
      expect(await until(socket, judgeV2, on("ticker"))).toMatchObject({
        type: "snapshot",
        data: [{ symbol: "BTC/USD", bid: 59990, bid_qty: 0.5, ask: 60010, ask_qty: 0.25, volume: 0 }],
      });
    }
    sandbox.market.quote({ ...BTC, side: "buy", price: "59995.0", quantity: "1" });
    sandbox.market.take({ ...BTC, side: "sell", quantity: "0.2" });
    expect(await until(trades, judgeV2, on("ticker"))).toMatchObject({
      type: "update",
      data: [{ last: 59995, volume: 0.2, vwap: 59995, trades: 1, volume_usd: 11999 }],
    });
    expect(await until(bbo, judgeV2, on("ticker"))).toMatchObject({
      type: "update",
      data: [{ bid: 59995, bid_qty: 1, volume: 0 }],
    });
    expect(await until(bbo, judgeV2, on("ticker"))).toMatchObject({ data: [{ bid: 59995, bid_qty: 0.8 }] });
  });

  test("candles of several lengths on one connection", async () => {
    const { sandbox, clock } = await quoted();
    const socket = await connect(sandbox.urls.wsV2Public);
    await socket.ask(subscribe("ohlc", { interval: 1 }));
    await socket.frame();
    await socket.ask(subscribe("ohlc", { interval: 5 }));
    await socket.frame();
    expect(await socket.ask(subscribe("ohlc", { interval: 5 }))).toMatchObject({
      error: "Already subscribed",
    });
    expect(await socket.ask(subscribe("ohlc", { interval: 7 }))).toMatchObject({
      error: "Subscription ohlc interval not supported",
    });
    sandbox.market.take({ ...BTC, side: "buy", quantity: "0.1" });
    clock.advance(60_000);
    sandbox.market.take({ ...BTC, side: "sell", quantity: "0.3" });
    const candles = [];
    while (candles.length < 4) {
      const { data } = (await until(socket, judgeV2, on("ohlc"))) as { data: object[] };
      candles.push(...data);
    }
    expect(candles).toMatchObject([
      { interval: 1, open: 60010, close: 60010, volume: 0.1, trades: 1 },
      { interval: 5, open: 60010, close: 60010, volume: 0.1, trades: 1 },
      { interval: 1, open: 59990, close: 59990, volume: 0.3, trades: 1 },
      { interval: 5, open: 60010, low: 59990, close: 59990, volume: 0.4, vwap: 59995, trades: 2 },
    ]);
  });

  test("a market's state reaches instrument, and that of all markets status", async () => {
    const { sandbox } = await quoted();
    const socket = await connect(sandbox.urls.wsV2Public);
    await socket.ask({ method: "subscribe", params: { channel: "instrument" } });
    expect(await until(socket, judgeV2, on("instrument"))).toMatchObject({
      type: "snapshot",
      data: { pairs: [{ symbol: "BTC/USD", status: "online" }, {}, {}] },
    });
    for (const symbol of ["BTC/USD", "ETH/USD", "SOL/USD"]) {
      sandbox.market.setStatus({ venue: "spot", symbol }, "post-only");
    }
    expect(await until(socket, judgeV2, on("instrument"))).toMatchObject({
      type: "update",
      data: { assets: [], pairs: [{ symbol: "BTC/USD", status: "post_only" }] },
    });
    expect(await until(socket, judgeV2, on("status"))).toMatchObject({ data: [{ system: "post_only" }] });
  });

  test("books by order cost points, and come back with the next second", async () => {
    const { sandbox, clock } = await quoted();
    const token = await tokenOf(sandbox)();
    const socket = await connect(sandbox.urls.wsV2Level3);
    const ask = (symbol: string) =>
      socket.send(subscribe("level3", { symbol: [symbol], depth: 1000, token }));
    const answer = () => until(socket, judgeV2, (frame: { method?: string }) => frame.method === "subscribe");
    for (const symbol of ["BTC/USD", "ETH/USD", "SOL/USD"]) ask(symbol);
    expect([await answer(), await answer(), await answer()]).toMatchObject([
      { success: true },
      { success: true },
      { success: false, symbol: "SOL/USD", error: "EAPI:Rate limit exceeded" },
    ]);
    clock.advance(1001);
    ask("SOL/USD");
    expect(await answer()).toMatchObject({ success: true });
  });

  test("an order by order queue follows what went to its end within the same millisecond", async () => {
    const { sandbox } = await quoted();
    const token = await tokenOf(sandbox)();
    const socket = await connect(sandbox.urls.wsV2);
    const place = async (params: object) => {
      const order = { symbol: "BTC/USD", side: "sell", limit_price: 60000, order_qty: 0.01, ...params };
      const answer = await socket.ask({ method: "add_order", params: { ...order, token } });
      return (answer as { result: { order_id: string } }).result.order_id;
    };
    const iceberg = await place({ order_type: "iceberg", order_qty: 0.1, display_qty: 0.02 });
    const second = await place({ order_type: "limit" });
    const third = await place({ order_type: "limit" });
    const books = new V2OrderBooks(10);
    const watcher = await connect(sandbox.urls.wsV2Level3);
    watcher.send(subscribe("level3", { token }));
    // Trailing zeros count: the frames as they are.
    const follow = async () => {
      for (const before = books.verified; books.verified === before; ) books.hear(await watcher.text());
    };
    const queue = () =>
      books.books
        .get("BTC/USD")
        ?.asks.filter(({ price }) => Number(price) === 60_000)
        .map(({ id }) => id);
    await follow();
    expect(queue()).toEqual([iceberg, second, third]);
    // What it shows is taken, and comes again behind the others.
    sandbox.market.take({ ...BTC, side: "buy", quantity: "0.02" });
    await follow();
    expect(queue()).toEqual([second, third, iceberg]);
    const params = { order_id: second, order_qty: 0.015, token };
    expect(await socket.ask({ method: "amend_order", params })).toMatchObject({ success: true });
    await follow();
    expect(queue()).toEqual([third, iceberg, second]);
  });

  test("the end of a subscription must name what was begun", async () => {
    const { sandbox } = await quoted();
    const socket = await connect(sandbox.urls.wsV2Public);
    await socket.ask(subscribe("book", { depth: 25 }));
    await socket.frame();
    const params = { channel: "book", symbol: ["BTC/USD"] };
    expect(await socket.ask({ method: "unsubscribe", params })).toMatchObject({
      method: "subscribe",
      error: "Subscription Not Found",
      symbol: "BTC/USD",
    });
    expect(await socket.ask({ method: "unsubscribe", params: { ...params, depth: 25 } })).toMatchObject({
      method: "unsubscribe",
      success: true,
      result: { channel: "book", depth: 25, symbol: "BTC/USD" },
    });
    sandbox.market.take({ ...BTC, side: "buy", quantity: "0.1" });
    expect(await socket.ask({ method: "ping" })).toMatchObject({ method: "pong" });
  });

  test("executions show open orders and latest trades if asked", async () => {
    const { sandbox } = await quoted();
    const token = await tokenOf(sandbox)();
    const socket = await connect(sandbox.urls.wsV2);
    const order = { symbol: "BTC/USD", side: "buy", order_qty: 0.1, token };
    await socket.ask({ method: "add_order", params: { ...order, order_type: "market" } });
    await socket.ask({ method: "add_order", params: { ...order, order_type: "limit", limit_price: 50000 } });
    const snapshot = async (params: object) => {
      const watcher = await connect(sandbox.urls.wsV2);
      const request = { method: "subscribe", params: { channel: "executions", token, ...params } };
      const acknowledged = await watcher.ask(request);
      const { data } = (await until(watcher, judgeV2, on("executions"))) as { data: { exec_type: string }[] };
      return { acknowledged, types: data.map(({ exec_type }) => exec_type) };
    };
    expect(await snapshot({})).toMatchObject({
      acknowledged: { result: { snap_orders: true, snap_trades: false, maxratecount: 125 } },
      types: ["new"],
    });
    expect((await snapshot({ snap_trades: true })).types).toEqual(["new", "trade"]);
    expect((await snapshot({ snap_orders: false, snap_trades: true })).types).toEqual(["trade"]);
  });

  test("a fee in the base currency is told as what it was, and as what it is worth", async () => {
    const { sandbox } = await quoted();
    const token = await tokenOf(sandbox)();
    const socket = await connect(sandbox.urls.wsV2);
    await socket.ask({ method: "subscribe", params: { channel: "executions", snap_orders: false, token } });
    const order = { symbol: "BTC/USD", side: "buy", order_type: "market", order_qty: 0.1 };
    socket.send({ method: "add_order", params: { ...order, fee_preference: "base", token } });
    const isTrade = (frame: { data?: { exec_type: string }[] }) => frame.data?.[0]?.exec_type === "trade";
    expect(await until(socket, judgeV2, isTrade)).toMatchObject({
      data: [{ fees: [{ asset: "BTC", qty: 0.0004 }], fee_usd_equiv: 24.004 }],
    });
    const legacy = await connect(sandbox.urls.wsLegacy);
    await legacy.ask({ event: "subscribe", subscription: { name: "ownTrades", token } });
    expect(await legacy.text()).toContain('"fee":"24.00400"');
  });

  test("an order shows the sum that it was given in, and that it was amended", async () => {
    const { sandbox } = await quoted();
    const token = await tokenOf(sandbox)();
    const socket = await connect(sandbox.urls.wsV2);
    await socket.ask({ method: "subscribe", params: { channel: "executions", snap_orders: false, token } });
    const market = { symbol: "BTC/USD", side: "buy", order_type: "market", cash_order_qty: 6001, token };
    socket.send({ method: "add_order", params: market });
    expect(await until(socket, judgeV2, on("executions"))).toMatchObject({
      data: [{ exec_type: "pending_new", cash_order_qty: 6001, order_qty: 0.1 }],
    });
    const limit = { symbol: "BTC/USD", side: "buy", order_type: "limit", order_qty: 0.1, limit_price: 50000 };
    const isAnswer = (frame: { method?: string; result?: object }) =>
      frame.method === "add_order" && "order_userref" in (frame.result ?? {});
    socket.send({ method: "add_order", params: { ...limit, order_userref: 7, token } });
    const placed = (await until(socket, judgeV2, isAnswer)) as { result: { order_id: string } };
    const { order_id } = placed.result;
    socket.send({ method: "amend_order", params: { order_id, order_qty: 0.05, token } });
    const isAmended = (frame: { data?: { exec_type: string }[] }) => frame.data?.[0]?.exec_type === "amended";
    expect(await until(socket, judgeV2, isAmended)).toMatchObject({
      data: [{ order_id, order_qty: 0.05, amended: true, reason: "User requested" }],
    });
    const other = await connect(sandbox.urls.wsV2);
    await other.ask({ method: "subscribe", params: { channel: "executions", token } });
    expect(await until(other, judgeV2, on("executions"))).toMatchObject({
      type: "snapshot",
      data: [{ order_id, exec_type: "new", amended: true }],
    });
  });

  test("a master account hears whose they are, and no snapshot", async () => {
    const { sandbox } = await quoted();
    const token = await tokenOf(sandbox)();
    const socket = await connect(sandbox.urls.wsV2);
    for (const channel of ["executions", "balances"]) {
      const params = { channel, users: "all", token };
      expect(await socket.ask({ method: "subscribe", params })).toMatchObject({ success: true });
    }
    sandbox.deposit("spot", "USD", "1");
    const user = expect.stringMatching(/^AA[A-Z2-7]{14}$/);
    expect(await until(socket, judgeV2, on("balances"))).toMatchObject({
      type: "update",
      sequence: 1,
      data: [{ asset: "USD", user }],
    });
    const order = { symbol: "BTC/USD", side: "buy", order_type: "limit", order_qty: 0.1, limit_price: 50000 };
    socket.send({ method: "add_order", params: { ...order, token } });
    expect(await until(socket, judgeV2, on("executions"))).toMatchObject({
      type: "update",
      sequence: 1,
      data: [{ exec_type: "pending_new", user }],
    });
  });

  test("balances follow each entry of the ledger", async () => {
    const { sandbox } = await quoted();
    const token = await tokenOf(sandbox)();
    const socket = await connect(sandbox.urls.wsV2);
    await socket.ask({ method: "subscribe", params: { channel: "balances", token } });
    expect(await until(socket, judgeV2, on("balances"))).toMatchObject({
      type: "snapshot",
      sequence: 1,
      data: expect.arrayContaining([
        {
          asset: "USD",
          asset_class: "currency",
          balance: 1_000_000,
          wallets: [{ type: "spot", id: "main", balance: 1_000_000 }],
        },
      ]),
    });
    const params = { symbol: "BTC/USD", side: "buy", order_type: "market", order_qty: 0.1, token };
    socket.send({ method: "add_order", params });
    const entries = [
      await until(socket, judgeV2, on("balances")),
      await until(socket, judgeV2, on("balances")),
    ] as { sequence: number; data: { asset: string; amount: number; fee: number; ref_id: string }[] }[];
    expect(entries.map(({ sequence }) => sequence)).toEqual([2, 3]);
    expect(entries.flatMap(({ data }) => data)).toMatchObject([
      { asset: "BTC", type: "trade", category: "trade", amount: 0.1, balance: 10.1 },
      { asset: "USD", type: "trade", category: "trade", amount: -6001, fee: 24.004, balance: 993_974.996 },
    ]);
    expect(new Set(entries.map(({ data }) => data[0]?.ref_id)).size).toBe(1);
    sandbox.deposit("spot", "ETH", "5");
    expect(await until(socket, judgeV2, on("balances"))).toMatchObject({
      data: [{ asset: "ETH", type: "deposit", amount: 5, balance: 105 }],
    });
  });
});
