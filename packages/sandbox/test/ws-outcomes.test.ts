import * as legacy from "@x/ws-legacy";
import * as v2 from "@x/ws-v2";
import { describe, expect, test } from "vitest";
import { sandboxes } from "./sandbox-fixture.ts";
import { legacyClient, v2Client } from "./web-socket-clients.ts";

/** Orders whose answer is lost, by the real clients: `submit` says so, and `resolveOutcome` finds out. */

const fixture = sandboxes();
const fast = { deadlineMs: 300 };

describe("v2", () => {
  const limit = {
    order_type: "limit",
    side: "buy",
    symbol: "BTC/USD",
    order_qty: 0.001,
    limit_price: 30000,
    cl_ord_id: "lost-1",
  } as const;
  const settle = { cl_ord_id: "lost-1", forMs: 300, clock: fixture.clock };

  async function start(operation: string, webSocket: v2Fault) {
    const sandbox = await fixture.start();
    const ws = v2Client(sandbox, fixture);
    // The token is fetched here: it takes nothing from the short deadlines below.
    await ws.call(v2.cancelAll, {});
    const fail = () => sandbox.faults.next({ interface: "ws-v2", operation, webSocket });
    return { sandbox, ws, fail };
  }
  type v2Fault = "lostAcknowledgement" | "lostRequest";

  test("an order that was placed is found", async () => {
    const { ws, fail, sandbox } = await start("add_order", "lostAcknowledgement");
    fail();
    const submission = await v2.submit(ws, v2.addOrder, limit, fast);
    if (submission.outcome !== "unknown") throw new Error(submission.outcome);
    expect(await v2.resolveOutcome(ws, submission, settle)).toMatchObject({
      outcome: "accepted",
      reason: "open",
      status: "new",
    });
    expect(sandbox.counts()).toMatchObject({ placed: 1, open: 1 });
  });

  test("an order that never arrived is not called anything", async () => {
    const { ws, fail, sandbox } = await start("add_order", "lostRequest");
    fail();
    const submission = await v2.submit(ws, v2.addOrder, limit, fast);
    if (submission.outcome !== "unknown") throw new Error(submission.outcome);
    expect(await v2.resolveOutcome(ws, submission, settle)).toMatchObject({
      outcome: "unknown",
      reason: "not-found",
    });
    expect(sandbox.counts()).toMatchObject({ placed: 0 });
  });

  test("an order that was filled at once is found among the trades", async () => {
    const { ws, fail, sandbox } = await start("add_order", "lostAcknowledgement");
    sandbox.market.quote({ venue: "spot", symbol: "BTC/USD", side: "sell", price: "60000", quantity: "1" });
    fail();
    const { limit_price: _price, ...market } = limit;
    const submission = await v2.submit(ws, v2.addOrder, { ...market, order_type: "market" }, fast);
    if (submission.outcome !== "unknown") throw new Error(submission.outcome);
    expect(await v2.resolveOutcome(ws, submission, settle)).toMatchObject({
      outcome: "accepted",
      status: "filled",
    });
  });

  test("a cancellation that was lost leaves the order open", async () => {
    const { ws, fail } = await start("cancel_order", "lostRequest");
    await ws.call(v2.addOrder, limit);
    fail();
    const submission = await v2.submit(ws, v2.cancelOrder, { cl_ord_id: ["lost-1"] }, fast);
    expect(submission.rows).toMatchObject([{ outcome: "unknown", cl_ord_id: "lost-1" }]);
    if (submission.outcome !== "unknown" || !("error" in submission)) throw new Error(submission.outcome);
    expect(await v2.resolveOutcome(ws, submission, settle)).toMatchObject({
      outcome: "unknown",
      reason: "open",
    });
    const resolution = v2.resolveOutcome(ws, submission, { ...settle, forMs: 5_000 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await ws.call(v2.cancelAll, {});
    expect(await resolution).toMatchObject({ outcome: "accepted", reason: "found", status: "canceled" });
  });

  test("a batch has a row for each order, and for those that failed", async () => {
    const { ws } = await start("add_order", "lostRequest");
    const { symbol, ...order } = limit;
    const rich = { ...order, cl_ord_id: "rich", order_qty: 1_000_000 };
    const placed = await v2.submit(ws, v2.batchAdd, { symbol, orders: [order, rich] });
    expect(placed.rows).toMatchObject([
      { outcome: "accepted", cl_ord_id: "lost-1" },
      { outcome: "unknown", cl_ord_id: "rich", order_id: undefined },
    ]);
    const [{ order_id = "" } = {}] = placed.rows;
    const cancelled = await v2.submit(ws, v2.cancelOrder, { order_id: [order_id, "ONONEX-NONEX-NONEXX"] });
    expect(cancelled.outcome).toBe("mixed");
    expect(cancelled.rows).toMatchObject([
      { outcome: "accepted", order_id },
      { outcome: "refused", status: "EOrder:Unknown order" },
    ]);
  });

  test("one's own subscription is not taken away, and a name is needed", async () => {
    const { ws, fail } = await start("add_order", "lostAcknowledgement");
    fail();
    const submission = await v2.submit(ws, v2.addOrder, limit, fast);
    if (submission.outcome !== "unknown") throw new Error(submission.outcome);
    await expect(v2.resolveOutcome(ws, submission, {})).rejects.toMatchObject({
      code: "invalidOptions",
      path: "/cl_ord_id",
    });
    const own = ws.subscribe(v2.executions, {});
    await own.ready;
    await expect(v2.resolveOutcome(ws, submission, settle)).rejects.toMatchObject({
      code: "alreadySubscribed",
    });
    await own.unsubscribe();
    expect(await v2.resolveOutcome(ws, submission, settle)).toMatchObject({ outcome: "accepted" });
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(v2.resolveOutcome(ws, submission, { ...settle, signal })).rejects.toThrow("enough");
  });

  test("an exchange that says nothing settles nothing", async () => {
    const { sandbox, ws, fail } = await start("add_order", "lostAcknowledgement");
    fail();
    const submission = await v2.submit(ws, v2.addOrder, limit, fast);
    if (submission.outcome !== "unknown") throw new Error(submission.outcome);
    sandbox.faults.next({ interface: "ws-v2", operation: "executions", error: "EService:Unavailable" });
    expect(await v2.resolveOutcome(ws, submission, settle)).toMatchObject({
      outcome: "unknown",
      reason: "not-readable",
      error: { code: "EService" },
    });
  });
});

describe("legacy", () => {
  const limit = {
    ordertype: "limit",
    type: "buy",
    pair: "XBT/USD",
    volume: "0.00100000",
    price: "30000.0",
    cl_ord_id: "lost-1",
  } as const;

  test.each([
    ["that was placed is found", "lostAcknowledgement", { outcome: "accepted", status: "open" }],
    ["that never arrived is not called anything", "lostRequest", { outcome: "unknown", reason: "not-found" }],
  ] as const)("an order %s", async (_what, webSocket, resolution) => {
    const sandbox = await fixture.start();
    const ws = legacyClient(sandbox, fixture);
    sandbox.faults.next({ interface: "ws-legacy", operation: "addOrder", webSocket });
    const submission = await legacy.submit(ws, legacy.addOrder, limit, { deadlineMs: 1_000 });
    if (submission.outcome !== "unknown") throw new Error(submission.outcome);
    const settled = await legacy.resolveOutcome(ws, submission, {
      ...{ cl_ord_id: "lost-1", forMs: 300, clock: fixture.clock },
    });
    expect(settled).toMatchObject(resolution);
  });
});
