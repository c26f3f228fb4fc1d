import { afterEach, describe, expect, it } from "vitest";
import {
  book,
  type ConnectOptions,
  cancelOrder,
  connect,
  level3,
  ohlc,
  type WsV2,
  WsV2Error,
} from "../src/index.ts";
import { granted, type Request, refused, say, startExchange } from "./exchange.ts";

const open: { exchange: Awaited<ReturnType<typeof startExchange>>; ws: WsV2 }[] = [];
afterEach(async () => {
  for (const { exchange, ws } of open.splice(0)) {
    await exchange.close();
    await ws.close();
  }
});

async function start(answer: Parameters<typeof startExchange>[0], options: ConnectOptions = {}) {
  const exchange = await startExchange(answer);
  const ws = connect({ url: exchange.url, deadlineMs: 500, ...options });
  open.push({ exchange, ws });
  return { exchange, ws };
}

const error = (promise: Promise<unknown>): Promise<WsV2Error> =>
  promise.then(
    () => expect.unreachable(),
    (reason: unknown) => (WsV2Error.is(reason) ? reason : expect.unreachable()),
  );

const list = ({ params }: Request, name: string) => params?.[name] as string[];

describe("cancel_order over a real socket", () => {
  const cancelled = (bad: string, lost: string) =>
    start(
      (request, socket) => {
        for (const order_id of list(request, "order_id")) {
          if (order_id === lost) continue;
          say(
            socket,
            order_id === bad ? refused(request, "EOrder:Unknown order") : granted(request, { order_id }),
          );
        }
      },
      { token: "t" },
    );

  it("gives one result for each order", async () => {
    const { ws } = await cancelled("", "");
    expect(await ws.call(cancelOrder, { order_id: ["A", "B"] })).toEqual([
      { order_id: "A" },
      { order_id: "B" },
    ]);
  });

  it("fails when an order is refused, and says which and what came of the others", async () => {
    const { ws } = await cancelled("B", "");
    const why = await error(ws.call(cancelOrder, { order_id: ["A", "B", "C"] }));
    expect(why).toMatchObject({ code: "EOrder", outcome: "unknown", path: "/order_id/1", retryable: false });
    expect(why.answers).toMatchObject([
      { result: { order_id: "A" } },
      { error: { code: "EOrder", outcome: "refused" } },
      { result: { order_id: "C" } },
    ]);
  });

  it("is unknown when an order's answer is missing", async () => {
    const { ws } = await cancelled("", "B");
    const why = await error(ws.call(cancelOrder, { order_id: ["A", "B"] }));
    expect(why).toMatchObject({ code: "deadlineExceeded", outcome: "unknown" });
    expect(why.answers).toEqual([{ result: { order_id: "A" } }]);
  });
});

describe("the host", () => {
  it("is the one asked for", async () => {
    const acknowledge = (request: Request, socket: Parameters<typeof say>[0]) => {
      for (const symbol of list(request, "symbol"))
        say(socket, granted(request, { channel: "level3", symbol }));
    };
    const { ws } = await start(acknowledge, { token: "t", host: "l3" });
    await ws.subscribe(level3, { symbol: ["BTC/USD"] }).ready;
    expect((await error(ws.subscribe(book, { symbol: ["BTC/USD"] }).ready)).code).toBe("wrongHost");
    const { ws: other } = await start(acknowledge, { token: "t" });
    expect((await error(other.subscribe(level3, { symbol: ["BTC/USD"] }).ready)).code).toBe("wrongHost");
  });

  it("is one there is", () => {
    const options: object = { host: "l4" };
    expect(() => connect(options)).toThrow(
      expect.objectContaining({ code: "invalidOptions", path: "/host" }),
    );
  });
});

describe("market data over a real socket", () => {
  const candle = (symbol: string, interval: number) => ({
    symbol,
    interval,
    open: 1,
    high: 1,
    low: 1,
    close: 1,
    trades: 1,
    volume: 1,
    vwap: 1,
    interval_begin: "2026-03-01T10:00:00.000000000Z",
    timestamp: "2026-03-01T10:05:00.000000Z",
  });
  const exchange: Parameters<typeof startExchange>[0] = (request, socket) => {
    const { channel, interval } = request.params as { channel: string; interval: number };
    const symbols = list(request, "symbol");
    for (const symbol of symbols)
      say(
        socket,
        symbol === "NO/PE"
          ? { ...refused(request, "Currency pair not supported NO/PE"), symbol }
          : granted(request, { channel, symbol, ...(interval && { interval }) }),
      );
    if (request.method === "subscribe" && channel === "ohlc")
      for (const symbol of symbols)
        say(socket, {
          channel,
          type: "update",
          data: [candle(symbol, interval)],
          timestamp: "2026-03-01T10:00:00Z",
        });
  };

  it("comes to the subscription it belongs to, and is left by symbol and interval", async () => {
    const { exchange: server, ws } = await start(exchange);
    const one = ws.subscribe(ohlc, { symbol: ["BTC/USD", "ETH/USD"], interval: 1 });
    const five = ws.subscribe(ohlc, { symbol: ["BTC/USD"], interval: 5 });
    await Promise.all([one.ready, five.ready]);
    const first = await five[Symbol.asyncIterator]().next();
    expect(first.value?.data).toMatchObject([{ symbol: "BTC/USD", interval: 5 }]);
    const again = ws.subscribe(ohlc, { symbol: ["BTC/USD"], interval: 5 });
    expect((await error(again.ready)).code).toBe("alreadySubscribed");
    await one.unsubscribe();
    expect(server.received.at(-1)).toMatchObject({
      method: "unsubscribe",
      params: { channel: "ohlc", symbol: ["BTC/USD", "ETH/USD"], interval: 1 },
    });
  });

  it("ends when a symbol is refused, names it, and leaves the others", async () => {
    const { exchange: server, ws } = await start(exchange);
    const why = await error(ws.subscribe(book, { symbol: ["BTC/USD", "NO/PE"], depth: 25 }).ready);
    expect(why).toMatchObject({ code: "refused", path: "/symbol/1" });
    await expect
      .poll(() => server.received.at(-1)?.params)
      .toEqual({ channel: "book", symbol: ["BTC/USD"], depth: 25 });
  });
});
