import {
  createClient,
  getFills,
  getHistory,
  getOpenOrders,
  getOpenPositions,
  getOrderbook,
  sendOrder,
} from "@x/futures-rest";
import { addOrder, executions } from "@x/ws-v2";
import { describe, expect, test } from "vitest";
import { ManualClock } from "../../core/test/manual-clock.ts";
import { readTape } from "../src/index.ts";
import { sandboxes } from "./sandbox-fixture.ts";
import { reading, v2Client } from "./web-socket-clients.ts";

const fixture = sandboxes();
const XBT = { venue: "futures", symbol: "PF_XBTUSD" } as const;
const BTC = { venue: "spot", symbol: "BTC/USD" } as const;

async function futuresClient(options = {}) {
  const sandbox = await fixture.start(options);
  const { urls, credentials } = sandbox;
  return { sandbox, futures: createClient({ credentials: credentials.futures, baseUrl: urls.futuresRest }) };
}

describe("on the derivatives venue", () => {
  test("an order takes what is offered, and what is left of it rests", async () => {
    const { sandbox, futures } = await futuresClient();
    sandbox.market.quote({ ...XBT, side: "sell", price: "60010", quantity: "0.1" });
    sandbox.market.quote({ ...XBT, side: "sell", price: "60020", quantity: "0.2" });
    const { sendStatus } = await futures.call(sendOrder, {
      orderType: "lmt",
      symbol: "PF_XBTUSD",
      side: "buy",
      size: 0.4,
      limitPrice: 60020,
    });
    expect(sendStatus).toMatchObject({
      status: "placed",
      orderEvents: [
        { type: "EXECUTION", price: 60010, amount: 0.1, orderPriorExecution: { filled: 0 } },
        { type: "EXECUTION", price: 60020, amount: 0.2, orderPriorExecution: { filled: 0.1 } },
        { type: "PLACE", order: { quantity: 0.4, filled: 0.3 } },
      ],
    });
    const { openOrders } = await futures.call(getOpenOrders, {});
    expect(openOrders).toMatchObject([{ status: "partiallyFilled", filledSize: 0.3, unfilledSize: 0.1 }]);
    const { openPositions } = await futures.call(getOpenPositions, {});
    expect(openPositions).toContainEqual(
      expect.objectContaining({ symbol: "PF_XBTUSD", side: "long", size: 0.3 }),
    );
    const { fills } = await futures.call(getFills, {});
    expect(fills.slice(0, 2)).toMatchObject([{ price: 60020, fillType: "taker" }, { price: 60010 }]);
    const { history } = await futures.call(getHistory, { symbol: "PF_XBTUSD" });
    expect(history.slice(0, 2)).toMatchObject([{ price: 60020, uid: expect.any(String) }, { price: 60010 }]);
    sandbox.market.take({ ...XBT, side: "sell", quantity: "0.1" });
    expect((await futures.call(getOpenOrders, {})).openOrders).toEqual([]);
    expect((await futures.call(getFills, {})).fills[0]).toMatchObject({ fillType: "maker", size: 0.1 });
  });

  test("a stop fires on the price it watches, and a reduce-only order shrinks to its position", async () => {
    const { sandbox, futures } = await futuresClient();
    sandbox.market.quote({ ...XBT, side: "sell", price: "60000", quantity: "0.5" });
    await futures.call(sendOrder, {
      orderType: "ioc",
      symbol: "PF_XBTUSD",
      side: "buy",
      size: 0.5,
      limitPrice: 60000,
    });
    sandbox.market.quote({ ...XBT, side: "buy", price: "58000", quantity: "1" });
    await futures.call(sendOrder, {
      orderType: "stp",
      symbol: "PF_XBTUSD",
      side: "sell",
      size: 2,
      stopPrice: 59000,
      triggerSignal: "mark",
      reduceOnly: true,
    });
    sandbox.market.setPrices(XBT, { index: "58500" });
    expect(sandbox.openOrders("futures")).toBe(1);
    sandbox.market.setPrices(XBT, { mark: "58999.5" });
    expect(sandbox.openOrders("futures")).toBe(0);
    const { openPositions } = await futures.call(getOpenPositions, {});
    expect(openPositions.map(({ symbol }) => symbol)).not.toContain("PF_XBTUSD");
    expect((await futures.call(getFills, {})).fills[0]).toMatchObject({
      side: "sell",
      size: 0.5,
      price: 58000,
    });
  });

  test("an order beyond the margin is refused", async () => {
    const { futures } = await futuresClient();
    const order = { orderType: "lmt", symbol: "PF_XBTUSD", side: "buy", limitPrice: 50000 } as const;
    await expect(futures.call(sendOrder, { ...order, size: 1000 })).rejects.toMatchObject({
      reason: "insufficientAvailableFunds",
    });
    await futures.call(sendOrder, { ...order, size: 1 });
  });
});

describe("on the spot venue", () => {
  test("an order trades at the resting price, and its owner hears of it", async () => {
    const sandbox = await fixture.start();
    const ws = v2Client(sandbox, fixture);
    const next = await reading(ws.subscribe(executions, { snap_orders: false }));
    sandbox.market.quote({ ...BTC, side: "sell", price: "60000.5", quantity: "0.2" });
    await ws.call(addOrder, { order_type: "market", side: "buy", symbol: "BTC/USD", order_qty: 0.2 });
    const types = [];
    for (let i = 0; i < 4; i++) types.push((await next()).data[0]);
    expect(types).toMatchObject([
      { exec_type: "pending_new" },
      { exec_type: "new" },
      { exec_type: "trade", last_price: 60000.5, last_qty: 0.2, liquidity_ind: "t" },
      { exec_type: "filled", cum_qty: 0.2, avg_price: 60000.5 },
    ]);
  });

  test("an order beyond the balance is refused", async () => {
    const ws = v2Client(await fixture.start(), fixture);
    const order = { order_type: "limit", side: "buy", symbol: "BTC/USD", limit_price: 50000 } as const;
    await expect(ws.call(addOrder, { ...order, order_qty: 1000 })).rejects.toMatchObject({
      message: expect.stringContaining("EOrder:Insufficient funds"),
    });
  });
});

describe("markets", () => {
  test("that move by themselves have a book that does not stand still or cross", async () => {
    const clock = new ManualClock();
    const { futures } = await futuresClient({ market: "synthetic", clock });
    const book = async () => (await futures.call(getOrderbook, { symbol: "PF_XBTUSD" })).orderBook;
    const first = await book();
    clock.advance(60_000);
    const second = await book();
    expect(second).not.toEqual(first);
    for (const { bids, asks } of [first, second]) {
      expect(bids.length).toBeGreaterThan(10);
      expect(bids[0]?.[0]).toBeLessThan(asks[0]?.[0] as number);
    }
  });

  test("replay a tape at its pace", async () => {
    const clock = new ManualClock();
    const lines = [
      { kind: "book", after: 0, ...XBT, side: "sell", price: "60000", quantity: "1" },
      { kind: "book", after: 1000, ...XBT, side: "sell", price: "60000", quantity: "0.4" },
      { kind: "trade", after: 2000, ...XBT, side: "buy", price: "60000", quantity: "0.4" },
    ];
    const tape = readTape(lines.map((line) => JSON.stringify(line)).join("\n"));
    const { futures } = await futuresClient({ market: { tape }, clock });
    const asks = async () => (await futures.call(getOrderbook, { symbol: "PF_XBTUSD" })).orderBook.asks;
    expect(await asks()).toEqual([[60000, 1]]);
    clock.advance(1000);
    expect(await asks()).toEqual([[60000, 0.4]]);
    clock.advance(1000);
    expect(await asks()).toEqual([]);
    expect(() => readTape('{"kind":"book"}')).toThrow("tape line 1: /venue is not spot or futures");
  });
});
