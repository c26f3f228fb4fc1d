import { type ExecutionReport, OrderEntry } from "@x/fix";
import { describe, expect, test } from "vitest";
import { ManualClock } from "../../core/test/manual-clock.ts";
import { fixClient, newOrder, otherFixClient } from "./fix-client.ts";
import { sandboxes } from "./sandbox-fixture.ts";

const fixture = sandboxes();
const ofBitcoin = { Symbol: "BTC/USD", Side: "1" } as const;

/** What an order's reports say, ExecType and OrdStatus each, until they end. */
async function all(reports: AsyncIterable<ExecutionReport>): Promise<string[]> {
  const seen: string[] = [];
  for await (const { ExecType, OrdStatus } of reports) seen.push(`${ExecType}${OrdStatus}`);
  return seen;
}

describe("orders as calls", () => {
  test("placed, canceled by either id", async () => {
    const sandbox = await fixture.start();
    const orders = new OrderEntry(await fixClient(sandbox, fixture));
    const first = orders.place(newOrder());
    const second = orders.place(newOrder());
    const placed = await second.outcome;
    expect(placed).toMatchObject({ outcome: "accepted", result: { ClOrdID: second.ClOrdID, ExecType: "A" } });
    if (placed.outcome !== "accepted") throw new Error("it was not accepted");
    const { OrderID } = placed.result;
    expect(await orders.cancel({ ...ofBitcoin, OrigClOrdID: first.ClOrdID })).toMatchObject({
      outcome: "accepted",
      result: { OrigClOrdID: first.ClOrdID, OrdStatus: "4" },
    });
    expect(await orders.status({ ClOrdID: second.ClOrdID, OrderID, Symbol: "BTC/USD" })).toMatchObject({
      outcome: "accepted",
      result: { ExecType: "I", OrdStatus: "0" },
    });
    expect(await orders.cancel({ ...ofBitcoin, OrderID })).toMatchObject({ outcome: "accepted" });
    expect(await all(first.reports)).toEqual(["AA", "00", "44"]);
    expect(await all(second.reports)).toEqual(["AA", "00", "I0", "44"]);
    expect(await orders.cancel({ ...ofBitcoin, OrderID })).toMatchObject({
      outcome: "refused",
      status: "EOrder:Unknown order",
    });
    expect(sandbox.counts()).toEqual({ placed: 2, ended: 2, open: 0 });
  });

  test("refused with the exchange's words", async () => {
    const sandbox = await fixture.start();
    const orders = new OrderEntry(await fixClient(sandbox, fixture));
    expect(await orders.place(newOrder({ Symbol: "NO/PAIR" })).outcome).toMatchObject({
      outcome: "refused",
      status: "Unknown symbol: NO/PAIR",
      error: { code: "orderRefused" },
    });
    expect(await orders.place(newOrder({ OrderQty: "1000000" })).outcome).toMatchObject({
      outcome: "refused",
      status: "EOrder:Insufficient funds",
    });
    expect(sandbox.counts().placed).toBe(0);
  });

  test("filled in parts, and too late to cancel", async () => {
    const sandbox = await fixture.start();
    const orders = new OrderEntry(await fixClient(sandbox, fixture));
    sandbox.market.quote({ venue: "spot", symbol: "BTC/USD", side: "sell", price: "59999", quantity: "0.1" });
    const order = orders.place(newOrder({ Price: "60000", OrderQty: "0.3" }));
    expect(await order.outcome).toMatchObject({ outcome: "accepted" });
    const seen = all(order.reports);
    sandbox.market.take({ venue: "spot", symbol: "BTC/USD", side: "sell", quantity: "0.2" });
    expect(await seen).toEqual(["AA", "00", "F1", "F2"]);
    expect(await orders.cancel({ ...ofBitcoin, OrigClOrdID: order.ClOrdID })).toMatchObject({
      outcome: "refused",
    });
  });

  test("amended, and known by the new id", async () => {
    const sandbox = await fixture.start();
    const orders = new OrderEntry(await fixClient(sandbox, fixture));
    const terms = newOrder();
    const order = orders.place(terms);
    const placed = await order.outcome;
    if (placed.outcome !== "accepted") throw new Error("it was not accepted");
    const { OrderID } = placed.result;
    const { ClOrdID: OrigClOrdID, ...rest } = terms;
    const amended = await orders.amend({
      OrderID,
      OrigClOrdID,
      Symbol: rest.Symbol,
      Side: rest.Side,
      OrdType: rest.OrdType,
      TimeInForce: rest.TimeInForce,
      Price: "59000.2",
      OrderQty: "0.002",
    });
    expect(amended).toMatchObject({ outcome: "accepted", result: { ExecType: "5", OrderQty: "0.002" } });
    if (amended.outcome !== "accepted") throw new Error("it was not accepted");
    expect(await orders.cancel({ ...ofBitcoin, OrigClOrdID: amended.result.ClOrdID })).toMatchObject({
      outcome: "accepted",
    });
    expect(await all(order.reports)).toEqual(["AA", "00", "55", "44"]);
  });

  test("on derivatives", async () => {
    const sandbox = await fixture.start({ market: "resting" });
    const orders = new OrderEntry(await otherFixClient(sandbox, fixture, "fixDerivatives"));
    const order = orders.place({
      Symbol: "PF_XBTUSD",
      Side: "1",
      OrdType: "2",
      Price: "59000",
      OrderQty: "0.01",
      ExecInst: ["s"],
      TimeInForce: "1",
    });
    expect(await order.outcome).toMatchObject({ outcome: "accepted" });
    const canceled = orders.cancel({ Symbol: "PF_XBTUSD", Side: "1", OrigClOrdID: order.ClOrdID });
    expect(await canceled).toMatchObject({ outcome: "accepted", result: { OrdStatus: "4" } });
    expect((await all(order.reports)).at(-1)).toBe("44");
  });

  test("canceled together; nothing left is no answer", async () => {
    // Ahead of the ids that the orders get, since ids must rise.
    const clock = new ManualClock(Date.now() + 60_000);
    const sandbox = await fixture.start();
    const session = await fixClient(sandbox, fixture);
    const orders = new OrderEntry(session, { clock });
    const placed = [orders.place(newOrder()), orders.place(newOrder())];
    for (const { outcome } of placed) expect(await outcome).toMatchObject({ outcome: "accepted" });
    expect(await orders.massCancel({ MassCancelRequestType: "7" })).toMatchObject({
      outcome: "accepted",
      result: { ExecType: "4" },
    });
    for (const { reports } of placed) expect((await all(reports)).at(-1)).toBe("44");
    const nothing = orders.massCancel({ MassCancelRequestType: "7" });
    await clock.advance(10_000);
    expect(await nothing).toMatchObject({ outcome: "unknown", error: { code: "deadlineExceeded" } });
  });
});
