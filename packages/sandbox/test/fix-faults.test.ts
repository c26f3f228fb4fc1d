import { newOrderSingle, orderStatusRequest, type SessionEvent } from "@x/fix";
import { describe, expect, test } from "vitest";
import { ManualClock } from "../../core/test/manual-clock.ts";
import { type FixFault, fixFaults, type Sandbox, type SandboxOptions } from "../src/index.ts";
import { fixClient, newOrder, reports } from "./fix-client.ts";
import { sandboxes } from "./sandbox-fixture.ts";

const fixture = sandboxes();

async function start(
  fix?: FixFault,
  options: Parameters<typeof fixClient>[2] = {},
  exchange: SandboxOptions = {},
) {
  const sandbox = await fixture.start(exchange);
  const events: SessionEvent[] = [];
  const session = await fixClient(sandbox, fixture, {
    ...{ reconnect: false, onEvent: (event: SessionEvent) => events.push(event) },
    ...options,
  });
  const next = reports(session);
  if (fix !== undefined) sandbox.faults.next({ interface: "fix", fix, operation: "ExecutionReport" });
  return { sandbox, session, next, events };
}

const waiting = ({ faults }: Sandbox) => faults.waiting().length;

describe("a FIX client", () => {
  test.each<[FixFault, object]>([
    ["sequenceGap", { kind: "gap", from: 2, to: 2 }],
    ["garbledChecksum", { kind: "garbled", garbled: expect.objectContaining({ garbled: "checkSum" }) }],
    ["duplicate", { kind: "duplicate", MsgSeqNum: 2 }],
  ])("gets every report once in spite of %s", async (fix, noticed) => {
    const { sandbox, session, next, events } = await start(fix);
    const order = newOrder();
    session.send(newOrderSingle, order);
    expect(await next()).toMatchObject({ ClOrdID: order.ClOrdID, ExecType: "A" });
    expect(await next()).toMatchObject({ ClOrdID: order.ClOrdID, ExecType: "0" });
    await expect.poll(() => events).toContainEqual(expect.objectContaining(noticed));
    session.send(newOrderSingle, newOrder());
    expect(await next()).toMatchObject({ ExecType: "A" });
    expect(waiting(sandbox)).toBe(0);
  });

  test("misses a report that was lost, and finds out by asking", async () => {
    const { sandbox, session, next } = await start("lostReport");
    const order = newOrder();
    session.send(newOrderSingle, order);
    const opened = await next();
    expect(opened).toMatchObject({ ExecType: "0", header: { MsgSeqNum: 2 } });
    session.send(orderStatusRequest, { ClOrdID: order.ClOrdID, OrderID: opened.OrderID, Symbol: "BTC/USD" });
    expect(await next()).toMatchObject({ ExecType: "I" });
    expect(waiting(sandbox)).toBe(0);
  });

  test("loses a connection that is dropped before the answer, though the order was taken", async () => {
    const { sandbox, session } = await start("droppedConnection");
    session.send(newOrderSingle, newOrder());
    expect(await session.closed).toMatchObject({
      reason: "connectionLost",
      unknown: true,
      cancelsOrders: true,
    });
    await expect.poll(() => sandbox.counts()).toEqual({ placed: 1, ended: 1, open: 0 });
  });

  test("gives up on a peer that has gone silent", async () => {
    const clock = new ManualClock(fixture.clock.now());
    const { sandbox, session } = await start("silentPeer", { heartBtInt: 1 }, { clock });
    session.send(newOrderSingle, newOrder());
    await expect.poll(() => waiting(sandbox)).toBe(0);
    // The exchange gives up on the client first, and its connection stays open all the same.
    clock.advance(2_400);
    await expect.poll(() => sandbox.counts()).toEqual({ placed: 1, ended: 1, open: 0 });
    expect(await session.closed).toMatchObject({ reason: "peerDead" });
  });

  test("is told when a logon is refused", async () => {
    const sandbox = await fixture.start();
    sandbox.faults.next({ interface: "fix", fix: "logonRefused" });
    await expect(fixClient(sandbox, fixture)).rejects.toThrow("Logon failed: invalid credentials");
    await fixClient(sandbox, fixture);
  });

  test("is left alone by faults of other messages", async () => {
    const { sandbox, session, next } = await start();
    sandbox.faults.next({ interface: "fix", fix: "sequenceGap", operation: "SecurityList" });
    session.send(newOrderSingle, newOrder());
    expect(await next()).toMatchObject({ ExecType: "A" });
    expect(waiting(sandbox)).toBe(1);
  });
});

describe("a fault of FIX", () => {
  test.each([
    [{ interface: "fix", fix: "gremlins" }, `fix: expected one of ${fixFaults.join(", ")}`],
    [{ interface: "fix", transport: "slow" }, "interface: expected one other than fix"],
    [{ fix: "duplicate" }, "interface: expected fix"],
    [
      { interface: "fix", fix: "duplicate", operation: "Logon" },
      "operation: expected one of ExecutionReport",
    ],
    [{ interface: "fix" }, "a fault is one of error, status, transport, webSocket and fix"],
  ])("%j is refused", async (order, text) => {
    const { faults } = await fixture.start();
    expect(() => faults.next(order as Parameters<typeof faults.next>[0])).toThrow(text);
  });

  test("is listed with the others", async () => {
    const { faults } = await fixture.start();
    expect(faults.known().map(({ interface: spoken }) => spoken)).toEqual([
      "futures-rest",
      "ws-v2",
      "ws-legacy",
      "fix",
    ]);
    expect(faults.known().at(-1)).toMatchObject({
      faults: fixFaults,
      operations: expect.arrayContaining(["ExecutionReport"]),
    });
  });
});
