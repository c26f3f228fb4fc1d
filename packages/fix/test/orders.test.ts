import { describe, expect, test } from "vitest";
import { OrderEntry } from "../src/orders/index.ts";
import { collect, now, openDesk, order, target } from "./order-desk.ts";

describe("an order", () => {
  test("is accepted by its first report, and reported on to its end", async () => {
    const { loop, orders, came, report } = await openDesk();
    const { ClOrdID, outcome, reports } = orders.place(order);
    const seen = collect(reports);
    await loop.pass(5);
    expect(came).toMatchObject([
      { MsgType: "D", ClOrdID, TransactTime: "20260407-14:32:00.020", Price: "59000.9" },
    ]);
    expect(await now(outcome)).toBe("open");
    report(ClOrdID, "A");
    report(ClOrdID, "0");
    report(ClOrdID, "F", { OrdStatus: "1" });
    await loop.pass(5);
    expect(await outcome).toMatchObject({ outcome: "accepted", result: { OrderID: "O1", ExecType: "A" } });
    expect(seen).toEqual(["AA", "00", "F1"]);
    report(ClOrdID, "F", { OrdStatus: "2" });
    report(ClOrdID, "F", { OrdStatus: "2" });
    await loop.pass(5);
    expect(seen).toEqual(["AA", "00", "F1", "F2", "end"]);
  });

  test("is refused by a business reject, with the exchange's words", async () => {
    const { loop, orders, reject } = await openDesk();
    const { ClOrdID, outcome, reports } = orders.place(order);
    const seen = collect(reports);
    reject("D", ClOrdID, "EOrder:Insufficient funds");
    await loop.pass(5);
    expect(await outcome).toMatchObject({
      outcome: "refused",
      status: "EOrder:Insufficient funds",
      error: {
        code: "orderRefused",
        outcome: "refused",
        raw: "EOrder:Insufficient funds",
        request: { name: "NewOrderSingle", params: { ClOrdID, Symbol: "BTC/USD" } },
      },
    });
    expect(seen).toEqual(["end"]);
    // The exchange has not taken the id.
    expect(() => orders.place({ ...order, ClOrdID })).not.toThrow();
  });

  test("is refused by the report of a rejected order", async () => {
    const { loop, tamper, orders, report } = await openDesk();
    // 39=8 is FIX's; Kraken does not list it, so that it is not sent by name.
    tamper.down = (text) => text.replace("39=2", "39=8").replace("59000.7", "59000.1");
    const { ClOrdID, outcome, reports } = orders.place(order);
    const seen = collect(reports);
    report(ClOrdID, "0", { OrdStatus: "2", Text: "no" });
    await loop.pass(5);
    expect(await outcome).toMatchObject({ outcome: "refused", status: "no" });
    expect(seen).toEqual(["08", "end"]);
  });

  test("is refused by a Reject of the session, which names its number", async () => {
    const { loop, tamper, orders } = await openDesk();
    const first = orders.place(order);
    await loop.pass(5);
    tamper.up = (text) => text.replace("54=1", "54=9").replace("59000.9", "59000.1");
    const second = orders.place(order);
    await loop.pass(5);
    expect(await second.outcome).toMatchObject({
      outcome: "refused",
      error: { code: "orderRefused", outcome: "refused" },
    });
    expect(await now(first.outcome)).toBe("open");
  });

  test("under an id that is in use is not sent", async () => {
    const { loop, orders, came, report } = await openDesk();
    const { ClOrdID } = orders.place(order);
    expect(() => orders.place({ ...order, ClOrdID })).toThrow(/ClOrdID is in use/);
    report(ClOrdID, "0");
    await loop.pass(5);
    expect(() => orders.place({ ...order, ClOrdID })).toThrow(/ClOrdID is in use/);
    report(ClOrdID, "4");
    await loop.pass(5);
    orders.place({ ...order, ClOrdID });
    await loop.pass(5);
    expect(came).toHaveLength(2);
  });

  test("that is at fault is thrown back, and nothing is remembered of it", async () => {
    const { orders } = await openDesk();
    const ClOrdID = "7";
    expect(() => orders.place({ ...order, ClOrdID, Symbol: "" })).toThrow(
      expect.objectContaining({ code: "invalidMessage", path: "/Symbol", outcome: "not-sent" }),
    );
    expect(() => orders.place({ ...order, ClOrdID })).not.toThrow();
    await expect(orders.cancel(target)).rejects.toMatchObject({ code: "invalidMessage", path: "/OrderID" });
  });

  test("keeps its reports for a reader that comes later, and no more than 1,000", async () => {
    const { loop, orders, report } = await openDesk();
    const { ClOrdID, reports } = orders.place(order);
    for (let count = 0; count < 1_001; count++) report(ClOrdID, "F", { OrdStatus: "1" });
    await loop.pass(5);
    await loop.pass(5);
    const seen = collect(reports);
    await loop.pass(5);
    expect(seen).toHaveLength(1_001);
    expect(seen.at(-1)).toBe("overflow");
  });

  test("whose reports nobody wants any more goes on", async () => {
    const { loop, orders, report } = await openDesk();
    const { ClOrdID, reports } = orders.place(order);
    await reports.return?.();
    report(ClOrdID, "0");
    await loop.pass(5);
    const canceled = orders.cancel({ ...target, OrigClOrdID: ClOrdID });
    report(ClOrdID, "4");
    await loop.pass(5);
    expect(await canceled).toMatchObject({ outcome: "accepted" });
  });
});

describe("a cancel", () => {
  async function placed() {
    const desk = await openDesk();
    const placing = desk.orders.place(order);
    const seen = collect(placing.reports);
    desk.report(placing.ClOrdID, "0");
    await desk.loop.pass(5);
    return { ...desk, ...placing, seen };
  }

  test("is accepted by the report that carries its id", async () => {
    const { loop, orders, came, report, ClOrdID: OrigClOrdID, seen } = await placed();
    const canceled = orders.cancel({ ...target, OrigClOrdID });
    await loop.pass(5);
    const request = came.at(-1);
    expect(request).toMatchObject({ MsgType: "F", OrigClOrdID });
    report(request?.ClOrdID ?? "", "4", { OrigClOrdID });
    await loop.pass(5);
    expect(await canceled).toMatchObject({ outcome: "accepted", result: { OrdStatus: "4", OrderID: "O1" } });
    expect(seen).toEqual(["00", "44", "end"]);
  });

  test("is accepted when the order was canceled by something else, whichever way it was named", async () => {
    const { loop, orders, report, ClOrdID } = await placed();
    const byClOrdID = orders.cancel({ ...target, OrigClOrdID: ClOrdID });
    const byOrderID = orders.cancel({ ...target, OrderID: "O1" });
    const other = orders.cancel({ ...target, OrderID: "O2" });
    report(ClOrdID, "4");
    await loop.pass(5);
    expect(await byClOrdID).toMatchObject({ outcome: "accepted" });
    expect(await byOrderID).toMatchObject({ outcome: "accepted" });
    expect(await now(other)).toBe("open");
  });

  test("is refused when the order was filled first", async () => {
    const { loop, orders, report, reject, came, ClOrdID } = await placed();
    const canceled = orders.cancel({ ...target, OrigClOrdID: ClOrdID });
    report(ClOrdID, "F", { OrdStatus: "2" });
    await loop.pass(5);
    expect(await canceled).toMatchObject({ outcome: "refused", status: "the order had ended, OrdStatus 2" });
    // The exchange's own no comes late and changes nothing.
    reject("F", came.at(-1)?.ClOrdID ?? "", "EOrder:Unknown order");
    await loop.pass(5);
  });

  test("is refused by a business reject, and the order lives", async () => {
    const { loop, orders, report, reject, came, ClOrdID, seen } = await placed();
    const canceled = orders.cancel({ ...target, OrderID: "O9" });
    await loop.pass(5);
    reject("F", came.at(-1)?.ClOrdID ?? "", "EOrder:Unknown order");
    report(ClOrdID, "F", { OrdStatus: "1" });
    await loop.pass(5);
    expect(await canceled).toMatchObject({ outcome: "refused", status: "EOrder:Unknown order" });
    expect(seen).toEqual(["00", "F1"]);
  });

  test("of an order of another run of the program is answered too", async () => {
    const { loop, orders, report, came } = await openDesk();
    const canceled = orders.cancel({ ...target, OrderID: "O5" });
    await loop.pass(5);
    report(came.at(-1)?.ClOrdID ?? "", "4", { OrderID: "O5", OrigClOrdID: "1" });
    await loop.pass(5);
    expect(await canceled).toMatchObject({ outcome: "accepted", result: { OrderID: "O5" } });
  });

  test("of many is accepted by the first report, and each order told of its own", async () => {
    const { loop, orders, report, came } = await openDesk();
    const placed = ["1", "2"].map((number) => {
      const { ClOrdID, reports } = orders.place(order);
      report(ClOrdID, "0", { OrderID: `O${number}` });
      return { ClOrdID, OrderID: `O${number}`, seen: collect(reports) };
    });
    const canceled = orders.massCancel({ MassCancelRequestType: "7" });
    await loop.pass(5);
    const { ClOrdID = "" } = came.at(-1) ?? {};
    for (const { ClOrdID: OrigClOrdID, OrderID } of placed) report(ClOrdID, "4", { OrigClOrdID, OrderID });
    await loop.pass(5);
    expect(await canceled).toMatchObject({ outcome: "accepted", result: { OrderID: "O1" } });
    for (const { seen } of placed) expect(seen).toEqual(["00", "44", "end"]);
  });

  test("of many that finds nothing is unknown after the deadline", async () => {
    const { loop, orders } = await openDesk({}, { deadline: 500 });
    const canceled = orders.massCancel({ MassCancelRequestType: "7" });
    await loop.pass(499);
    expect(await now(canceled)).toBe("open");
    await loop.pass(5);
    expect(await canceled).toMatchObject({
      outcome: "unknown",
      error: { code: "deadlineExceeded", outcome: "unknown" },
    });
  });
});

describe("an amendment", () => {
  test("is accepted by its report; the order is known by the new id too", async () => {
    const { loop, orders, came, report } = await openDesk();
    const { ClOrdID, reports } = orders.place(order);
    const seen = collect(reports);
    report(ClOrdID, "0");
    await loop.pass(5);
    const amended = orders.amend({ ...order, OrderID: "O1", OrigClOrdID: ClOrdID, OrderQty: "2" });
    await loop.pass(5);
    const next = came.at(-1)?.ClOrdID ?? "";
    report(next, "0", { OrdStatus: "E" });
    await loop.pass(5);
    expect(await now(amended)).toBe("open");
    report(next, "5", { OrigClOrdID: ClOrdID, OrdStatus: "0" });
    await loop.pass(5);
    expect(await amended).toMatchObject({ outcome: "accepted", result: { ExecType: "5" } });
    const canceled = orders.cancel({ ...target, OrigClOrdID: next });
    report(ClOrdID, "4");
    await loop.pass(5);
    expect(await canceled).toMatchObject({ outcome: "accepted" });
    expect(seen).toEqual(["00", "0E", "50", "44", "end"]);
  });

  test("to no more than has traded is accepted by the cancel of the rest", async () => {
    const { loop, orders, came, report } = await openDesk();
    const { ClOrdID, reports } = orders.place(order);
    const seen = collect(reports);
    report(ClOrdID, "F", { OrdStatus: "1" });
    await loop.pass(5);
    const amended = orders.amend({ ...order, OrderID: "O1", OrigClOrdID: ClOrdID, OrderQty: "0.5" });
    await loop.pass(5);
    report(came.at(-1)?.ClOrdID ?? "", "4", { OrigClOrdID: ClOrdID });
    await loop.pass(5);
    expect(await amended).toMatchObject({ outcome: "accepted", result: { ExecType: "4" } });
    expect(seen).toEqual(["F1", "44", "end"]);
  });

  test("of an order that ended is the exchange's to refuse", async () => {
    const { loop, orders, came, report, reject } = await openDesk();
    const { ClOrdID } = orders.place(order);
    report(ClOrdID, "0");
    await loop.pass(5);
    const amended = orders.amend({ ...order, OrderID: "O1", OrigClOrdID: ClOrdID });
    report(ClOrdID, "F", { OrdStatus: "2" });
    await loop.pass(5);
    expect(await now(amended)).toBe("open");
    reject("G", came.at(-1)?.ClOrdID ?? "", "EOrder:Unknown order");
    await loop.pass(5);
    expect(await amended).toMatchObject({ outcome: "refused", status: "EOrder:Unknown order" });
  });
});

describe("a question", () => {
  const asked = { ClOrdID: "5", OrderID: "O1", Symbol: "BTC/USD" };

  test("is answered by a report of the order's state, each in its turn", async () => {
    const { loop, orders, report, reject } = await openDesk();
    const first = orders.status(asked);
    const second = orders.status(asked);
    report("5", "I", { OrdStatus: "0" });
    await loop.pass(5);
    expect(await first).toMatchObject({ outcome: "accepted", result: { OrdStatus: "0" } });
    expect(await now(second)).toBe("open");
    reject("H", "5", "EOrder:Unknown order");
    await loop.pass(5);
    expect(await second).toMatchObject({ outcome: "refused", status: "EOrder:Unknown order" });
  });

  test("settles what was unknown of the order", async () => {
    const { loop, orders, report } = await openDesk({}, { deadline: 100 });
    const { ClOrdID } = orders.place(order);
    report(ClOrdID, "0");
    await loop.pass(5);
    const canceling = orders.cancel({ ...target, OrderID: "O1" });
    await loop.pass(200);
    const canceled = await canceling;
    if (canceled.outcome !== "unknown") throw new Error("it has no answer");
    const state = orders.status({ ClOrdID, OrderID: "O1", Symbol: "BTC/USD" });
    report(ClOrdID, "I", { OrdStatus: "4" });
    await loop.pass(5);
    expect(await state).toMatchObject({ outcome: "accepted", result: { OrdStatus: "4" } });
    expect(await canceled.settled).toMatchObject({ outcome: "accepted", result: { ExecType: "I" } });
  });
});

test("a deadline is a time above 0", async () => {
  const { session } = await openDesk();
  for (const deadline of [0, -1, Number.NaN]) {
    expect(() => new OrderEntry(session, { deadline })).toThrow(
      expect.objectContaining({ code: "invalidOptions", path: "/deadline" }),
    );
  }
});
