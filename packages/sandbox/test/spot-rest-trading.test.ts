import { createHash, createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { ManualClock } from "../../core/test/manual-clock.ts";
import type { Sandbox } from "../src/index.ts";
import { sandboxes } from "./sandbox-fixture.ts";

const fixture = sandboxes();
let nonce = 0;

type Answer = { readonly error: readonly string[]; readonly result: Record<string, unknown> };

/** Asks for a private operation; lists and objects go as JSON, everything else as a form. */
async function ask(sandbox: Sandbox, name: string, params: Record<string, unknown> = {}): Promise<Answer> {
  const { apiKey, apiSecret } = sandbox.credentials.spot;
  const path = `/0/private/${name}`;
  const all = { nonce: String(++nonce), ...params };
  const asJson = Object.values(params).some((value) => typeof value === "object");
  const body = asJson ? JSON.stringify(all) : new URLSearchParams(all as Record<string, string>).toString();
  const digest = createHash("sha256")
    .update(all.nonce + body)
    .digest();
  const sign = createHmac("sha512", Buffer.from(apiSecret, "base64")).update(path).update(digest);
  const response = await fetch(new URL(path, sandbox.urls.spotRest), {
    method: "POST",
    headers: {
      "api-key": apiKey,
      "api-sign": sign.digest("base64"),
      "content-type": asJson ? "application/json" : "application/x-www-form-urlencoded",
    },
    body,
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

async function read(sandbox: Sandbox, name: string, query = ""): Promise<Answer> {
  const response = await fetch(new URL(`/0/public/${name}?${query}`, sandbox.urls.spotRest));
  return (await response.json()) as Answer;
}

const LIMIT = { pair: "XBTUSD", type: "buy", ordertype: "limit", volume: "0.1", price: "50000" };

async function place(sandbox: Sandbox, change: Record<string, unknown> = {}): Promise<string> {
  const { error, result } = await ask(sandbox, "AddOrder", { ...LIMIT, ...change });
  expect(error).toEqual([]);
  const [id = ""] = result.txid as string[];
  return id;
}

describe("orders over Spot REST", () => {
  test("are placed, listed, amended and cancelled", async () => {
    const sandbox = await fixture.start();
    const { result } = await ask(sandbox, "AddOrder", { ...LIMIT, userref: "7" });
    expect(result).toEqual({
      descr: { order: "buy 0.10000000 XBTUSD @ limit 50000.0" },
      txid: [expect.stringMatching(/^O/)],
    });
    const [id = ""] = result.txid as string[];
    const { open } = (await ask(sandbox, "OpenOrders")).result as { open: Record<string, unknown> };
    expect(open[id]).toMatchObject({
      status: "open",
      userref: 7,
      vol: "0.10000000",
      vol_exec: "0.00000000",
      descr: { pair: "XBTUSD", type: "buy", ordertype: "limit", price: "50000.0" },
    });
    expect(
      await ask(sandbox, "AmendOrder", { txid: id, order_qty: "0.2", limit_price: "51000" }),
    ).toMatchObject({
      error: [],
      result: { amend_id: expect.stringMatching(/^T/) },
    });
    expect((await ask(sandbox, "QueryOrders", { txid: id })).result[id]).toMatchObject({
      vol: "0.20000000",
      descr: { price: "51000.0" },
    });
    expect(await ask(sandbox, "CancelOrder", { txid: id })).toEqual({ error: [], result: { count: 1 } });
    expect(await ask(sandbox, "CancelOrder", { txid: id })).toEqual({ error: ["EOrder:Unknown order"] });
    const { closed, count } = (await ask(sandbox, "ClosedOrders")).result as {
      closed: Record<string, unknown>;
      count: number;
    };
    expect(count).toBe(1);
    expect(closed[id]).toMatchObject({ status: "canceled", reason: "User requested" });
  });

  test("several at once: placed, cancelled by list, all or none for how they are", async () => {
    const sandbox = await fixture.start();
    const orders = [{ ...LIMIT }, { ...LIMIT, price: "50001" }];
    const { result } = await ask(sandbox, "AddOrderBatch", { pair: "XXBTZUSD", orders });
    const ids = (result.orders as { txid: string }[]).map(({ txid }) => txid);
    expect(sandbox.openOrders("spot")).toBe(2);
    expect(await ask(sandbox, "CancelOrderBatch", { orders: ids })).toEqual({
      error: [],
      result: { count: 2 },
    });
    const bad = [{ ...LIMIT }, { ...LIMIT, price: "50000.123" }];
    expect(await ask(sandbox, "AddOrderBatch", { pair: "XBTUSD", orders: bad })).toEqual({
      error: ["EOrder:Tick size check failed"],
    });
    expect(await ask(sandbox, "AddOrderBatch", { pair: "XBTUSD", orders: [LIMIT] })).toEqual({
      error: ["EGeneral:Invalid arguments:orders"],
    });
    expect(sandbox.openOrders("spot")).toBe(0);
  });

  test("all at once, now or later", async () => {
    const sandbox = await fixture.start();
    await place(sandbox);
    await place(sandbox, { pair: "XETHZUSD", price: "2000" });
    expect(await ask(sandbox, "CancelAllOrdersAfter", { timeout: "60" })).toMatchObject({
      error: [],
      result: { triggerTime: expect.stringMatching(/Z$/) },
    });
    expect(await ask(sandbox, "CancelAllOrdersAfter", { timeout: "soon" })).toEqual({
      error: ["EGeneral:Invalid arguments:timeout"],
    });
    expect(await ask(sandbox, "CancelAll")).toEqual({ error: [], result: { count: 2 } });
  });

  test("an order of Spot REST is one of the account like any other", async () => {
    const sandbox = await fixture.start({ market: "resting" });
    const id = await place(sandbox, { ordertype: "market" });
    const { trades } = (await ask(sandbox, "TradesHistory")).result as { trades: Record<string, object> };
    const own = Object.values(trades);
    expect(own.length).toBeGreaterThan(0);
    for (const trade of own) expect(trade).toMatchObject({ ordertxid: id, pair: "XXBTZUSD", maker: false });
    const { result } = await ask(sandbox, "QueryOrders", { txid: id, trades: "true" });
    expect(result[id]).toMatchObject({ status: "closed", trades: Object.keys(trades).reverse() });
    const { XXBT, ZUSD } = (await ask(sandbox, "Balance")).result as Record<string, string>;
    expect(XXBT).toBe("10.1000000000");
    expect(Number(ZUSD)).toBeLessThan(1_000_000);
    expect((await ask(sandbox, "BalanceEx")).result.XXBT).toEqual({
      balance: "10.1000000000",
      hold_trade: "0.0000000000",
    });
  });

  test.each<[string, Record<string, unknown>]>([
    ["EQuery:Unknown asset pair", { pair: "NOPE" }],
    ["EGeneral:Invalid arguments:volume", { volume: "much" }],
    ["EGeneral:Invalid arguments:trigger", { trigger: "index" }],
    ["EGeneral:Invalid arguments:ordertype", { ordertype: "iceberg" }],
    ["EOrder:Insufficient funds", { volume: "100000" }],
    ["EOrder:Tick size check failed", { price: "50000.123" }],
  ])("%s", async (error, change) => {
    const sandbox = await fixture.start();
    expect(await ask(sandbox, "AddOrder", { ...LIMIT, ...change })).toEqual({ error: [error] });
    expect(sandbox.counts().placed).toBe(0);
  });

  test("what only looks at an order places none", async () => {
    const sandbox = await fixture.start();
    const { result } = await ask(sandbox, "AddOrder", { ...LIMIT, validate: "true" });
    expect(result).toEqual({ descr: { order: expect.any(String) } });
    expect(sandbox.counts().placed).toBe(0);
  });
});

describe("market data over Spot REST", () => {
  test("markets by their id, alternative and WebSocket name", async () => {
    const clock = new ManualClock();
    const sandbox = await fixture.start({ clock });
    const { result } = await read(sandbox, "AssetPairs");
    expect(Object.keys(result)).toEqual(["XXBTZUSD", "XETHZUSD", "SOLUSD"]);
    for (const name of ["XXBTZUSD", "XBTUSD", "XBT/USD"]) {
      expect(await read(sandbox, "AssetPairs", `pair=${name}`)).toMatchObject({
        error: [],
        result: {
          XXBTZUSD: { altname: "XBTUSD", wsname: "XBT/USD", base: "XXBT", quote: "ZUSD", status: "online" },
        },
      });
    }
    expect(await read(sandbox, "Assets", "asset=XBT")).toMatchObject({ result: { XXBT: { decimals: 10 } } });
    expect(await read(sandbox, "Assets", "asset=NOPE")).toEqual({ error: ["EQuery:Unknown asset"] });
    expect(await read(sandbox, "SystemStatus")).toMatchObject({ result: { status: "online" } });
    expect((await read(sandbox, "Time")).result.unixtime).toBe(clock.now() / 1000);
  });

  test("books, trades, tickers and candles show the same market", async () => {
    // No day and no candle ends meanwhile.
    const sandbox = await fixture.start({ clock: new ManualClock() });
    const market = { venue: "spot", symbol: "BTC/USD" } as const;
    sandbox.market.quote({ ...market, side: "sell", price: "60000.5", quantity: "0.4" });
    sandbox.market.quote({ ...market, side: "sell", price: "60000.5", quantity: "0.2" });
    expect((await read(sandbox, "Depth", "pair=XBTUSD&count=5")).result.XXBTZUSD).toEqual({
      asks: [["60000.50000", "0.60000000", expect.any(Number)]],
      bids: [],
    });
    sandbox.market.take({ ...market, side: "buy", quantity: "0.1" });
    const { result } = await read(sandbox, "Trades", "pair=XBTUSD");
    expect(result.XXBTZUSD).toEqual([["60000.50000", "0.10000000", expect.any(Number), "b", "m", "", 1]]);
    expect((await read(sandbox, "Trades", `pair=XBTUSD&since=${result.last}`)).result.XXBTZUSD).toEqual([]);
    expect((await read(sandbox, "Ticker", "pair=XBTUSD")).result.XXBTZUSD).toMatchObject({
      a: ["60000.50000", "0", "0.50000000"],
      c: ["60000.50000", "0.10000000"],
      v: ["0.10000000", "0.10000000"],
    });
    expect((await read(sandbox, "OHLC", "pair=XBTUSD&interval=5")).result.XXBTZUSD).toEqual([
      [expect.any(Number), ...Array(5).fill("60000.50000"), "0.10000000", 1],
    ]);
  });

  test.each([
    ["EQuery:Unknown asset pair", "Depth", ""],
    ["EQuery:Unknown asset pair", "Ticker", "pair=XBTUSD,NOPE"],
    ["EGeneral:Invalid arguments:count", "Depth", "pair=XBTUSD&count=0"],
    ["EGeneral:Invalid arguments:interval", "OHLC", "pair=XBTUSD&interval=7"],
    ["EGeneral:Unknown method", "Weather", ""],
  ])("%s", async (error, name, query) => {
    expect(await read(await fixture.start(), name, query)).toEqual({ error: [error] });
  });
});
