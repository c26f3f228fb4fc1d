import { type Channel, ConnectionCore } from "@x/connection";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dialect } from "../src/dialect.ts";
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
      dialect.call(cancelOrder, { txid: ["A"] }, 1, "t"),
      { event: "cancelOrder", txid: ["A"], token: "t", reqid: 1 },
    ],
    [dialect.call(ping, {}, 2, undefined), { event: "ping", reqid: 2 }],
    [
      dialect.subscribe(openOrders, {}, 3, "t"),
      { event: "subscribe", subscription: { name: "openOrders", token: "t" }, reqid: 3 },
    ],
    [
      dialect.subscribe(book, { pair: ["XBT/USD"], depth: 10 }, 4, undefined),
      { event: "subscribe", pair: ["XBT/USD"], subscription: { name: "book", depth: 10 }, reqid: 4 },
    ],
    [
      dialect.unsubscribe(openOrders, {}, 5, "t"),
      { event: "unsubscribe", subscription: { name: "openOrders", token: "t" }, reqid: 5 },
    ],
    [dialect.ping(6), { event: "ping", reqid: 6 }],
  ])("%s", (text, frame) => {
    expect(JSON.parse(text)).toEqual(frame);
  });
});

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
          const core = new ConnectionCore({
            dialect,
            host: "private",
            token: { kind: "given", token: "t" },
            connectTimeout: 1,
            leaveTimeout: 1,
            idle: 1e6,
            stale: 1e6,
            drift: true,
          });
          core.step({ type: "open" }, 0);
          core.step({ type: "opened" }, 0);
          core.step({ type: "subscribe", handle: 1, channel: openOrders, params: {}, deadline: 1e6 }, 0);
          core.step(
            { type: "call", handle: 2, method: cancelOrder, params: { txid: ["O"] }, deadline: 1e6 },
            0,
          );
          const ended = new Map<string, number>();
          for (const text of texts) {
            for (const output of core.step({ type: "frame", text }, 1)) {
              if (output.type !== "answer" && output.type !== "fail" && output.type !== "ended") continue;
              const name = `${output.type === "ended" ? "subscription" : "call"} ${output.handle}`;
              ended.set(name, (ended.get(name) ?? 0) + 1);
            }
          }
          for (const count of ended.values()) expect(count).toBe(1);
        },
      ),
      { seed: 20261121, numRuns: 3_000 },
    );
  });
});
