import { businessMessageReject, newOrderSingle, orderMassCancelRequest, orderStatusRequest } from "@x/fix";
import { describe, expect, test } from "vitest";
import { ManualClock } from "../../core/test/manual-clock.ts";
import { fixClient, newOrder, nextId, reports } from "./fix-client.ts";
import { sandboxes } from "./sandbox-fixture.ts";

const fixture = sandboxes();
const now = () => new Date();

describe("through the real client", () => {
  test("placed, asked for, cancelled", async () => {
    const sandbox = await fixture.start();
    const session = await fixClient(sandbox, fixture);
    const next = reports(session);
    const order = newOrder();
    session.send(newOrderSingle, order);
    const pending = await next();
    expect(pending).toMatchObject({
      ClOrdID: order.ClOrdID,
      ExecType: "A",
      OrdStatus: "A",
      Price: "59000.1",
      OrderQty: "0.001",
      LeavesQty: "0.001",
      CumQty: "0",
      Text: "buy 0.001 BTC/USD @ limit 59000.1",
    });
    expect(pending.OrderID).toMatch(/^O[A-Z2-7]{5}-[A-Z2-7]{5}-[A-Z2-7]{6}$/);
    expect(await next()).toMatchObject({ OrderID: pending.OrderID, ExecType: "0", OrdStatus: "0" });

    session.send(orderStatusRequest, { ClOrdID: order.ClOrdID, OrderID: pending.OrderID, Symbol: "BTC/USD" });
    expect(await next()).toMatchObject({ OrderID: pending.OrderID, ExecType: "I", OrdStatus: "0" });

    const ClOrdID = nextId();
    session.send(orderMassCancelRequest, { ClOrdID, TransactTime: now(), MassCancelRequestType: "7" });
    expect(await next()).toMatchObject({
      ClOrdID,
      OrigClOrdID: order.ClOrdID,
      OrderID: pending.OrderID,
      ExecType: "4",
      OrdStatus: "4",
      LeavesQty: "0",
      Text: "Order canceled by user",
    });
    session.send(orderStatusRequest, { ClOrdID: order.ClOrdID, OrderID: pending.OrderID, Symbol: "BTC/USD" });
    expect(await next()).toMatchObject({ ExecType: "I", OrdStatus: "4", LeavesQty: "0" });
    expect(sandbox.counts()).toEqual({ placed: 1, ended: 1, open: 0 });
    expect(await session.close()).toMatchObject({ reason: "logout" });
  });

  test("an order that trades in parts is reported fill by fill", async () => {
    const sandbox = await fixture.start();
    const session = await fixClient(sandbox, fixture);
    const next = reports(session);
    const order = newOrder({ Price: "60000", OrderQty: "0.3" });
    sandbox.market.quote({ venue: "spot", symbol: "BTC/USD", side: "sell", price: "59999", quantity: "0.1" });
    session.send(newOrderSingle, order);
    expect(await next()).toMatchObject({ ExecType: "A" });
    expect(await next()).toMatchObject({ ExecType: "0" });
    const partial = { ClOrdID: order.ClOrdID, ExecType: "F", OrdStatus: "1", LiquidityInd: "1" };
    expect(await next()).toMatchObject({ ...partial, LastPx: "59999", LastQty: "0.1", LeavesQty: "0.2" });
    sandbox.market.take({ venue: "spot", symbol: "BTC/USD", side: "sell", quantity: "0.2" });
    expect(await next()).toMatchObject({
      ExecType: "F",
      OrdStatus: "2",
      LiquidityInd: "0",
      LastPx: "60000",
      CumQty: "0.3",
      LeavesQty: "0",
      AvgPx: "59999.66666",
    });
    expect(sandbox.counts()).toEqual({ placed: 1, ended: 1, open: 0 });
  });

  test("530 = 1, 6 and 7 reach further and further", async () => {
    const sandbox = await fixture.start();
    const session = await fixClient(sandbox, fixture);
    const next = reports(session);
    const symbols = ["BTC/USD", "ETH/USD", "BTC/USD"];
    const placed: string[] = [];
    for (const symbol of symbols) {
      const order = newOrder({ Symbol: symbol, Price: "2900", OrderQty: "0.01" });
      placed.push(order.ClOrdID);
      session.send(newOrderSingle, order);
      await next();
      await next();
    }
    const cancel = (MassCancelRequestType: "1" | "6" | "7", symbol?: string) =>
      session.send(orderMassCancelRequest, {
        ClOrdID: nextId(),
        TransactTime: now(),
        MassCancelRequestType,
        Symbol: symbol,
      });
    cancel("1", "BTC/USD");
    expect([(await next()).OrigClOrdID, (await next()).OrigClOrdID]).toEqual([placed[0], placed[2]]);
    cancel("6");
    expect((await next()).OrigClOrdID).toBe(placed[1]);
    expect(sandbox.counts().open).toBe(0);
  });

  test.each<[string, Parameters<typeof newOrder>[0], object]>([
    [
      "a stop",
      { OrdType: "3", StopPx: "58000", Side: "2", Price: undefined },
      { OrdType: "3", StopPx: "58000" },
    ],
    [
      "a take-profit with a limit",
      { OrdType: "T", StopPx: "62000", Price: "62010", Side: "2" },
      { OrdType: "T", Price: "62010" },
    ],
    [
      "a trailing stop",
      { OrdType: "U", StopPx: "2000", Side: "2", Price: undefined },
      { StopPx: "2000", TriggerPrice: "58000" },
    ],
    ["an iceberg", { OrderQty: "0.15", DisplayQty: "0.01" }, { DisplayQty: "0.01" }],
    ["a post-only order", { ExecInst: ["P"] }, { ExecType: "0" }],
  ])("%s is taken", async (_name, change, reported) => {
    const session = await fixClient(await fixture.start(), fixture);
    const next = reports(session);
    session.send(newOrderSingle, newOrder(change));
    await next();
    expect(await next()).toMatchObject(reported);
  });

  test("an order that finds nothing to trade with is canceled", async () => {
    const session = await fixClient(await fixture.start(), fixture);
    const next = reports(session);
    session.send(newOrderSingle, newOrder({ TimeInForce: "3" }));
    expect(await next()).toMatchObject({ ExecType: "A" });
    expect(await next()).toMatchObject({ ExecType: "4", Text: "IOC_WOULD_ENTER_BOOK" });
  });

  test("a good-till-date order expires", async () => {
    const clock = new ManualClock(Date.now());
    const session = await fixClient(await fixture.start({ clock }), fixture, { clock, heartBtInt: 0 });
    const next = reports(session);
    session.send(newOrderSingle, newOrder({ TimeInForce: "6", ExpireTime: new Date(clock.now() + 60_000) }));
    await next();
    await next();
    clock.advance(60_000);
    expect(await next()).toMatchObject({ ExecType: "C", OrdStatus: "C", Text: "GTD order expired" });
  });

  test.each<[string, string, Parameters<typeof newOrder>[0]]>([
    ["2", "Unknown symbol: FOO/BAR", { Symbol: "FOO/BAR" }],
    ["0", "EOrder:Tick size check failed", { Price: "1.23" }],
    ["0", "EGeneral:Invalid arguments:volume minimum not met", { OrderQty: "0.00000001" }],
    ["0", "EGeneral:Invalid arguments:cl_ord_id not unique", { ClOrdID: "1" }],
    ["0", "EOrder:Post only order", { Side: "2", Price: "50000", ExecInst: ["P"] }],
    ["104", "EService:Deadline elapsed", { ValidUntilTime: new Date(Date.UTC(2020, 0)) }],
    ["0", "EOrder:Reduce only:No position exists", { ExecInst: ["E"] }],
  ])("refused by the business reject %s: %s", async (reason, text, change) => {
    const sandbox = await fixture.start();
    const session = await fixClient(sandbox, fixture);
    session.send(newOrderSingle, newOrder({ ClOrdID: "1" }));
    const rejects = session.messages(businessMessageReject)[Symbol.asyncIterator]();
    const order = newOrder(change);
    session.send(newOrderSingle, order);
    expect((await rejects.next()).value).toMatchObject({
      RefMsgType: "D",
      BusinessRejectRefID: order.ClOrdID,
      BusinessRejectReason: reason,
      Text: text,
    });
    expect(sandbox.openOrders("spot")).toBe(1);
  });

  test("the status of an unknown order is unknown", async () => {
    const session = await fixClient(await fixture.start(), fixture);
    const rejects = session.messages(businessMessageReject)[Symbol.asyncIterator]();
    session.send(orderStatusRequest, { ClOrdID: "9", OrderID: "OAAAAA-BBBBB-CCCCCC", Symbol: "BTC/USD" });
    expect((await rejects.next()).value).toMatchObject({
      BusinessRejectReason: "101",
      Text: "EOrder:Unknown order",
    });
    session.send(orderMassCancelRequest, {
      ClOrdID: "10",
      TransactTime: now(),
      MassCancelRequestType: "1",
      Symbol: "FOO/BAR",
    });
    expect((await rejects.next()).value).toMatchObject({ RefMsgType: "q", BusinessRejectReason: "2" });
  });
});
