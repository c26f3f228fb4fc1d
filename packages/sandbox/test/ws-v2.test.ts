import { type AddOrderParams, addOrder, batchCancel, cancelAll, executions, ping, WsV2Error } from "@x/ws-v2";
import { describe, expect, test } from "vitest";
import { sandboxes } from "./sandbox-fixture.ts";
import { reading, v2Client } from "./web-socket-clients.ts";

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

describe("through the real client", () => {
  test("placed, listed, cancelled", async () => {
    const sandbox = await fixture.start();
    const ws = v2Client(sandbox, fixture);
    const first = await ws.call(addOrder, { ...limit, cl_ord_id: "arb-1" });
    expect(first).toMatchObject({ cl_ord_id: "arb-1" });
    await ws.call(addOrder, { ...limit, order_userref: 42 });

    const next = await reading(ws.subscribe(executions, {}));
    expect(await next()).toMatchObject({
      type: "snapshot",
      sequence: 1,
      data: [
        {
          order_id: first.order_id,
          cl_ord_id: "arb-1",
          exec_type: "new",
          limit_price: 59000.1,
          order_qty: 0.001,
        },
        { order_userref: 42, order_status: "new", time_in_force: "GTC", side: "buy" },
      ],
    });

    expect(await ws.call(cancelAll, {})).toMatchObject({ count: 2 });
    expect(await next()).toMatchObject({
      type: "update",
      sequence: 2,
      data: [{ order_id: first.order_id, exec_type: "canceled", reason: "User requested" }],
    });
    expect(await next()).toMatchObject({ sequence: 3, data: [{ order_userref: 42 }] });
    expect(sandbox.counts()).toEqual({ placed: 2, ended: 2, open: 0 });
    expect(await ws.call(cancelAll, {})).toMatchObject({ count: 0 });
  });

  test("batch_cancel takes order ids, user references and client ids", async () => {
    const sandbox = await fixture.start();
    const ws = v2Client(sandbox, fixture);
    const { order_id = "" } = await ws.call(addOrder, limit);
    await ws.call(addOrder, { ...limit, order_userref: 7 });
    await ws.call(addOrder, { ...limit, order_userref: 7 });
    await ws.call(addOrder, { ...limit, cl_ord_id: "6d1b345e-2821-40e2-ad83-4ecb18a06876" });
    const named = { orders: [order_id, "7", order_id], cl_ord_id: ["6d1b345e282140e2ad834ecb18a06876"] };
    expect(await ws.call(batchCancel, named)).toMatchObject({ count: 4 });
    expect(await failure(ws.call(batchCancel, named))).toMatchObject({
      code: "EOrder",
      outcome: "unknown",
      raw: expect.stringContaining("EOrder:Unknown order"),
    });
  });

  test("new orders are reported as they come, exactly", async () => {
    const ws = v2Client(await fixture.start(), fixture);
    const next = await reading(ws.subscribe(executions, { snap_orders: false }));
    await ws.call(addOrder, { ...limit, post_only: true, order_qty: 0.00012345 });
    expect(await next()).toMatchObject({
      type: "update",
      sequence: 1,
      data: [{ exec_type: "pending_new", order_qty: 0.00012345, post_only: true, fee_ccy_pref: "fciq" }],
    });
    expect(await next()).toMatchObject({ sequence: 2, data: [{ exec_type: "new" }] });
  });

  test.each([
    ["Currency pair not supported XBT/USD", { symbol: "XBT/USD" }],
    ["EGeneral:Invalid arguments:volume minimum not met", { order_qty: 0.00000001 }],
    ["EOrder:Tick size check failed", { limit_price: 1.23 }],
    ["EGeneral:Invalid arguments:cl_ord_id not unique", { cl_ord_id: "taken" }],
    ["EOrder:Post only order", { side: "sell", limit_price: 50000, post_only: true }],
    ["EOrder:Reduce only:No position exists", { reduce_only: true }],
  ] satisfies [string, Partial<AddOrderParams>][])("refused: %s", async (text, change) => {
    const sandbox = await fixture.start();
    const ws = v2Client(sandbox, fixture);
    await ws.call(addOrder, { ...limit, cl_ord_id: "taken" });
    const error = await failure(ws.call(addOrder, { ...limit, ...change }));
    expect(error.outcome).toBe("refused");
    expect(error.raw).toContain(text);
    expect(sandbox.openOrders("spot")).toBe(1);
  });

  test("a deadline that has passed leaves the client in doubt, as it does with the exchange", async () => {
    const ws = v2Client(await fixture.start(), fixture);
    const error = await failure(ws.call(addOrder, { ...limit, deadline: "2020-01-01T00:00:00.000Z" }));
    expect(error).toMatchObject({ code: "EService", outcome: "unknown" });
  });

  test("validate places nothing", async () => {
    const sandbox = await fixture.start();
    expect(await v2Client(sandbox, fixture).call(addOrder, { ...limit, validate: true })).toEqual({});
    expect(sandbox.counts().placed).toBe(0);
  });

  test("ping", async () => {
    await expect(v2Client(await fixture.start(), fixture).call(ping, {})).resolves.toBeDefined();
  });

  test("an order that would trade with its own account ends as self-trade prevention says", async () => {
    const sandbox = await fixture.start();
    const ws = v2Client(sandbox, fixture);
    await ws.call(addOrder, limit);
    const next = await reading(ws.subscribe(executions, { snap_orders: false }));
    await ws.call(addOrder, { ...limit, side: "sell", stp_type: "cancel_both" });
    const told = [await next(), await next(), await next()];
    expect(told.map(({ data }) => data[0]?.exec_type)).toEqual(["pending_new", "canceled", "canceled"]);
    expect(sandbox.openOrders("spot")).toBe(0);
  });
});
