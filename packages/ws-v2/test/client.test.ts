import { inspect } from "node:util";
import type { Drift } from "@x/core";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { ManualClock } from "../../core/test/manual-clock.ts";
import {
  addOrder,
  balances,
  batchCancel,
  type ConnectOptions,
  cancelAll,
  connect,
  executions,
  failure,
  ping,
  reportDrift,
  status,
  type WsV2,
  WsV2Error,
  type WsV2Event,
} from "../src/index.ts";
import { granted, nobodyListens, type Request, refused, say, startExchange } from "./exchange.ts";

type Exchange = Awaited<ReturnType<typeof startExchange>>;

const open: { exchange: Exchange; ws: WsV2 }[] = [];
afterEach(async () => {
  for (const { exchange, ws } of open.splice(0)) {
    await exchange.close();
    await ws.close();
  }
});

async function start(answer: Parameters<typeof startExchange>[0], options: ConnectOptions = {}) {
  const exchange = await startExchange(answer);
  // Where a test is about a time, it winds a clock of its own.
  const ws = connect({ token: "t0ken", url: exchange.url, deadlineMs: 60_000, ...options });
  open.push({ exchange, ws });
  return { exchange, ws };
}

const failed = (promise: Promise<unknown>): Promise<WsV2Error> =>
  promise.then(
    () => {
      throw new Error("expected it to fail");
    },
    (error: unknown) => {
      if (!WsV2Error.is(error)) throw error;
      return error;
    },
  );

describe("a call over a real socket", () => {
  it("sends one frame, exactly as documented, and gives the result", async () => {
    const { exchange, ws } = await start((request, socket) => say(socket, granted(request, { count: 2 })));
    expect(await ws.call(cancelAll, {})).toEqual({ count: 2 });
    expect(exchange.texts).toEqual(['{"method":"cancel_all","params":{"token":"t0ken"},"req_id":1}']);
  });

  it("sends numbers without an exponent", async () => {
    const { exchange, ws } = await start((request, socket) =>
      say(socket, granted(request, { order_id: "O1" })),
    );
    await ws.call(addOrder, {
      order_type: "limit",
      side: "buy",
      symbol: "BTC/USD",
      order_qty: 1e-8,
      limit_price: 1e21,
    });
    expect(exchange.texts[0]).toContain('"order_qty":0.00000001,"limit_price":1000000000000000000000');
  });

  it("tells many calls at once apart, in whatever order they are answered", async () => {
    const waiting: (() => void)[] = [];
    const { ws } = await start((request, socket) => {
      const { orders } = request.params as { orders: string[] };
      waiting.unshift(() => say(socket, granted(request, { count: Number(orders[0]) })));
      if (waiting.length === 50) for (const answer of waiting) answer();
    });
    const calls = Array.from({ length: 50 }, (_, index) =>
      ws.call(batchCancel, { orders: [String(index), "x"] }),
    );
    expect((await Promise.all(calls)).map(({ count }) => count)).toEqual(calls.map((_, index) => index));
  });

  it("reads the count of a batch also where the exchange puts it beside the result", async () => {
    const { ws } = await start(({ method, req_id }, socket) =>
      say(socket, { method, req_id, orders_cancelled: 2, success: true }),
    );
    expect(await ws.call(batchCancel, { orders: ["A", "B"] })).toEqual({ count: 2 });
  });

  it("is answered by a pong that says neither success nor result", async () => {
    const { ws } = await start(({ req_id }, socket) => say(socket, { method: "pong", req_id }));
    expect(await ws.call(ping, {})).toEqual({});
  });

  it.each([
    ["one order", { orders: ["A"] }, "/orders"],
    ["51 orders", { orders: Array.from({ length: 51 }, String) }, "/orders"],
    ["an empty id", { orders: ["A", ""] }, "/orders/1"],
    ["no list", {}, "/orders"],
    ["a misspelt field", { orders: ["A", "B"], cl_ordid: ["C"] }, "/cl_ordid"],
  ])("with %s never reaches the wire", async (_name, params, path) => {
    const { exchange, ws } = await start(() => {});
    const error = await failed(ws.call(batchCancel, params as { orders: string[] }));
    expect(error).toMatchObject({ code: "invalidParams", path, outcome: "not-sent" });
    expect(exchange.received).toEqual([]);
  });

  const order = {
    order_type: "limit",
    side: "buy",
    symbol: "BTC/USD",
    order_qty: 1,
    limit_price: 2,
  } as const;
  it.each([
    ["a limit order without a price", { ...order, limit_price: undefined }, "/limit_price"],
    ["a stop order without a trigger", { ...order, order_type: "stop-loss" }, "/triggers"],
    ["gtd without an end", { ...order, time_in_force: "gtd" }, "/expire_time"],
    ["an end without gtd", { ...order, expire_time: "2026-03-02T10:00:00Z" }, "/time_in_force"],
    ["fok on a market order", { ...order, order_type: "market", time_in_force: "fok" }, "/order_type"],
    ["post_only on a market order", { ...order, order_type: "market", post_only: true }, "/order_type"],
    ["two ids of its own", { ...order, cl_ord_id: "a", order_userref: 1 }, ""],
    ["a client id too long", { ...order, cl_ord_id: "x".repeat(19) }, "/cl_ord_id"],
    ["a display quantity on a limit order", { ...order, display_qty: 1 }, "/order_type"],
    [
      "a cash quantity on a sell",
      { ...order, order_type: "market", side: "sell", cash_order_qty: 1 },
      "/side",
    ],
    ["no quantity", { ...order, order_qty: undefined }, ""],
    ["a time that is none", { ...order, deadline: "tomorrow" }, "/deadline"],
  ])("with %s never reaches the wire", async (_name, params, path) => {
    const { exchange, ws } = await start(() => {});
    const error = await failed(ws.call(addOrder, params as typeof order));
    expect([error.code, error.path, error.outcome]).toEqual(["invalidParams", path, "not-sent"]);
    expect(exchange.received).toEqual([]);
  });

  it("that Kraken refuses is refused, and unknown where one of several orders may be meant", async () => {
    const { ws } = await start((request, socket) => say(socket, refused(request, "EOrder:Unknown order")));
    expect(await failed(ws.call(cancelAll, {}))).toMatchObject({ outcome: "refused" });
    expect(await failed(ws.call(batchCancel, { orders: ["A", "B"] }))).toMatchObject({ outcome: "unknown" });
  });

  it("that Kraken refuses carries its category, its words and the request, but no token", async () => {
    const { ws } = await start((request, socket) => say(socket, refused(request, "EOrder:Unknown order")));
    const error = await failed(ws.call(batchCancel, { orders: ["A", "B"] }));
    expect(error).toMatchObject({ code: "EOrder", reason: "EOrder:Unknown order", retryable: false });
    expect(error.request).toEqual({ name: "batch_cancel", params: { orders: ["A", "B"] } });
    expect(error.raw).toContain("EOrder:Unknown order");
    expect(inspect(error, { depth: 9 })).not.toContain("t0ken");
  });

  it("whose answer does not fit is invalid, with the place", async () => {
    const { ws } = await start((request, socket) => say(socket, granted(request, { count: "2" })));
    const error = await failed(ws.call(cancelAll, {}));
    expect(error).toMatchObject({ code: "invalidAnswer", path: "/result/count", outcome: "unknown" });
  });

  it("whose answer never comes is unknown", async () => {
    const clock = new ManualClock();
    const { exchange, ws } = await start(() => {}, { clock });
    const ended = async (call: Promise<unknown>, sent: number) => {
      const error = failed(call);
      await expect.poll(() => exchange.received).toHaveLength(sent);
      clock.advance(250);
      return error;
    };
    expect(await ended(ws.call(cancelAll, {}, { deadlineMs: 250 }), 1)).toMatchObject({
      code: "deadlineExceeded",
      outcome: "unknown",
    });
    expect(await ended(ws.call(ping, {}, { deadlineMs: 250 }), 2)).toMatchObject({ outcome: "none" });
  });

  it("is unknown when the connection is cut, and the next goes over a new one", async () => {
    let cut = false;
    const { ws } = await start(
      (request, socket) => {
        if (cut) say(socket, granted(request, { count: 1 }));
        else socket.terminate();
        cut = true;
      },
      { backoffMs: 20 },
    );
    expect(await failed(ws.call(cancelAll, {}))).toMatchObject({
      code: "connectionLost",
      outcome: "unknown",
    });
    expect(await ws.call(cancelAll, {})).toEqual({ count: 1 });
  });

  it("keeps what the spec does not know, and reports it", async () => {
    const drifts: Drift[] = [];
    const { ws } = await start(
      (request, socket) => say(socket, granted(request, { count: 1, mood: "new" })),
      {
        onDrift: reportDrift((drift) => drifts.push(drift)),
      },
    );
    expect(await ws.call(cancelAll, {})).toEqual({ count: 1, mood: "new" });
    expect(drifts).toEqual([
      { kind: "unknown-field", path: "/result/mood", source: "cancel_all", sample: "string" },
    ]);
  });
});

describe("a connection over a real socket", () => {
  it("without a token is for the public host, and refuses what is private", async () => {
    const { exchange } = await start(() => {});
    const ws = connect({ url: exchange.url });
    expect(await failed(ws.call(cancelAll, {}))).toMatchObject({ code: "wrongHost", outcome: "not-sent" });
    await ws.close();
  });

  it("that is refused is tried again, and what waits ends by its deadline", async () => {
    const { url, close } = await nobodyListens();
    const ws = connect({ url, token: "t", backoffMs: 20 });
    const error = await failed(ws.call(cancelAll, {}, { deadlineMs: 200 }));
    expect(error).toMatchObject({ code: "deadlineExceeded", outcome: "not-sent", retryable: true });
    await ws.close();
    const once = connect({ url, token: "t", reconnect: false });
    expect(await failed(once.call(cancelAll, {}))).toMatchObject({
      code: "connectFailed",
      outcome: "not-sent",
      retryable: true,
    });
    await close();
  });

  it("works over the class of another package", async () => {
    const { exchange, ws } = await start((request, socket) => say(socket, granted(request, { count: 3 })), {
      WebSocket,
    });
    expect(await ws.call(cancelAll, {})).toEqual({ count: 3 });
    expect(exchange.received).toHaveLength(1);
  });

  it("says the state of the exchange, and what could not be attributed", async () => {
    const events: WsV2Event[] = [];
    const { exchange, ws } = await start(
      (_request, socket) => say(socket, { method: "error", error: "Malformed request", success: false }),
      { pushes: [status, failure], onEvent: (event) => events.push(event) },
    );
    const unanswered = failed(ws.call(ping, {}));
    await expect.poll(() => events).toContainEqual(expect.objectContaining({ name: "failure" }));
    const online = events.find((event) => event.type === "push" && event.name === "status");
    expect(online).toMatchObject({ message: { data: [{ system: "online" }] } });
    await exchange.close();
    await unanswered;
  });

  it("shows no token, however it is looked at", async () => {
    const { ws } = await start(() => {});
    expect(inspect(ws, { depth: 20, showHidden: true }) + JSON.stringify(ws)).not.toContain("t0ken");
  });
});

describe("a subscription over a real socket", () => {
  const report = {
    order_id: "O1",
    exec_type: "new",
    order_status: "new",
    timestamp: "2026-03-01T10:00:00.000123Z",
  };
  const follow = (request: Request, socket: Parameters<Parameters<typeof startExchange>[0]>[1]): void => {
    say(socket, granted(request, { channel: "executions" }));
    if (request.method !== "subscribe") return;
    say(socket, { channel: "executions", type: "snapshot", data: [report], sequence: 1 });
    say(socket, { channel: "heartbeat" });
    say(socket, {
      channel: "executions",
      type: "update",
      data: [{ ...report, exec_type: "canceled", order_status: "canceled" }],
      sequence: 2,
    });
  };

  it("lists the open orders and follows them, until it is left", async () => {
    const { exchange, ws } = await start(follow);
    const types: string[] = [];
    for await (const { type, data } of ws.subscribe(executions, { snap_orders: true })) {
      types.push(`${type} ${data[0]?.exec_type}`);
      if (type === "update") break;
    }
    expect(types).toEqual(["snapshot new", "update canceled"]);
    expect(exchange.received.map(({ method, params }) => [method, params])).toEqual([
      ["subscribe", { channel: "executions", snap_orders: true, token: "t0ken" }],
      ["unsubscribe", { channel: "executions", token: "t0ken" }],
    ]);
  });

  it("whose snapshot does not come is asked for anew, and a gap says so", async () => {
    const gaps: unknown[] = [];
    let asked = 0;
    const clock = new ManualClock();
    const { ws } = await start(
      (request, socket) => {
        if (request.method === "subscribe" && asked++ > 0) follow(request, socket);
        else say(socket, granted(request, { channel: "executions" }));
      },
      { clock, deadlineMs: 400, onEvent: (event) => event.type === "gap" && gaps.push(event.gap) },
    );
    const subscription = ws.subscribe(executions, {});
    await subscription.ready;
    clock.advance(400);
    const reader = subscription[Symbol.asyncIterator]();
    expect((await reader.next()).value?.type).toBe("snapshot");
    expect(gaps).toEqual([{ reason: "silent", detail: "nothing came of executions" }]);
  });

  it("without a snapshot may be quiet for long", async () => {
    const clock = new ManualClock();
    const { exchange, ws } = await start(
      (request, socket) => {
        if (request.method === "ping") say(socket, { method: "pong", req_id: request.req_id });
        else say(socket, granted(request, { channel: request.params?.channel }));
      },
      { clock, deadlineMs: 400 },
    );
    await ws.subscribe(executions, { snap_orders: false }).ready;
    await ws.subscribe(balances, { users: "all" }).ready;
    clock.advance(10_000);
    // What had been sent before it would have come before it.
    await ws.call(ping, {});
    expect(exchange.received.map(({ method }) => method)).toEqual(["subscribe", "subscribe", "ping"]);
  });

  it("that is refused says why, to whoever waits", async () => {
    const { ws } = await start((request, socket) =>
      say(socket, {
        ...refused(request, "ESession:Invalid session"),
        channel: "executions",
        status: "error",
      }),
    );
    const subscription = ws.subscribe(executions, {});
    expect(await failed(subscription.ready)).toMatchObject({ code: "ESession", outcome: "refused" });
  });

  it("accepts values the spec does not list", async () => {
    const drifts: Drift[] = [];
    const tomorrow = { ...report, exec_type: "teleported", mood: 1 };
    const { ws } = await start(
      (request, socket) => {
        say(socket, granted(request, { channel: "executions" }));
        say(socket, { channel: "executions", type: "update", data: [tomorrow], sequence: 3 });
      },
      { onDrift: reportDrift((drift) => drifts.push(drift)) },
    );
    const reader = ws.subscribe(executions, {})[Symbol.asyncIterator]();
    expect((await reader.next()).value?.data).toEqual([tomorrow]);
    expect(drifts.map(({ kind, path }) => [kind, path])).toEqual([
      ["unknown-value", "/data/0/exec_type"],
      ["unknown-field", "/data/0/mood"],
    ]);
  });

  it("ends with an error that names the place when a message does not fit", async () => {
    const { ws } = await start((request, socket) => {
      say(socket, granted(request, { channel: "executions" }));
      say(socket, { channel: "executions", type: "update", data: [{ ...report, order_id: 7 }], sequence: 3 });
    });
    const reader = ws.subscribe(executions, {})[Symbol.asyncIterator]();
    expect(await failed(reader.next())).toMatchObject({ code: "invalidMessage", path: "/data/0/order_id" });
  });
});
