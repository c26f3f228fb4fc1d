import {
  businessMessageReject,
  combClOrdIDs,
  newOrderSingle,
  orderCancelReplaceRequest,
  orderCancelRequest,
  orderMassCancelRequest,
  orderStatusRequest,
  reject,
} from "@x/fix";
import { addOrder, amendOrder } from "@x/ws-v2";
import { describe, expect, test } from "vitest";
import { execId } from "../src/gateways/fix/exec-id.ts";
import { fixClient, newOrder, nextId, otherFixClient, received, reports } from "./fix-client.ts";
import { sandboxes } from "./sandbox-fixture.ts";
import { v2Client } from "./web-socket-clients.ts";

const fixture = sandboxes();
const uuids = combClOrdIDs();
const common = { Symbol: "BTC/USD", Side: "1" } as const;
const cancelOf = (names: { OrderID?: string; OrigClOrdID?: string }) => ({
  ...common,
  ...names,
  ClOrdID: nextId(),
  TransactTime: new Date(),
});
const amendOf = (order: ReturnType<typeof newOrder>, OrderID: string, change: object) => ({
  ...common,
  ClOrdID: nextId(),
  OrigClOrdID: order.ClOrdID,
  OrderID,
  TransactTime: new Date(),
  OrderQty: order.OrderQty,
  OrdType: "2" as const,
  TimeInForce: "1" as const,
  Price: order.Price,
  ...change,
});

async function placed(change: Parameters<typeof newOrder>[0] = {}) {
  const sandbox = await fixture.start();
  const session = await fixClient(sandbox, fixture);
  const next = reports(session);
  const order = newOrder(change);
  session.send(newOrderSingle, order);
  const { OrderID } = await next();
  await next();
  return { sandbox, session, next, order, OrderID };
}

describe("a cancel request", () => {
  test.each(["OrderID", "OrigClOrdID"] as const)("finds its order by %s", async (by) => {
    const { session, next, order, OrderID } = await placed();
    const names = by === "OrderID" ? { OrderID, OrigClOrdID: "1" } : { OrigClOrdID: order.ClOrdID };
    const request = cancelOf(names);
    session.send(orderCancelRequest, request);
    expect(await next()).toMatchObject({
      ...{ ClOrdID: request.ClOrdID, OrigClOrdID: order.ClOrdID, OrderID, ExecType: "4", OrdStatus: "4" },
      ...{ LeavesQty: "0", Text: "Order canceled by user" },
    });
  });

  test("reaches no order of another wire, of another session, of another market or side, and none that is gone", async () => {
    const { sandbox, session, OrderID } = await placed();
    const rejects = received(session, businessMessageReject);
    const { order_id } = await v2Client(sandbox, fixture).call(addOrder, {
      ...{ symbol: "BTC/USD", side: "buy", order_type: "limit", order_qty: 0.001, limit_price: 50_000 },
    });
    const other = sandbox.createFixSession("spot", "NEIGHBOUR");
    const neighbour = await fixClient(sandbox, fixture, { senderCompID: "NEIGHBOUR", credentials: other });
    const theirs = newOrder();
    neighbour.send(newOrderSingle, theirs);
    await reports(neighbour)();
    for (const wrong of [
      cancelOf({ OrderID: order_id as string }),
      cancelOf({ OrigClOrdID: theirs.ClOrdID }),
      cancelOf({ OrderID: "OAAAAA-BBBBB-CCCCCC" }),
      { ...cancelOf({ OrderID }), Symbol: "ETH/USD" },
      { ...cancelOf({ OrderID }), Side: "2" as const },
    ]) {
      session.send(orderCancelRequest, wrong);
      expect(await rejects()).toMatchObject({
        ...{ RefMsgType: "F", RefSeqNum: 0, BusinessRejectRefID: wrong.ClOrdID },
        ...{ BusinessRejectReason: "101", Text: "EOrder:Unknown order" },
      });
    }
    expect(sandbox.counts().open).toBe(3);
    session.send(orderMassCancelRequest, {
      ...{ ClOrdID: nextId(), TransactTime: new Date(), MassCancelRequestType: "6" },
    });
    await expect.poll(() => sandbox.counts().open).toBe(2);
  });

  test("a CompID is given once", async () => {
    const sandbox = await fixture.start();
    expect(() => sandbox.createFixSession("spot", "SANDBOX")).toThrow(
      'senderCompID: "SANDBOX" exists already',
    );
  });
});

describe("an amendment", () => {
  test("keeps OrderID, takes a new ClOrdID, and can be followed by others before it is answered", async () => {
    const { sandbox, session, next, order, OrderID } = await placed();
    const first = amendOf(order, OrderID, { OrderQty: "0.002", Price: "58000.5" });
    const second = { ...amendOf(order, OrderID, { OrderQty: "0.003" }), OrigClOrdID: first.ClOrdID };
    const cancel = cancelOf({ OrigClOrdID: second.ClOrdID });
    session.send(orderCancelReplaceRequest, first);
    session.send(orderCancelReplaceRequest, second);
    session.send(orderCancelRequest, cancel);
    const replaced = { OrderID, ExecType: "5", OrdStatus: "5", CumQty: "0" };
    expect(await next()).toMatchObject({
      ...{ ...replaced, ClOrdID: first.ClOrdID, OrigClOrdID: order.ClOrdID },
      ...{ OrderQty: "0.002", LeavesQty: "0.002", Price: "58000.5" },
    });
    expect(await next()).toMatchObject({
      ...{ ...replaced, ClOrdID: second.ClOrdID, OrigClOrdID: first.ClOrdID, OrderQty: "0.003" },
      Price: "59000.1",
    });
    expect(await next()).toMatchObject({
      ClOrdID: cancel.ClOrdID,
      OrigClOrdID: second.ClOrdID,
      ExecType: "4",
    });
    expect(sandbox.counts()).toEqual({ placed: 1, ended: 1, open: 0 });
  });

  test("of a partly filled order keeps what has traded, and cancels the rest if it asks for no more", async () => {
    const { sandbox, session, next, order, OrderID } = await placed({ OrderQty: "0.3" });
    const market = { venue: "spot", symbol: "BTC/USD" } as const;
    sandbox.market.take({ ...market, side: "sell", quantity: "0.1" });
    expect(await next()).toMatchObject({ ExecType: "F", CumQty: "0.1", GrossTradeAmt: "5900.01" });
    const smaller = amendOf(order, OrderID, { OrderQty: "0.2" });
    session.send(orderCancelReplaceRequest, smaller);
    expect(await next()).toMatchObject({ ExecType: "5", OrderQty: "0.2", CumQty: "0.1", LeavesQty: "0.1" });
    const none = { ...amendOf(order, OrderID, { OrderQty: "0.1" }), OrigClOrdID: smaller.ClOrdID };
    session.send(orderCancelReplaceRequest, none);
    expect(await next()).toMatchObject({
      ClOrdID: none.ClOrdID,
      ExecType: "4",
      CumQty: "0.1",
      LeavesQty: "0",
    });
  });

  test("by another wire is told as well", async () => {
    const { sandbox, next, order, OrderID } = await placed();
    await v2Client(sandbox, fixture).call(amendOrder, { order_id: OrderID, order_qty: 0.004 });
    expect(await next()).toMatchObject({ ClOrdID: order.ClOrdID, ExecType: "5", OrderQty: "0.004" });
  });

  test.each<[string, object, string, string]>([
    ["an unknown order", { OrderID: "OAAAAA-BBBBB-CCCCCC" }, "101", "EOrder:Unknown order"],
    ["another type", { OrdType: "1", Price: undefined }, "0", "EOrder:Order not editable"],
    ["a price off the grid", { Price: "1.23" }, "0", "EOrder:Tick size check failed"],
    ["more than there is money for", { OrderQty: "1000" }, "0", "EOrder:Insufficient funds"],
    ["a time that is over", { ValidUntilTime: new Date(0) }, "104", "EService:Deadline elapsed"],
  ])("to %s is refused and changes nothing", async (_name, change, reason, text) => {
    const { session, next, order, OrderID } = await placed();
    const rejects = received(session, businessMessageReject);
    const request = amendOf(order, OrderID, change);
    session.send(orderCancelReplaceRequest, request);
    expect(await rejects()).toMatchObject({
      ...{ RefMsgType: "G", BusinessRejectRefID: request.ClOrdID, BusinessRejectReason: reason, Text: text },
    });
    session.send(orderStatusRequest, { ClOrdID: order.ClOrdID, OrderID, Symbol: "BTC/USD" });
    expect(await next()).toMatchObject({ ClOrdID: order.ClOrdID, OrderQty: "0.001", Price: "59000.1" });
  });
});

describe("ids", () => {
  test("a number must rise, and may begin anew when the logon says so", async () => {
    const { sandbox, session, order } = await placed();
    const rejects = received(session, businessMessageReject);
    const reused = newOrder({ ClOrdID: String(BigInt(order.ClOrdID) - 1n) });
    session.send(newOrderSingle, reused);
    expect(await rejects()).toMatchObject({
      Text: "EGeneral:Invalid arguments:cl_ord_id not unique",
      BusinessRejectRefID: reused.ClOrdID,
    });
    await session.close();
    const again = await fixClient(sandbox, fixture, { logon: { ForceResetClOrdID: true } });
    again.send(newOrderSingle, reused);
    expect(await reports(again)()).toMatchObject({ ClOrdID: reused.ClOrdID, ExecType: "A" });
  });

  test("a UUID must begin with the time", async () => {
    const { session, next } = await placed();
    session.send(newOrderSingle, newOrder({ ClOrdID: uuids.next() }));
    expect(await next()).toMatchObject({ ExecType: "A" });
    const rejects = received(session, businessMessageReject);
    session.send(newOrderSingle, newOrder({ ClOrdID: "1b4e28ba-2fa1-41d2-883f-0016d3cca427" }));
    expect(await rejects()).toMatchObject({ Text: "EGeneral:Invalid arguments:cl_ord_id" });
  });

  // From https://docs.kraken.com/api/docs/fix-api/er-fix
  test.each([
    ["9e58120f-182b-4dce-9609-8ca7cdd174f0", "6B2NDTNHRQAAA"],
    ["1688738168", "PAM2QZA"],
  ])("an ExecID begins with %s as %s", (clOrdId, begins) => {
    expect(execId(clOrdId, () => 0)).toBe(`${begins}:AAAAAAAAAAAAA`);
  });
});

describe("derivatives", () => {
  const futuresOrder = (change: Parameters<typeof newOrder>[0] = {}) =>
    newOrder({
      ...{ ClOrdID: uuids.next(), Symbol: "PF_XBTUSD", OrderQty: "0.01", Price: "59000", ExecInst: ["s"] },
      ...change,
    });
  const start = async () => {
    const sandbox = await fixture.start({ market: "resting" });
    const session = await otherFixClient(sandbox, fixture, "fixDerivatives");
    return { sandbox, session, next: reports(session), rejects: received(session, businessMessageReject) };
  };

  test("are placed, traded, asked for and cancelled", async () => {
    const { sandbox, session, next } = await start();
    const order = futuresOrder();
    session.send(newOrderSingle, order);
    const opened = await next();
    expect(opened).toMatchObject({
      ...{ ClOrdID: order.ClOrdID, ExecType: "0", OrdStatus: "0", Symbol: "PF_XBTUSD" },
      Text: "buy 0.01 PF_XBTUSD @ limit 59000",
    });
    session.send(orderStatusRequest, {
      ...{ ClOrdID: order.ClOrdID, OrderID: opened.OrderID, Symbol: "PF_XBTUSD" },
    });
    expect(await next()).toMatchObject({ ExecType: "I", OrderID: opened.OrderID });
    session.send(newOrderSingle, futuresOrder({ OrdType: "1", Price: undefined }));
    expect(await next()).toMatchObject({ ExecType: "0" });
    expect(await next()).toMatchObject({ ExecType: "F", LiquidityInd: "1" });
    const cancel = { ...cancelOf({ OrderID: opened.OrderID }), ClOrdID: uuids.next(), Symbol: "PF_XBTUSD" };
    session.send(orderCancelRequest, cancel);
    for (;;) {
      const report = await next();
      if (report.ExecType === "F") continue;
      expect(report).toMatchObject({ ClOrdID: cancel.ClOrdID, OrigClOrdID: order.ClOrdID, ExecType: "4" });
      break;
    }
    expect(sandbox.openOrders("futures")).toBe(0);
  });

  test("a mass cancel leaves spot alone, and a broken connection cancels derivatives alone", async () => {
    const { sandbox, session, next } = await start();
    const spot = await fixClient(sandbox, fixture);
    spot.send(newOrderSingle, newOrder());
    await reports(spot)();
    session.send(newOrderSingle, futuresOrder());
    await next();
    session.send(orderMassCancelRequest, {
      ...{ ClOrdID: uuids.next(), TransactTime: new Date(), MassCancelRequestType: "7" },
    });
    expect(await next()).toMatchObject({ ExecType: "4" });
    expect([sandbox.openOrders("futures"), sandbox.openOrders("spot")]).toEqual([0, 1]);
  });

  test.each<[string, string, Parameters<typeof newOrder>[0]]>([
    ["5", "ExecInst (18) must contain s", { ExecInst: undefined }],
    ["0", "DisplayQty: not available on derivatives", { DisplayQty: "0.001" }],
    ["0", "TimeInForce: not available on derivatives", { TimeInForce: "4" }],
    ["0", "IOC_WOULD_ENTER_BOOK", { TimeInForce: "3", Price: "100" }],
    ["0", "INSUFFICIENT_AVAILABLE_FUNDS", { OrderQty: "1000" }],
    ["2", "Unknown symbol: BTC/USD", { Symbol: "BTC/USD" }],
  ])("are refused by the business reject %s: %s", async (reason, text, change) => {
    const { session, rejects } = await start();
    session.send(newOrderSingle, futuresOrder(change));
    expect(await rejects()).toMatchObject({ BusinessRejectReason: reason, Text: text, RefMsgType: "D" });
  });

  test("have no amendments", async () => {
    const { session, rejects } = await start();
    const request = { ...amendOf(newOrder(), "x", {}), ClOrdID: uuids.next(), Symbol: "PF_XBTUSD" };
    session.send(orderCancelReplaceRequest, request);
    expect(await rejects()).toMatchObject({ RefMsgType: "G", BusinessRejectReason: "3" });
  });

  test.each(["1744036325000000", "1b4e28ba-2fa1-41d2-883f-0016d3cca427"])(
    "do not take the id %s",
    async (id) => {
      const { sandbox, session } = await start();
      const rejects = received(session, reject);
      session.send(newOrderSingle, futuresOrder({ ClOrdID: id }));
      expect(await rejects()).toMatchObject({
        ...{ RefTagID: 11, RefMsgType: "D", SessionRejectReason: "5" },
        Text: "COMB UUIDv4 required for ClOrdID on derivatives",
      });
      expect(sandbox.counts().placed).toBe(0);
    },
  );
});
