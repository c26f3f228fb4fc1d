import { inspect } from "node:util";
import type { Drift } from "@x/core";
import { afterEach, describe, expect, it } from "vitest";
import { ManualClock } from "../../core/test/manual-clock.ts";
import {
  addOrder,
  type ConnectOptions,
  cancelOrder,
  connect,
  openOrders,
  ping,
  reportDrift,
  systemStatus,
  type WsLegacy,
  WsLegacyError,
  type WsLegacyEvent,
} from "../src/index.ts";
import { granted, type Request, refused, say, startExchange, subscribed } from "./exchange.ts";

type Exchange = Awaited<ReturnType<typeof startExchange>>;
type Answer = Parameters<typeof startExchange>[0];

const open: { exchange: Exchange; ws: WsLegacy }[] = [];
afterEach(async () => {
  for (const { exchange, ws } of open.splice(0)) {
    await exchange.close();
    await ws.close();
  }
});

async function start(answer: Answer, options: ConnectOptions = {}) {
  const exchange = await startExchange(answer);
  // Where a test is about a time, it winds a clock of its own.
  const ws = connect({ token: "t0ken", url: exchange.url, deadlineMs: 60_000, ...options });
  open.push({ exchange, ws });
  return { exchange, ws };
}

const failed = (promise: Promise<unknown>): Promise<WsLegacyError> =>
  promise.then(
    () => {
      throw new Error("expected it to fail");
    },
    (error: unknown) => {
      if (!WsLegacyError.is(error)) throw error;
      return error;
    },
  );

const order = { ordertype: "limit", type: "buy", pair: "XBT/USD", volume: "10.123", price: "9000" } as const;

describe("a call over a real socket", () => {
  it("cancels orders: one frame, exactly as documented", async () => {
    const { exchange, ws } = await start((request, socket) => say(socket, granted(request)));
    expect(await ws.call(cancelOrder, { txid: ["OAAAAA-BBBBB-CCCCC1", "OAAAAA-BBBBB-CCCCC2"] })).toEqual({});
    expect(exchange.texts).toEqual([
      '{"event":"cancelOrder","txid":["OAAAAA-BBBBB-CCCCC1","OAAAAA-BBBBB-CCCCC2"],"token":"t0ken","reqid":1}',
    ]);
  });

  it("places an order, and gives its id and words", async () => {
    const { exchange, ws } = await start((request, socket) =>
      say(socket, granted(request, { txid: "OAAAAA-BBBBB-CCCCC1", descr: "buy 10.123 XBTUSD @ limit 9000" })),
    );
    const options = { "close[ordertype]": "limit", "close[price]": "9100" } as const;
    expect(await ws.call(addOrder, { ...order, ...options })).toEqual({
      txid: "OAAAAA-BBBBB-CCCCC1",
      descr: "buy 10.123 XBTUSD @ limit 9000",
    });
    expect(exchange.received[0]).toMatchObject({ ...order, ...options, token: "t0ken" });
  });

  it("is answered by a pong", async () => {
    const { ws } = await start(({ reqid }, socket) => say(socket, { event: "pong", reqid }));
    expect(await ws.call(ping, {})).toEqual({});
  });

  it.each([
    ["an empty list", { txid: [] }, "/txid"],
    ["an empty id", { txid: [""] }, "/txid/0"],
    ["no list", {}, "/txid"],
    ["one id in place of a list", { txid: "OAAAAA-BBBBB-CCCCC1" }, "/txid"],
    ["a misspelt field", { txid: ["O"], clordid: ["x"] }, "/clordid"],
  ])("to cancel %s never reaches the wire", async (_name, params, path) => {
    const { exchange, ws } = await start(() => {});
    const error = await failed(ws.call(cancelOrder, params as { txid: string[] }));
    expect(error).toMatchObject({ code: "invalidParams", path, outcome: "not-sent" });
    expect(exchange.received).toEqual([]);
  });

  it.each([
    ["a number in place of text", { ...order, volume: 10 }, "/volume"],
    ["an exponent", { ...order, volume: "1e-7" }, "/volume"],
    ["a limit order without a price", { ...order, price: undefined }, "/price"],
    ["a stop-limit order with one price", { ...order, ordertype: "stop-loss-limit" }, "/price2"],
    ["a trailing stop without a plus", { ...order, ordertype: "trailing-stop", price: "5%" }, "/price"],
    ["a price in words", { ...order, price: "market" }, "/price"],
    ["post on a market order", { ...order, ordertype: "market", oflags: "fciq,post" }, "/ordertype"],
    ["viqc on a sell", { ...order, ordertype: "market", type: "sell", oflags: "viqc" }, "/type"],
    ["both fee currencies", { ...order, oflags: "fcib,fciq" }, ""],
    ["an unknown flag", { ...order, oflags: "fast" }, "/oflags"],
    ["a leverage of 6", { ...order, leverage: "6" }, "/leverage"],
    ["validate as a boolean", { ...order, validate: true }, "/validate"],
    ["two ids of its own", { ...order, cl_ord_id: "a", userref: "1" }, ""],
    ["a closing price without a type", { ...order, "close[price]": "1" }, "/close[ordertype]"],
    ["GTD without an end", { ...order, timeinforce: "GTD" }, "/expiretm"],
  ])("to add an order with %s never reaches the wire", async (_name, params, path) => {
    const { exchange, ws } = await start(() => {});
    const error = await failed(ws.call(addOrder, params as unknown as typeof order));
    expect([error.code, error.path, error.outcome]).toEqual(["invalidParams", path, "not-sent"]);
    expect(exchange.received).toEqual([]);
  });

  it.each(["+5%", "-2.5", "#1", "9000.", ".5", "10%"])("takes the price %s", (price) => {
    expect(addOrder.checkParams({ ...order, price })).toBeUndefined();
  });

  it("that Kraken refuses carries its category, its words and the request, but no token", async () => {
    const { ws } = await start((request, socket) => say(socket, refused(request, "EOrder:Unknown order")));
    const error = await failed(ws.call(cancelOrder, { txid: ["O"] }));
    expect(error).toMatchObject({ code: "EOrder", reason: "EOrder:Unknown order", outcome: "refused" });
    expect(error.request).toEqual({ name: "cancelOrder", params: { txid: ["O"] } });
    expect(inspect(error, { depth: 9 })).not.toContain("t0ken");
  });

  it("that is answered under another name is refused with the words that came", async () => {
    const { ws } = await start(({ reqid }, socket) =>
      say(socket, { event: "subscriptionStatus", status: "error", errorMessage: "Unsupported event", reqid }),
    );
    expect(await failed(ws.call(ping, {}))).toMatchObject({ code: "refused", reason: "Unsupported event" });
  });

  it("whose answer does not fit is invalid, with the place", async () => {
    const { ws } = await start((request, socket) => say(socket, { ...granted(request), txid: 7 }));
    expect(await failed(ws.call(addOrder, order))).toMatchObject({
      code: "invalidAnswer",
      path: "/txid",
      outcome: "unknown",
    });
  });

  it("whose answer never comes is unknown, and so is one cut off", async () => {
    const clock = new ManualClock();
    const { exchange, ws } = await start(
      (request, socket) => {
        if (request.event === "cancelOrder") socket.terminate();
      },
      { clock },
    );
    const unanswered = failed(ws.call(addOrder, order, { deadlineMs: 250 }));
    await expect.poll(() => exchange.received).toHaveLength(1);
    clock.advance(250);
    expect(await unanswered).toMatchObject({
      code: "deadlineExceeded",
      outcome: "unknown",
    });
    expect(await failed(ws.call(cancelOrder, { txid: ["O"] }))).toMatchObject({
      code: "connectionLost",
      outcome: "unknown",
    });
  });
});

describe("a subscription over a real socket", () => {
  const whole = {
    status: "open",
    userref: 0,
    refid: null,
    opentm: "1772359200.000123",
    expiretm: null,
    starttm: null,
    descr: {
      pair: "XBT/USD",
      type: "buy",
      ordertype: "limit",
      price: "9000.0",
      price2: "0.0",
      leverage: null,
      close: null,
      order: "buy",
    },
    vol: "10.12300000",
    vol_exec: "0.00000000",
  };
  const follow = (request: Request, socket: Parameters<Answer>[1]): void => {
    say(socket, subscribed(request));
    if (request.event !== "subscribe") return;
    say(socket, [[{ O1: whole }], "openOrders", { sequence: 1 }]);
    say(socket, { event: "heartbeat" });
    say(socket, [[{ O1: { status: "canceled", userref: 0 } }], "openOrders", { sequence: 2 }]);
  };

  it("lists the open orders and follows them, until it is left", async () => {
    const { exchange, ws } = await start(follow);
    const seen: unknown[] = [];
    for await (const [orders, , { sequence }] of ws.subscribe(openOrders, { ratecounter: true })) {
      seen.push([sequence, orders[0]?.O1?.status, orders[0]?.O1?.vol]);
      if (sequence === 2) break;
    }
    expect(seen).toEqual([
      [1, "open", "10.12300000"],
      [2, "canceled", undefined],
    ]);
    expect(exchange.received).toEqual([
      {
        event: "subscribe",
        subscription: { name: "openOrders", ratecounter: true, token: "t0ken" },
        reqid: 1,
      },
      { event: "unsubscribe", subscription: { name: "openOrders", token: "t0ken" }, reqid: 2 },
    ]);
  });

  it("whose snapshot does not come is asked for anew, and a gap says so", async () => {
    const gaps: unknown[] = [];
    let asked = 0;
    const clock = new ManualClock();
    const { ws } = await start(
      (request, socket) => {
        if (request.event === "subscribe" && asked++ > 0) follow(request, socket);
        else say(socket, subscribed(request));
      },
      { clock, deadlineMs: 400, onEvent: (event) => event.type === "gap" && gaps.push(event.gap) },
    );
    const subscription = ws.subscribe(openOrders, {});
    await subscription.ready;
    clock.advance(400);
    const reader = subscription[Symbol.asyncIterator]();
    expect((await reader.next()).value?.[2].sequence).toBe(1);
    expect(gaps).toEqual([{ reason: "silent", detail: "nothing came of openOrders" }]);
  });

  it("that is refused says why, without the token that comes back", async () => {
    const { ws } = await start(({ reqid, subscription }, socket) =>
      say(socket, {
        event: "subscriptionStatus",
        status: "error",
        errorMessage: "Token is expired",
        subscription,
        reqid,
      }),
    );
    const error = await failed(ws.subscribe(openOrders, {}).ready);
    expect(error).toMatchObject({ code: "refused", reason: "Token is expired", outcome: "refused" });
    expect(inspect(error, { depth: 9 })).not.toContain("t0ken");
  });

  it("that the exchange ends by itself says so", async () => {
    const { ws } = await start((request, socket) => {
      say(socket, subscribed(request));
      const { reqid: _reqid, ...unasked } = subscribed({ ...request, event: "unsubscribe" });
      say(socket, unasked);
    });
    const reader = ws.subscribe(openOrders, {})[Symbol.asyncIterator]();
    expect(await failed(reader.next())).toMatchObject({ code: "subscriptionEnded", retryable: true });
  });

  it("keeps what the spec does not know, and reports it", async () => {
    const drifts: Drift[] = [];
    const { ws } = await start(
      (request, socket) => {
        say(socket, subscribed(request));
        say(socket, [[{ "O/1": { ...whole, status: "asleep", mood: 1 } }], "openOrders", { sequence: 1 }]);
      },
      { onDrift: reportDrift((drift) => drifts.push(drift)) },
    );
    const reader = ws.subscribe(openOrders, {})[Symbol.asyncIterator]();
    expect((await reader.next()).value?.[0][0]?.["O/1"]?.status).toBe("asleep");
    expect(drifts.map(({ kind, path }) => [kind, path])).toEqual([
      ["unknown-value", "/0/0/O~11/status"],
      ["unknown-field", "/0/0/O~11/mood"],
    ]);
  });

  it("ends with an error that names the place when a message does not fit", async () => {
    const { ws } = await start((request, socket) => {
      say(socket, subscribed(request));
      say(socket, [[{ O1: { ...whole, vol: 10 } }], "openOrders", { sequence: 1 }]);
    });
    const reader = ws.subscribe(openOrders, {})[Symbol.asyncIterator]();
    expect(await failed(reader.next())).toMatchObject({ code: "invalidMessage", path: "/0/0/O1/vol" });
  });
});

describe("a connection over a real socket", () => {
  it("says the state of the exchange", async () => {
    const events: WsLegacyEvent[] = [];
    const { ws } = await start(({ reqid }, socket) => say(socket, { event: "pong", reqid }), {
      pushes: [systemStatus],
      onEvent: (event) => events.push(event),
    });
    await ws.call(ping, {});
    expect(events).toContainEqual(
      expect.objectContaining({
        type: "push",
        name: "systemStatus",
        message: expect.objectContaining({ status: "online" }),
      }),
    );
  });

  it("without a token is for the public host, and refuses what is private", async () => {
    const { exchange } = await start(() => {});
    const ws = connect({ url: exchange.url });
    expect(await failed(ws.call(cancelOrder, { txid: ["O"] }))).toMatchObject({ code: "wrongHost" });
    await ws.close();
  });
});
