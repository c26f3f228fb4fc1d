import {
  type AddOrderParams,
  addOrder,
  cancelOrder,
  failure as failurePush,
  openOrders,
  ping,
  subscriptionStatus,
  systemStatus,
  tokenFrom,
  WsLegacyError,
} from "@x/ws-legacy";
import { describe, expect, test } from "vitest";
import { ManualClock } from "../../core/test/manual-clock.ts";
import { sandboxes } from "./sandbox-fixture.ts";
import { legacyClient, RawSocket, reading, tokenOf } from "./web-socket-clients.ts";

const fixture = sandboxes();
const limit: AddOrderParams = {
  ordertype: "limit",
  type: "buy",
  pair: "XBT/USD",
  volume: "0.00100000",
  price: "59000.1",
};

const failure = (call: Promise<unknown>) =>
  call.then(
    () => {
      throw new Error("expected an error");
    },
    (error: unknown) => {
      if (!WsLegacyError.is(error)) throw error;
      return error;
    },
  );

describe("through the real client", () => {
  test("placed, listed, cancelled", async () => {
    const sandbox = await fixture.start();
    const ws = legacyClient(sandbox, fixture);
    const first = await ws.call(addOrder, { ...limit, userref: "42" });
    expect(first).toMatchObject({ descr: "buy 0.00100000 XBTUSD @ limit 59000.1" });
    const { txid = "" } = first;
    const second = await ws.call(addOrder, { ...limit, cl_ord_id: "arb-1", oflags: "fcib,post" });

    const next = await reading(ws.subscribe(openOrders, {}));
    const [orders, name, detail] = await next();
    expect([name, detail]).toEqual(["openOrders", { sequence: 1 }]);
    expect(orders).toMatchObject([
      {
        [txid]: {
          status: "open",
          userref: 42,
          vol: "0.00100000",
          vol_exec: "0.00000000",
          descr: { pair: "XBT/USD" },
        },
      },
      { [second.txid ?? ""]: { cl_ord_id: "arb-1", oflags: "fcib,post", descr: { price: "59000.10000" } } },
    ]);

    await ws.call(cancelOrder, { txid: [txid, "42"], cl_ord_id: ["arb-1"] });
    expect(await next()).toMatchObject([
      [{ [txid]: { status: "canceled", cancel_reason: "User requested" } }],
      "openOrders",
      { sequence: 2 },
    ]);
    expect((await next())[2]).toEqual({ sequence: 3 });
    expect(sandbox.counts()).toEqual({ placed: 2, ended: 2, open: 0 });
    expect(await failure(ws.call(cancelOrder, { txid: [txid] }))).toMatchObject({
      code: "EOrder",
      outcome: "refused",
      raw: expect.stringContaining("EOrder:Unknown order"),
    });
  });

  test("a new order is pending, then open", async () => {
    const ws = legacyClient(await fixture.start(), fixture);
    const next = await reading(ws.subscribe(openOrders, {}));
    expect((await next())[0]).toEqual([]);
    const { txid = "" } = await ws.call(addOrder, limit);
    expect(await next()).toMatchObject([
      [{ [txid]: { status: "pending", timeinforce: "GTC" } }],
      "openOrders",
      {},
    ]);
    expect(await next()).toMatchObject([[{ [txid]: { status: "open" } }], "openOrders", { sequence: 3 }]);
  });

  test.each<[string, Partial<AddOrderParams>, object]>([
    ["below the last price", { price: "-100" }, { descr: { price: "59900.00000" } }],
    ["on the side the exchange chooses", { price: "#1%" }, { descr: { price: "59400.00000" } }],
    [
      "that follow the market",
      { ordertype: "trailing-stop", type: "sell", price: "+1.5%" },
      { stopprice: "59100.00000", limitprice: "0.00000", descr: { ordertype: "trailing-stop" } },
    ],
    [
      "of a stop and its limit",
      { ordertype: "stop-loss-limit", type: "sell", price: "58000", price2: "-50" },
      { stopprice: "58000.00000", descr: { price: "58000.00000", price2: "57950.00000" } },
    ],
  ])("prices %s", async (_name, change, shown) => {
    const ws = legacyClient(await fixture.start(), fixture);
    const { txid = "" } = await ws.call(addOrder, { ...limit, ...change });
    const next = await reading(ws.subscribe(openOrders, {}));
    expect((await next())[0]).toMatchObject([{ [txid]: shown }]);
  });

  test("starting and expiring times may be relative", async () => {
    const clock = new ManualClock(Date.now());
    const sandbox = await fixture.start({ clock });
    const socket = await new RawSocket(sandbox.urls.wsLegacy, fixture).open();
    await socket.frame();
    const token = await tokenOf(sandbox)();
    const order = { event: "addOrder", ...limit, token, starttm: "+10", expiretm: "+20", timeinforce: "GTD" };
    expect(await socket.ask(order)).toMatchObject({ status: "ok" });
    const subscription = { name: "openOrders", token };
    expect(await socket.ask({ event: "subscribe", subscription })).toMatchObject({ status: "subscribed" });
    expect(await socket.frame()).toMatchObject([[expect.any(Object)], "openOrders", { sequence: 1 }]);
    clock.advance(10_000);
    clock.advance(10_000);
    const frames: unknown[] = [];
    while (frames.length < 2) {
      const frame = await socket.frame();
      if (Array.isArray(frame)) frames.push(Object.values(frame[0][0])[0]);
    }
    expect(frames).toMatchObject([{ status: "open" }, { status: "expired", vol_exec: "0.00000000" }]);
  });

  test.each<[string, Partial<AddOrderParams>]>([
    ["Currency pair not supported XBT/TST", { pair: "XBT/TST" }],
    ["EGeneral:Invalid arguments:volume minimum not met", { volume: "0.00000001" }],
    ["EOrder:Tick size check failed", { price: "1.23" }],
    ["EGeneral:Invalid arguments:cl_ord_id not unique", { cl_ord_id: "taken" }],
    ["EOrder:Post only order", { type: "sell", price: "50000", oflags: "post" }],
  ])("refused: %s", async (text, change) => {
    const sandbox = await fixture.start();
    const ws = legacyClient(sandbox, fixture);
    await ws.call(addOrder, { ...limit, cl_ord_id: "taken" });
    const error = await failure(ws.call(addOrder, { ...limit, ...change }));
    expect(error.outcome).toBe("refused");
    expect(error.raw).toContain(text);
    expect(sandbox.openOrders("spot")).toBe(1);
  });

  test("validate places nothing", async () => {
    const sandbox = await fixture.start();
    const answer = await legacyClient(sandbox, fixture).call(addOrder, { ...limit, validate: "true" });
    expect(answer).toEqual({ descr: "buy 0.00100000 XBTUSD @ limit 59000.1" });
    expect(sandbox.counts().placed).toBe(0);
  });

  test("ping", async () => {
    await expect(legacyClient(await fixture.start(), fixture).call(ping, {})).resolves.toBeDefined();
  });

  test("an unknown token opens nothing", async () => {
    const ws = legacyClient(
      await fixture.start(),
      fixture,
      tokenFrom(async () => "made up"),
    );
    expect(await failure(ws.call(addOrder, limit))).toMatchObject({ code: "ESession", outcome: "refused" });
    expect(await failure(ws.subscribe(openOrders, {}).ready)).toMatchObject({ code: "ESession" });
  });
});

describe("raw frames", () => {
  const open = async (clock?: ManualClock) => {
    const sandbox = await fixture.start(clock && { clock });
    const socket = await new RawSocket(sandbox.urls.wsLegacy, fixture).open();
    const status = await socket.frame();
    return { sandbox, socket, status, token: await tokenOf(sandbox)() };
  };

  test("the exchange greets with its status", async () => {
    const { status } = await open();
    expect(systemStatus.checkMessage(status)).toBeUndefined();
    expect(status).toMatchObject({ event: "systemStatus", status: "online" });
  });

  test("documented requests are answered in the documented shapes", async () => {
    const { socket, token } = await open();
    const placed = await socket.ask({ event: "addOrder", ...limit, token, reqid: 5 });
    expect(addOrder.checkAnswer(placed)).toBeUndefined();
    expect(placed).toEqual({
      descr: "buy 0.00100000 XBTUSD @ limit 59000.1",
      event: "addOrderStatus",
      reqid: 5,
      status: "ok",
      txid: expect.stringMatching(/^O[A-Z2-7]{5}-[A-Z2-7]{5}-[A-Z2-7]{6}$/),
    });
    const { txid } = placed as { txid: string };
    const cancel = { event: "cancelOrder", token, txid: [txid, "OGTT3Y-C6I3P-X2I6HX"] };
    expect(await socket.ask(cancel)).toEqual({ event: "cancelOrderStatus", status: "ok" });
    expect(await socket.ask(cancel)).toEqual({
      errorMessage: "EOrder:Unknown order",
      event: "cancelOrderStatus",
      status: "error",
    });
    expect(await socket.ask({ event: "ping", reqid: 42 })).toEqual({ event: "pong", reqid: 42 });
  });

  test("subscribing and unsubscribing", async () => {
    const { socket, token } = await open();
    const subscription = { name: "openOrders", token };
    const acknowledged = await socket.ask({ event: "subscribe", subscription, reqid: 3 });
    expect(subscriptionStatus.checkMessage(acknowledged)).toBeUndefined();
    expect(acknowledged).toEqual({
      channelName: "openOrders",
      event: "subscriptionStatus",
      reqid: 3,
      status: "subscribed",
      subscription: { name: "openOrders" },
    });
    expect(await socket.frame()).toEqual([[], "openOrders", { sequence: 1 }]);
    expect(await socket.ask({ event: "subscribe", subscription })).toMatchObject({
      errorMessage: "Already subscribed",
    });
    expect(await socket.ask({ event: "unsubscribe", subscription })).toMatchObject({
      status: "unsubscribed",
    });
    expect(await socket.ask({ event: "unsubscribe", subscription })).toMatchObject({ status: "error" });
  });

  test("the documented subscription writes its flag as text", async () => {
    const { socket, token } = await open();
    const subscription = { name: "openOrders", ratecounter: "true", token };
    expect(await socket.ask({ event: "subscribe", subscription })).toMatchObject({
      status: "subscribed",
      subscription: { maxratecount: 125, name: "openOrders" },
    });
  });

  test("no JSON is answered with an event of its own", async () => {
    const { socket } = await open();
    for (const text of ["{", "[1]", "7"]) {
      const answer = await socket.ask(text);
      expect(answer).toEqual({ errorMessage: "Malformed request", event: "error" });
      expect(failurePush.checkMessage(answer)).toBeUndefined();
    }
  });

  test("an expired token is called so", async () => {
    const clock = new ManualClock(Date.now());
    const { socket, token } = await open(clock);
    clock.advance(900_000);
    expect(await socket.ask({ event: "subscribe", subscription: { name: "openOrders", token } })).toEqual({
      errorMessage: "Token is expired",
      event: "subscriptionStatus",
      status: "error",
      subscription: { name: "openOrders" },
    });
  });

  test.each<[string, object | string, object]>([
    ["no event", { reqid: 1 }, { reqid: 1, event: "subscriptionStatus", errorMessage: "Event(s) not found" }],
    ["an unknown event", { event: "sellAll", reqid: 1 }, { errorMessage: "Unsupported event", reqid: 1 }],
    [
      "a request id that is no number",
      { event: "ping", reqid: "x" },
      { errorMessage: expect.stringContaining("Reqid field") },
    ],
    ["no token", { event: "cancelOrder", txid: ["1"] }, { errorMessage: "EGeneral:Invalid arguments:token" }],
    [
      "a public channel",
      { event: "subscribe", subscription: { name: "book" } },
      { errorMessage: expect.stringContaining("ws.kraken.com") },
    ],
    [
      "an unknown channel",
      { event: "subscribe", subscription: { name: "test" } },
      { errorMessage: "Subscription name invalid", subscription: { name: "test" } },
    ],
    ["no channel", { event: "subscribe" }, { errorMessage: "Subscription name invalid" }],
    [
      "a request id of an order that is no number",
      { event: "addOrder", pair: "XBT/USD", reqid: "x" },
      {
        errorMessage: expect.stringContaining("Reqid field"),
        event: "addOrderStatus",
        pair: "XBT/USD",
        reqid: null,
      },
    ],
  ])("%s", async (_name, request, answer) => {
    const { socket } = await open();
    expect(await socket.ask(request)).toMatchObject({ ...answer, status: "error" });
  });

  test.each<[string, string, object, string]>([
    ["an empty list of orders", "cancelOrder", { txid: [] }, "EGeneral:Invalid arguments:txid"],
    ["a volume that is a number", "addOrder", { ...limit, volume: 1 }, "EGeneral:Invalid arguments:volume"],
    ["no price", "addOrder", { ...limit, price: undefined }, "EGeneral:Invalid arguments:price"],
    [
      "an unknown field",
      "addOrder",
      { ...limit, refid: "x" },
      "Unsupported field: 'refid' for the given msg type: add order",
    ],
  ])("%s is refused though it was sent raw", async (_name, event, params, errorMessage) => {
    const { sandbox, socket, token } = await open();
    expect(await socket.ask({ event, ...params, token })).toMatchObject({
      event: `${event}Status`,
      status: "error",
      errorMessage,
    });
    expect(sandbox.counts().placed).toBe(0);
  });
});
