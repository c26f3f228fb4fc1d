import {
  addOrder,
  executions,
  failure as failurePush,
  status as statusPush,
  tokenFrom,
  WsV2Error,
} from "@x/ws-v2";
import { describe, expect, test } from "vitest";
import { ManualClock } from "../../core/test/manual-clock.ts";
import { sandboxes } from "./sandbox-fixture.ts";
import { RawSocket, tokenOf, v2Client } from "./web-socket-clients.ts";

const fixture = sandboxes();
const limit = {
  order_type: "limit",
  side: "buy",
  symbol: "BTC/USD",
  order_qty: 0.001,
  limit_price: 59000.1,
} as const;

const failure = (call: Promise<unknown>) =>
  call.then(
    () => {
      throw new Error("expected an error");
    },
    (error: unknown) => {
      if (!WsV2Error.is(error)) throw error;
      return error;
    },
  );

describe("tokens", () => {
  test("an unknown token opens nothing", async () => {
    const sandbox = await fixture.start();
    const ws = v2Client(
      sandbox,
      fixture,
      tokenFrom(async () => "made up"),
    );
    expect(await failure(ws.call(addOrder, limit))).toMatchObject({ code: "ESession", outcome: "refused" });
    expect(await failure(ws.subscribe(executions, {}).ready)).toMatchObject({
      code: "ESession",
    });
    expect(sandbox.counts().placed).toBe(0);
  });

  test("are held by books by order and by balances as well", async () => {
    const clock = new ManualClock(Date.now());
    const sandbox = await fixture.start({ clock });
    const symbol = ["BTC/USD"];
    for (const [url, params] of [
      [sandbox.urls.wsV2, { channel: "balances" }],
      [sandbox.urls.wsV2Level3, { channel: "level3", symbol }],
    ] as const) {
      const token = await tokenOf(sandbox)();
      const socket = await new RawSocket(url, fixture).open();
      await socket.frame();
      await socket.ask({ method: "subscribe", params: { ...params, token } });
      clock.advance(901_000);
      const other = await new RawSocket(sandbox.urls.wsV2, fixture).open();
      await other.frame();
      expect(await other.ask({ method: "cancel_all", params: { token } })).toMatchObject({ success: true });
    }
  });

  test("last 15 minutes, or as long as a subscription holds them", async () => {
    const clock = new ManualClock(Date.now());
    const sandbox = await fixture.start({ clock });
    const token = await tokenOf(sandbox)();
    const ask = { method: "cancel_all", params: { token } };
    const socket = await new RawSocket(sandbox.urls.wsV2, fixture).open();
    await socket.frame();
    clock.advance(899_000);
    expect(await socket.ask(ask)).toMatchObject({ success: true });
    await socket.ask({ method: "subscribe", params: { channel: "executions", snap_orders: false, token } });
    clock.advance(899_000);
    expect(await socket.frame()).toEqual({ channel: "heartbeat" });
    const other = await new RawSocket(sandbox.urls.wsV2, fixture).open();
    await other.frame();
    expect(await other.ask(ask)).toMatchObject({ success: true });
    let answer = await socket.ask({ method: "unsubscribe", params: { channel: "executions", token } });
    while ((answer as { channel?: string }).channel === "heartbeat") answer = await socket.frame();
    expect(answer).toMatchObject({ method: "unsubscribe", success: true });
    expect(await other.ask(ask)).toMatchObject({ success: false, error: "EAPI:Invalid token" });
  });
});

describe("raw frames", () => {
  const open = async () => {
    const sandbox = await fixture.start();
    const socket = await new RawSocket(sandbox.urls.wsV2, fixture).open();
    const status = await socket.frame();
    return { sandbox, socket, status, token: await tokenOf(sandbox)() };
  };

  test("the exchange greets with its status", async () => {
    const { status } = await open();
    expect(statusPush.checkMessage(status)).toBeUndefined();
    expect(status).toMatchObject({ channel: "status", data: [{ system: "online", api_version: "v2" }] });
  });

  test("the documented request is answered in the documented shape", async () => {
    const { socket, token } = await open();
    const answer = await socket.ask({
      method: "add_order",
      params: { ...limit, order_userref: 100054, token },
      req_id: 123456789,
    });
    expect(addOrder.checkAnswer(answer)).toBeUndefined();
    expect(answer).toEqual({
      method: "add_order",
      req_id: 123456789,
      result: {
        order_id: expect.stringMatching(/^O[A-Z2-7]{5}-[A-Z2-7]{5}-[A-Z2-7]{6}$/),
        order_userref: 100054,
      },
      success: true,
      time_in: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      time_out: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
    });
    expect(await socket.ask({ method: "cancel_all", params: { token }, req_id: 1234567890 })).toMatchObject({
      method: "cancel_all",
      req_id: 1234567890,
      result: { count: 1 },
      success: true,
    });
    expect(await socket.ask({ method: "ping", req_id: 101 })).toEqual({
      method: "pong",
      req_id: 101,
      time_in: expect.any(String),
      time_out: expect.any(String),
    });
  });

  test("numbers keep the market's decimals and every digit that was sent", async () => {
    const { sandbox, socket, token } = await open();
    sandbox.deposit("spot", "USD", "2000000000");
    await socket.ask({ method: "subscribe", params: { channel: "executions", snap_orders: false, token } });
    const pending = await socket.ask(
      `{"method":"add_order","params":{"order_type":"limit","side":"buy","symbol":"BTC/USD","order_qty":123456789.12345678,"limit_price":1e1,"token":"${token}"}}`,
    );
    expect(executions.checkMessage(pending)).toBeUndefined();
    const second = await new RawSocket(sandbox.urls.wsV2, fixture).open();
    await second.frame();
    await second.ask({ method: "subscribe", params: { channel: "executions", token } });
    expect(await second.text()).toContain('"order_qty":123456789.12345678,"cum_qty":0.00000000');
  });

  test.each<[string, object | string, object]>([
    ["no JSON", "{", { method: "error", error: "Malformed request", success: false }],
    ["no object", "[1]", { error: "Malformed request" }],
    ["no method", {}, { error: "Malformed request" }],
    ["a request id that is no number", { method: "ping", req_id: "1" }, { error: "Malformed request" }],
    ["an unknown method", { method: "sell_all" }, { method: "error", error: "Unsupported method" }],
    ["no token", { method: "cancel_all", params: {} }, { error: "EGeneral:Invalid arguments:token" }],
    [
      "a public channel",
      { method: "subscribe", params: { channel: "book" } },
      { error: expect.stringContaining("Try ws.kraken.com") },
    ],
    [
      "an unknown channel",
      { method: "subscribe", params: { channel: "gossip" } },
      { error: "Subscription name invalid" },
    ],
    [
      "unsubscribing from nothing",
      { method: "unsubscribe", params: { channel: "executions" } },
      { error: "Subscription Not Found" },
    ],
  ])("%s", async (_name, request, answer) => {
    const { socket } = await open();
    const got = await socket.ask(request);
    expect(got).toMatchObject({ ...answer, success: false });
    if ((got as { method: string }).method === "error") expect(failurePush.checkMessage(got)).toBeUndefined();
  });

  test.each<[string, string, object, string]>([
    ["one order in a batch", "batch_cancel", { orders: ["1"] }, "EGeneral:Invalid arguments:orders"],
    [
      "51 orders in a batch",
      "batch_cancel",
      { orders: Array.from({ length: 51 }, String) },
      "EGeneral:Invalid arguments:orders",
    ],
    [
      "no limit price",
      "add_order",
      { ...limit, limit_price: undefined },
      "EGeneral:Invalid arguments:limit_price",
    ],
    [
      "a price as text",
      "add_order",
      { ...limit, limit_price: "59000" },
      "EGeneral:Invalid arguments:limit_price",
    ],
    [
      "two client ids",
      "add_order",
      { ...limit, cl_ord_id: "a", order_userref: 1 },
      "EGeneral:Invalid arguments",
    ],
    [
      "an unknown field",
      "cancel_all",
      { symbol: "BTC/USD" },
      "Unsupported field: 'symbol' for the given msg type: cancel all",
    ],
  ])("%s is refused though it was sent raw", async (_name, method, params, error) => {
    const { sandbox, socket, token } = await open();
    expect(await socket.ask({ method, params: { ...params, token } })).toMatchObject({
      method,
      error,
      success: false,
    });
    expect(sandbox.counts().placed).toBe(0);
  });

  test.each(["1e-300", "1e70", `0.${"1".repeat(70)}`])("a quantity of %s is none", async (quantity) => {
    const { sandbox, socket, token } = await open();
    const params = JSON.stringify({ ...limit, order_qty: 0, token }).replace(
      '"order_qty":0',
      `"order_qty":${quantity}`,
    );
    expect(await socket.ask(`{"method":"add_order","params":${params}}`)).toMatchObject({
      error: "EGeneral:Invalid arguments:order_qty",
    });
    expect(sandbox.counts().placed).toBe(0);
  });

  test("without order_status only beginnings and ends are told", async () => {
    const { socket, token } = await open();
    const params = { channel: "executions", snap_orders: false, order_status: false, token };
    await socket.ask({ method: "subscribe", params });
    const order = { method: "add_order", params: { ...limit, token } };
    expect(await socket.ask(order)).toMatchObject({ data: [{ exec_type: "new" }], sequence: 1 });
  });

  test("a second subscription is refused", async () => {
    const { socket, token } = await open();
    const subscribe = { method: "subscribe", params: { channel: "executions", token } };
    expect(await socket.ask(subscribe)).toMatchObject({ result: { channel: "executions" }, success: true });
    expect(await socket.frame()).toEqual({ channel: "executions", type: "snapshot", data: [], sequence: 1 });
    expect(await socket.ask(subscribe)).toMatchObject({ error: "Already subscribed" });
  });

  test("silence is filled with heartbeats once subscribed", async () => {
    const clock = new ManualClock(Date.now());
    const sandbox = await fixture.start({ clock });
    const token = await tokenOf(sandbox)();
    const socket = await new RawSocket(sandbox.urls.wsV2, fixture).open();
    await socket.frame();
    clock.advance(5000);
    await socket.ask({ method: "subscribe", params: { channel: "executions", snap_orders: false, token } });
    clock.advance(600);
    await socket.ask({ method: "ping" });
    clock.advance(2400);
    expect([await socket.frame(), await socket.frame()]).toEqual([
      { channel: "heartbeat" },
      { channel: "heartbeat" },
    ]);
    expect(await socket.ask({ method: "ping" })).toMatchObject({ method: "pong" });
  });

  test("other paths are refused", async () => {
    const sandbox = await fixture.start();
    const socket = new RawSocket(sandbox.urls.wsV2.replace("/v2", "/v3"), fixture);
    await expect(socket.open()).rejects.toThrow("404");
  });
});
