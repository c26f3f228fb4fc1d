import { type ConnectionCore, call, connectionCore } from "@x/connection";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calling } from "../src/calling.ts";
import { dialect } from "../src/dialect.ts";
import { WsV2Error } from "../src/errors.ts";
import {
  addOrder,
  amendOrder,
  batchCancel,
  cancelAll,
  executions,
  failure,
  heartbeat,
  ping,
  status,
} from "../src/index.ts";
import { subscribing } from "../src/subscribing.ts";

/** Frames as Kraken's pages and servers show them: their shape is theirs, their values are ours. */
const times = { time_in: "2026-03-01T10:00:00.000123Z", time_out: "2026-03-01T10:00:00.004567Z" };
const report = {
  order_id: "OAAAAA-BBBBB-CCCCC1",
  exec_type: "trade",
  order_status: "filled",
  timestamp: times.time_in,
};

describe("answers as they come", () => {
  it.each([
    [
      "cancel_all",
      cancelAll.checkAnswer,
      { method: "cancel_all", req_id: 1234567890, result: { count: 1 }, success: true, ...times },
    ],
    [
      "batch_cancel, its time without an offset",
      batchCancel.checkAnswer,
      {
        method: "batch_cancel",
        req_id: 1,
        result: { count: 3 },
        success: true,
        ...times,
        time_out: "2026-03-01T10:00:00.7890123",
      },
    ],
    [
      "batch_cancel, counted beside the result",
      batchCancel.checkAnswer,
      { method: "batch_cancel", orders_cancelled: 3, req_id: 1, success: true, ...times },
    ],
    [
      "add_order",
      addOrder.checkAnswer,
      {
        method: "add_order",
        result: { order_id: "O", order_userref: 100054, warnings: ["old"] },
        success: true,
        ...times,
      },
    ],
    [
      "add_order, validated only",
      addOrder.checkAnswer,
      { method: "add_order", result: {}, success: true, ...times },
    ],
    [
      "add_order, refused",
      addOrder.checkAnswer,
      { error: "EOrder:Insufficient funds", method: "add_order", success: false, ...times },
    ],
    ["pong", ping.checkAnswer, { method: "pong", req_id: 694480169830934, ...times }],
    [
      "executions, acknowledged",
      executions.checkAck,
      {
        method: "subscribe",
        result: {
          channel: "executions",
          maxratecount: 125,
          snap_orders: true,
          snap_trades: true,
          snapshot: true,
          warnings: ["old"],
        },
        success: true,
        ...times,
      },
    ],
    [
      "executions, refused with fields of its own",
      executions.checkAck,
      {
        channel: "executions",
        error: "ESession:Invalid session",
        method: "subscribe",
        status: "error",
        success: false,
        ...times,
      },
    ],
    [
      "a trade",
      executions.checkMessage,
      {
        channel: "executions",
        type: "snapshot",
        data: [
          {
            ...report,
            fees: [{ asset: "USDC", qty: 1.5e-5 }],
            last_qty: 0.00016,
            trade_id: 37496584,
            liquidity_ind: "m",
            fee_ccy_pref: "fciq",
            stop_price: 0.0,
            cancel_reason: "User requested",
            reason: "User requested",
          },
        ],
        sequence: 1,
      },
    ],
    [
      "no orders",
      executions.checkMessage,
      { channel: "executions", type: "snapshot", data: [], sequence: 1 },
    ],
    [
      "status",
      status.checkMessage,
      {
        channel: "status",
        type: "update",
        data: [
          {
            version: "2.0.10",
            system: "online",
            api_version: "v2",
            connection_id: 16174536464690280000,
            upcoming_maintenance: [
              { event_id: 33, phase: "announced", time_to_start_s: 129689, affected_services: ["spot_ws"] },
            ],
            emergency: [],
          },
        ],
      },
    ],
    ["status without a type", status.checkMessage, { channel: "status", data: [{ system: "limit_only" }] }],
    ["heartbeat", heartbeat.checkMessage, { channel: "heartbeat" }],
    [
      "failure",
      failure.checkMessage,
      { error: "Malformed request", method: "error", success: false, ...times },
    ],
  ])("%s", (_name, check, frame) => {
    expect(check(JSON.parse(JSON.stringify(frame)))).toBeUndefined();
  });

  it.each([
    [
      "a count that is text",
      cancelAll.checkAnswer,
      { method: "cancel_all", result: { count: "1" }, success: true },
      "/result/count",
    ],
    ["success without a result", cancelAll.checkAnswer, { method: "cancel_all", success: true }, "/result"],
    ["a refusal without a reason", cancelAll.checkAnswer, { method: "cancel_all", success: false }, "/error"],
    [
      "an answer to something else",
      cancelAll.checkAnswer,
      { method: "add_order", result: { count: 1 }, success: true },
      "/method",
    ],
    [
      "a report without an order",
      executions.checkMessage,
      { channel: "executions", type: "update", data: [{ ...report, order_id: undefined }], sequence: 1 },
      "/data/0/order_id",
    ],
  ])("not %s", (_name, check, frame, path) => {
    expect(check(JSON.parse(JSON.stringify(frame)))?.path).toBe(path);
  });
});

describe("requests as they go out", () => {
  it.each([
    [calling.request(cancelAll, {}, 1, "t"), { method: "cancel_all", params: { token: "t" }, req_id: 1 }],
    [
      calling.request(batchCancel, { orders: ["1", "2"] }, 2, "t"),
      { method: "batch_cancel", params: { orders: ["1", "2"], token: "t" }, req_id: 2 },
    ],
    [
      calling.request(amendOrder, { order_id: "O", order_qty: 1e-7 }, 2, "t").replace("0.0000001", "7"),
      { method: "amend_order", params: { order_id: "O", order_qty: 7, token: "t" }, req_id: 2 },
    ],
    [calling.request(ping, {}, 3, undefined), { method: "ping", req_id: 3 }],
    [
      subscribing.subscribe(executions, { snap_trades: true }, 4, "t"),
      { method: "subscribe", params: { channel: "executions", snap_trades: true, token: "t" }, req_id: 4 },
    ],
    [
      subscribing.unsubscribe(executions, {}, 5, "t"),
      { method: "unsubscribe", params: { channel: "executions", token: "t" }, req_id: 5 },
    ],
    [dialect.ping(6), { method: "ping", req_id: 6 }],
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
      toError: WsV2Error.from,
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
    () => subscribing.follow(core, executions, {}, sink, options),
    () =>
      call(core, cancelAll, {}, 1e6, () => {
        ends.call += 1;
      }),
  ])
    core.step(act, 0);
  return { core, ends };
}

describe("any frame at all", () => {
  const key = fc.constantFrom(
    "method",
    "channel",
    "type",
    "data",
    "req_id",
    "success",
    "error",
    "result",
    "count",
    "sequence",
    "order_id",
    "__proto__",
    "system",
  );
  const leaf = fc.oneof(
    fc.constantFrom(
      "cancel_all",
      "error",
      "pong",
      "executions",
      "status",
      "heartbeat",
      "subscribe",
      "unsubscribe",
      "update",
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
