import { newOrderSingle, orderMassCancelRequest } from "@x/fix";
import { cancelAllOrders, createClient, sendOrder } from "@x/futures-rest";
import { addOrder as addLegacyOrder, cancelOrder, openOrders } from "@x/ws-legacy";
import { addOrder, batchCancel, cancelAll, executions } from "@x/ws-v2";
import { expect, test } from "vitest";
import { fixClient, newOrder, nextId, reports } from "./fix-client.ts";
import { sandboxes } from "./sandbox-fixture.ts";
import { legacyClient, reading, v2Client } from "./web-socket-clients.ts";

const fixture = sandboxes();
const v2Order = {
  order_type: "limit",
  side: "buy",
  symbol: "BTC/USD",
  order_qty: 0.001,
  limit_price: 59000,
} as const;
const legacyOrder = {
  ordertype: "limit",
  type: "buy",
  pair: "XBT/USD",
  volume: "0.001",
  price: "59000",
} as const;

/** One order on each wire. */
async function everywhere() {
  const sandbox = await fixture.start();
  const v2 = v2Client(sandbox, fixture);
  const legacy = legacyClient(sandbox, fixture);
  const fix = await fixClient(sandbox, fixture);
  const { apiKey, apiSecret } = sandbox.credentials.futures;
  const futures = createClient({ baseUrl: sandbox.urls.futuresRest, credentials: { apiKey, apiSecret } });
  await futures.call(sendOrder, {
    orderType: "lmt",
    symbol: "PF_XBTUSD",
    side: "buy",
    size: 1,
    limitPrice: 59000,
  });
  const { order_id = "" } = await v2.call(addOrder, v2Order);
  const { txid = "" } = await legacy.call(addLegacyOrder, legacyOrder);
  const nextReport = reports(fix);
  const order = newOrder();
  fix.send(newOrderSingle, order);
  await nextReport();
  const { OrderID } = await nextReport();
  return { sandbox, v2, legacy, fix, futures, nextReport, order_id, txid, OrderID, ClOrdID: order.ClOrdID };
}

test("the spot account is one account on every spot wire", async () => {
  const { v2, legacy, order_id, txid, OrderID } = await everywhere();
  const ids = [order_id, txid, OrderID];
  const nextV2 = await reading(v2.subscribe(executions, {}));
  expect((await nextV2()).data.map((order) => order.order_id)).toEqual(ids);
  const nextLegacy = await reading(legacy.subscribe(openOrders, {}));
  expect((await nextLegacy())[0].flatMap(Object.keys)).toEqual(ids);
  await legacy.call(cancelOrder, { txid: [order_id] });
  expect(await nextV2()).toMatchObject({ sequence: 2, data: [{ order_id, exec_type: "canceled" }] });
});

test("v2 cancel_all reaches FIX orders, which are told, and no futures", async () => {
  const { sandbox, v2, nextReport, OrderID, ClOrdID } = await everywhere();
  expect(await v2.call(cancelAll, {})).toMatchObject({ count: 3 });
  expect(await nextReport()).toMatchObject({ OrderID, ClOrdID, OrigClOrdID: ClOrdID, ExecType: "4" });
  expect([sandbox.openOrders("spot"), sandbox.openOrders("futures")]).toEqual([0, 1]);
});

test("v2 batch_cancel and legacy cancelOrder reach orders of the other wires", async () => {
  const { sandbox, v2, legacy, txid, OrderID, order_id } = await everywhere();
  expect(await v2.call(batchCancel, { orders: [txid, OrderID] })).toMatchObject({ count: 2 });
  await legacy.call(cancelOrder, { txid: [order_id] });
  expect(sandbox.openOrders("spot")).toBe(0);
});

test("FIX 530=6 reaches its session's orders only, 530=7 the whole account", async () => {
  const { sandbox, fix, nextReport, order_id, txid, OrderID } = await everywhere();
  const cancel = (MassCancelRequestType: "6" | "7") => {
    const ClOrdID = nextId();
    fix.send(orderMassCancelRequest, { ClOrdID, TransactTime: new Date(), MassCancelRequestType });
    return ClOrdID;
  };
  const first = cancel("6");
  expect(await nextReport()).toMatchObject({ ClOrdID: first, OrderID });
  expect(sandbox.openOrders("spot")).toBe(2);
  const second = cancel("7");
  expect(await nextReport()).toMatchObject({ ClOrdID: second, OrigClOrdID: order_id, OrderID: order_id });
  expect(await nextReport()).toMatchObject({ ClOrdID: second, OrderID: txid });
  expect([sandbox.openOrders("spot"), sandbox.openOrders("futures")]).toEqual([0, 1]);
});

test("futures cancel-all reaches no spot order, and spot ids name no futures order", async () => {
  const { sandbox, futures, legacy } = await everywhere();
  const { cancelStatus } = await futures.call(cancelAllOrders, {});
  expect(cancelStatus.cancelledOrders).toHaveLength(1);
  expect(sandbox.openOrders("spot")).toBe(3);
  const { sendStatus } = await futures.call(sendOrder, {
    orderType: "lmt",
    symbol: "PF_XBTUSD",
    side: "buy",
    size: 1,
    limitPrice: 59000,
  });
  await expect(legacy.call(cancelOrder, { txid: [sendStatus.order_id ?? ""] })).rejects.toMatchObject({
    raw: expect.stringContaining("EOrder:Unknown order"),
  });
  expect(sandbox.openOrders("futures")).toBe(1);
});
