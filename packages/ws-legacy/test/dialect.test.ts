import { type Channel, type ConnectionCore, call, connectionCore } from "@x/connection";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calling } from "../src/calling.ts";
import { dialect } from "../src/dialect.ts";
import { WsLegacyError } from "../src/errors.ts";
import {
  addOrder,
  cancelOrder,
  failure,
  heartbeat,
  openOrders,
  ping,
  subscriptionStatus,
  systemStatus,
} from "../src/index.ts";
import { subscribing } from "../src/subscribing.ts";

describe("answers as they come", () => {
  it.each([
    ["cancelOrderStatus", cancelOrder.checkAnswer, { event: "cancelOrderStatus", status: "ok" }],
    [
      "cancelOrderStatus, refused",
      cancelOrder.checkAnswer,
      { errorMessage: "EOrder:Unknown order", event: "cancelOrderStatus", status: "error" },
    ],
    [
      "addOrderStatus",
      addOrder.checkAnswer,
      { descr: "buy 0.01770000 XBTUSD @ limit 4000", event: "addOrderStatus", status: "ok", txid: "O" },
    ],
    [
      "addOrderStatus, refused without an id",
      addOrder.checkAnswer,
      {
        errorMessage: "Reqid field must be positive",
        event: "addOrderStatus",
        pair: "USDC/USD",
        reqid: null,
        status: "error",
      },
    ],
    ["pong", ping.checkAnswer, { event: "pong", reqid: 42 }],
    [
      "a whole order",
      openOrders.checkMessage,
      [
        [
          {
            O1: {
              avg_price: "0.0",
              descr: { close: null, leverage: null },
              expiretm: null,
              refid: null,
              starttm: null,
              opentm: "1672114415.357414",
              misc: "",
              timeinforce: "GTC",
              userref: 0,
            },
          },
        ],
        "openOrders",
        { sequence: 2 },
      ],
    ],
    [
      "what changed of an order",
      openOrders.checkMessage,
      [
        [
          {
            O1: {
              lastupdated: "1692851641.361447",
              status: "closed",
              cost: "2.64252",
              userref: 0,
              cancel_reason: "User requested",
            },
          },
        ],
        "openOrders",
        { sequence: 4 },
      ],
    ],
    ["no orders", openOrders.checkMessage, [[], "openOrders", { sequence: 1 }]],
    [
      "subscriptionStatus",
      subscriptionStatus.checkMessage,
      {
        channelName: "openOrders",
        event: "subscriptionStatus",
        reqid: 0,
        status: "subscribed",
        subscription: { maxratecount: 125, name: "openOrders" },
      },
    ],
    [
      "subscriptionStatus of a channel that is none",
      subscriptionStatus.checkMessage,
      {
        errorMessage: "Subscription name invalid",
        event: "subscriptionStatus",
        pair: "XBT/USD",
        status: "error",
        subscription: { name: "trades" },
      },
    ],
    [
      "systemStatus",
      systemStatus.checkMessage,
      { connectionID: 8628615390848610000, event: "systemStatus", status: "online", version: "1.9.1" },
    ],
    ["heartbeat", heartbeat.checkMessage, { event: "heartbeat" }],
    ["failure", failure.checkMessage, { errorMessage: "Malformed request", event: "error" }],
  ])("%s", (_name, check, frame) => {
    expect(check(frame)).toBeUndefined();
  });

  it.each([
    [
      "a refusal without a reason",
      cancelOrder.checkAnswer,
      { event: "cancelOrderStatus", status: "error" },
      "/errorMessage",
    ],
    [
      "an answer to something else",
      cancelOrder.checkAnswer,
      { event: "cancelAllStatus", status: "ok" },
      "/event",
    ],
    ["orders without a sequence", openOrders.checkMessage, [[], "openOrders"], ""],
    ["another channel", openOrders.checkMessage, [[], "ownTrades", { sequence: 1 }], "/1"],
    [
      "an order that is text",
      openOrders.checkMessage,
      [[{ O1: "x" }], "openOrders", { sequence: 1 }],
      "/0/0/O1",
    ],
  ])("not %s", (_name, check, frame, path) => {
    expect(check(frame)?.path).toBe(path);
  });
});

describe("requests as they go out", () => {
  const book: Channel = { ...openOrders, name: "book", auth: false };
  it.each([
    [
      calling.request(cancelOrder, { txid: ["A"] }, 1, "t"),
      { event: "cancelOrder", txid: ["A"], token: "t", reqid: 1 },
    ],
    [calling.request(ping, {}, 2, undefined), { event: "ping", reqid: 2 }],
    [
      subscribing.subscribe(openOrders, {}, 3, "t"),
      { event: "subscribe", subscription: { name: "openOrders", token: "t" }, reqid: 3 },
    ],
    [
      subscribing.subscribe(book, { pair: ["XBT/USD"], depth: 10 }, 4, undefined),
      { event: "subscribe", pair: ["XBT/USD"], subscription: { name: "book", depth: 10 }, reqid: 4 },
    ],
    [
      subscribing.unsubscribe(openOrders, {}, 5, "t"),
      { event: "unsubscribe", subscription: { name: "openOrders", token: "t" }, reqid: 5 },
    ],
    [dialect.ping(6), { event: "ping", reqid: 6 }],
  ])("%s", (text, frame) => {
    expect(JSON.parse(text)).toEqual(frame);
  });
});

/** An open connection with a subscription and a call, and how often each has ended. */
function begun() {
  const ends = { call: 0, subscription: 0 };
  const nothing = (): void => {};
  const core: ConnectionCore = connectionCore(
    {
      dialect,
      host: "private",
      token: { current: () => "t" },
      connectTimeout: 1,
      deadline: 1,
      idle: 1e6,
      stale: 1e6,
      reconnect: true,
      initial: 1,
      maximum: 1,
      attempts: [],
      toError: WsLegacyError.from,
    },
    {
      step: (act) => core.step(act, 1),
      connect: nothing,
      disconnect: nothing,
      send: nothing,
      wake: nothing,
      event: nothing,
    },
  );
  const sink = {
    acknowledged: nothing,
    message: nothing,
    gap: nothing,
    ended() {
      ends.subscription += 1;
    },
  };
  const options = { deadlineMs: 1e6, silenceMs: 1e6 };
  for (const act of [
    core.open,
    core.opened,
    () => subscribing.follow(core, openOrders, {}, sink, options),
    () =>
      call(core, cancelOrder, { txid: ["O"] }, 1e6, () => {
        ends.call += 1;
      }),
  ])
    core.step(act, 0);
  return { core, ends };
}

describe("any frame at all", () => {
  const key = fc.constantFrom(
    "event",
    "status",
    "reqid",
    "errorMessage",
    "channelName",
    "subscription",
    "sequence",
    "name",
    "__proto__",
    "txid",
  );
  const leaf = fc.oneof(
    fc.constantFrom(
      "cancelOrderStatus",
      "subscriptionStatus",
      "openOrders",
      "systemStatus",
      "heartbeat",
      "error",
      "ok",
      "unsubscribed",
      "online",
    ),
    fc.constantFrom(1, 2, 0, -1, 1e300),
    fc.boolean(),
    fc.constant(null),
    fc.string(),
  );
  const frame = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      leaf,
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(key, tie("value"), { maxKeys: 6 }),
    ),
  })).value;

  it("never throws out of the core, and ends nothing twice", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            frame.map((value) => JSON.stringify(value)),
            fc.string(),
            fc.json(),
          ),
          { maxLength: 12 },
        ),
        (texts) => {
          const { core, ends } = begun();
          for (const text of texts) core.step(() => core.frame(text), 1);
          for (const count of Object.values(ends)) expect(count).toBeLessThanOrEqual(1);
        },
      ),
      { seed: 20261121, numRuns: 3_000 },
    );
  });
});
