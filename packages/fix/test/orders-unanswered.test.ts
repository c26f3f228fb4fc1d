import { describe, expect, test } from "vitest";
import { MemoryStore } from "../src/session/store.ts";
import { collect, now, openDesk, order } from "./order-desk.ts";

describe("without an answer", () => {
  test("a request is unknown after its deadline, and settled by a late report", async () => {
    const { loop, orders, report } = await openDesk({}, { deadline: 100 });
    const { ClOrdID, outcome, reports } = orders.place(order);
    const seen = collect(reports);
    await loop.pass(110);
    const unknown = await outcome;
    if (unknown.outcome !== "unknown") throw new Error("it has no answer");
    expect(unknown.error).toMatchObject({ code: "deadlineExceeded", outcome: "unknown" });
    expect(await now(unknown.settled)).toBe("open");
    report(ClOrdID, "0");
    await loop.pass(5);
    expect(await unknown.settled).toMatchObject({ outcome: "accepted", result: { ExecType: "0" } });
    expect(seen).toEqual(["00"]);
  });

  test("because the connection broke: unknown, then settled by the report that is resent", async () => {
    const { loop, orders, report } = await openDesk();
    const { ClOrdID, outcome } = orders.place(order);
    await loop.pass(5);
    report(ClOrdID, "0");
    loop.cut();
    await loop.pass(1);
    const unknown = await outcome;
    if (unknown.outcome !== "unknown") throw new Error("it has no answer");
    expect(unknown.error.code).toBe("connectionLost");
    await loop.pass(1_000);
    expect(await unknown.settled).toMatchObject({ outcome: "accepted" });
  });

  test("because the connection broke before it arrived: it is sent again, and settled by its answer", async () => {
    const { loop, orders, came, listen, report } = await openDesk();
    const { ClOrdID, outcome } = orders.place(order);
    loop.cut();
    await loop.pass(1);
    const unknown = await outcome;
    if (unknown.outcome !== "unknown") throw new Error("it has no answer");
    await loop.pass(1_000);
    listen();
    // The exchange asks for what is missing when it sees the next number.
    orders.massCancel({ MassCancelRequestType: "7" });
    await loop.pass(10);
    expect(came.map((request) => request.ClOrdID)).toContain(ClOrdID);
    report(ClOrdID, "0");
    await loop.pass(5);
    expect(await unknown.settled).toMatchObject({ outcome: "accepted" });
  });

  test("because the connection broke and it was not to be sent again: it never arrived", async () => {
    const { loop, orders, came, listen } = await openDesk({ mayResend: () => false });
    const { outcome, reports } = orders.place(order);
    const seen = collect(reports);
    loop.cut();
    await loop.pass(1_000);
    listen();
    const unknown = await outcome;
    if (unknown.outcome !== "unknown") throw new Error("it has no answer");
    orders.massCancel({ MassCancelRequestType: "7" });
    await loop.pass(10);
    expect(came.map(({ MsgType }) => MsgType)).toEqual(["q"]);
    expect(await unknown.settled).toMatchObject({
      outcome: "refused",
      error: { code: "closed", outcome: "not-sent" },
    });
    expect(seen).toEqual(["end"]);
  });

  test("when the session ends, nobody will tell any more", async () => {
    const { loop, session, orders } = await openDesk({}, { deadline: 100 });
    const first = orders.place(order);
    const seen = collect(first.reports);
    await loop.pass(110);
    const second = orders.place(order);
    session.close();
    await loop.pass(10);
    for (const { outcome } of [first, second]) {
      const unknown = await outcome;
      if (unknown.outcome !== "unknown") throw new Error("it has no answer");
      expect(await unknown.settled).toBeUndefined();
    }
    expect(seen).toEqual(["end"]);
    const late = orders.place(order);
    expect(await late.outcome).toMatchObject({
      outcome: "refused",
      error: { code: "closed", outcome: "not-sent" },
    });
    expect(collect(late.reports)).toEqual([]);
  });

  test("when numbers start again at 1, nobody will tell either", async () => {
    const { loop, session, orders } = await openDesk({}, { deadline: 100 });
    const canceling = orders.massCancel({ MassCancelRequestType: "7" });
    await loop.pass(110);
    const canceled = await canceling;
    if (canceled.outcome !== "unknown") throw new Error("it has no answer");
    session.resetSeqNum();
    await loop.pass(10);
    expect(await now(canceled.settled)).toBe("open");
    orders.place(order);
    expect(await canceled.settled).toBeUndefined();
  });
});

describe("between two connections", () => {
  test("a request is refused, and was not sent", async () => {
    const { loop, orders, came } = await openDesk();
    loop.cut();
    const { outcome, reports } = orders.place(order);
    expect(await outcome).toMatchObject({
      outcome: "refused",
      status: undefined,
      error: { code: "closed", outcome: "not-sent" },
    });
    expect(await reports.next()).toEqual({ value: undefined, done: true });
    await loop.pass(1_000);
    expect(came).toEqual([]);
  });

  test("a request that is kept for the next one is answered then", async () => {
    const { loop, orders, listen, report } = await openDesk({ whileDown: "queue" });
    loop.cut();
    const { ClOrdID, outcome } = orders.place(order);
    await loop.pass(1_000);
    listen();
    report(ClOrdID, "0");
    await loop.pass(5);
    expect(await outcome).toMatchObject({ outcome: "accepted" });
  });

  test("a request that was kept for one that never came was not sent", async () => {
    const { loop, orders, session } = await openDesk({ whileDown: "queue" });
    loop.cut();
    loop.down = true;
    const { outcome } = orders.place(order);
    session.close();
    await loop.pass(5);
    expect(await outcome).toMatchObject({
      outcome: "refused",
      error: { code: "closed", outcome: "not-sent" },
    });
  });
});

test("what a store fails to keep may still be sent by a later run: unknown", async () => {
  class FullStore extends MemoryStore {
    full = false;

    override commit(): void {
      if (this.full) throw new Error("no space left");
      super.commit();
    }
  }
  const store = new FullStore();
  const { loop, orders } = await openDesk({ store });
  store.full = true;
  const { outcome } = orders.place(order);
  await loop.pass(5);
  const unknown = await outcome;
  if (unknown.outcome !== "unknown") throw new Error("it has no answer");
  expect(await unknown.settled).toBeUndefined();
});
