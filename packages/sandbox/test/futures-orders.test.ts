import {
  cancelAllOrdersAfter,
  cancelOrder,
  createClient,
  editOrderSpring,
  getOpenOrders,
  getOrderEvents,
  getOrderStatus,
  getTriggerEvents,
  type SendOrderParams,
  sendBatchOrder,
  sendOrder,
  setSelfTradeStrategy,
} from "@x/futures-rest";
import { describe, expect, test } from "vitest";
import { ManualClock } from "../../core/test/manual-clock.ts";
import type { Sandbox } from "../src/index.ts";
import { sandboxes } from "./sandbox-fixture.ts";

const { start, observeDrift: onDrift } = sandboxes();

const limit: SendOrderParams = {
  orderType: "lmt",
  symbol: "PF_XBTUSD",
  side: "buy",
  size: 0.25,
  limitPrice: 59000.5,
};

function client({ credentials, urls }: Sandbox) {
  return createClient({ credentials: credentials.futures, baseUrl: urls.futuresRest, onDrift });
}

async function placed(futures: ReturnType<typeof client>, change: Partial<SendOrderParams> = {}) {
  const { sendStatus } = await futures.call(sendOrder, { ...limit, ...change });
  return sendStatus.order_id as string;
}

describe("cancel", () => {
  test("by either name, once", async () => {
    const futures = client(await start());
    const order_id = await placed(futures);
    await placed(futures, { cliOrdId: "mine" });
    const first = await futures.call(cancelOrder, { order_id });
    expect(first.cancelStatus).toMatchObject({
      status: "cancelled",
      order_id,
      orderEvents: [{ type: "CANCEL", uid: order_id, order: { limitPrice: 59000.5 } }],
    });
    expect((await futures.call(cancelOrder, { cliOrdId: "mine" })).cancelStatus.cliOrdId).toBe("mine");
    await expect(futures.call(cancelOrder, { order_id })).rejects.toMatchObject({ reason: "notFound" });
    await expect(futures.call(cancelOrder, { cliOrdId: "mine" })).rejects.toMatchObject({
      code: "orderRefused",
    });
  });

  test("an order named by two ids must have both", async () => {
    const futures = client(await start());
    const order_id = await placed(futures, { cliOrdId: "mine" });
    await expect(futures.call(cancelOrder, { order_id, cliOrdId: "other" })).rejects.toMatchObject({
      reason: "notFound",
    });
    expect((await futures.call(getOpenOrders, {})).openOrders).toHaveLength(1);
  });
});

describe("edit", () => {
  test("changes size and price, and keeps what is left out", async () => {
    const futures = client(await start());
    const orderId = await placed(futures, { cliOrdId: "mine" });
    const { editStatus } = await futures.call(editOrderSpring, { orderId, limitPrice: 58000 });
    expect(editStatus).toMatchObject({
      status: "edited",
      orderId,
      orderEvents: [
        {
          type: "EDIT",
          old: { limitPrice: 59000.5, quantity: 0.25 },
          new: { limitPrice: 58000, quantity: 0.25 },
        },
      ],
    });
    await futures.call(editOrderSpring, { cliOrdId: "mine", size: 0.5 });
    expect((await futures.call(getOpenOrders, {})).openOrders).toMatchObject([
      { order_id: orderId, limitPrice: 58000, unfilledSize: 0.5 },
    ]);
  });

  test("a new price is the one at which the order then rests", async () => {
    const futures = client(await start());
    const orderId = await placed(futures);
    await futures.call(editOrderSpring, { orderId, limitPrice: 58000 });
    // At the old price it would have met its own account's order.
    await placed(futures, { side: "sell", limitPrice: 58500 });
    await expect(placed(futures, { side: "sell", limitPrice: 58000 })).rejects.toMatchObject({
      reason: "selfFill",
    });
  });

  test.each([
    ["invalidPrice", { limitPrice: 58000.3 }],
    ["invalidSize", { size: 0 }],
    ["selfFill", { limitPrice: 62000 }],
    ["orderForEditNotAStop", { stopPrice: 58000 }],
  ])("%s leaves the order as it is", async (reason, change) => {
    const futures = client(await start());
    const orderId = await placed(futures);
    await placed(futures, { side: "sell", limitPrice: 61000 });
    const before = (await futures.call(getOpenOrders, {})).openOrders;
    await expect(futures.call(editOrderSpring, { orderId, ...change })).rejects.toMatchObject({ reason });
    expect((await futures.call(getOpenOrders, {})).openOrders).toEqual(before);
  });

  test("a post-only order stays off the other side of the book", async () => {
    const futures = client(await start());
    const orderId = await placed(futures, { orderType: "post" });
    await placed(futures, { side: "sell", limitPrice: 61000 });
    await expect(futures.call(editOrderSpring, { orderId, limitPrice: 61000 })).rejects.toMatchObject({
      reason: "postWouldExecute",
    });
  });

  test("moves a trigger", async () => {
    const futures = client(await start());
    const { limitPrice: _, ...rest } = limit;
    const { sendStatus } = await futures.call(sendOrder, {
      ...rest,
      side: "sell",
      orderType: "stp",
      stopPrice: 58000,
    });
    const orderId = sendStatus.order_id as string;
    expect((await futures.call(editOrderSpring, { orderId, stopPrice: 57000 })).editStatus.status).toBe(
      "edited",
    );
    expect((await futures.call(getOpenOrders, {})).openOrders).toMatchObject([{ stopPrice: 57000 }]);
  });
});

test("with the strategy for it, an order cancels those of its own account it would meet", async () => {
  const futures = client(await start());
  await placed(futures, { side: "sell", limitPrice: 61000 });
  await expect(placed(futures, { limitPrice: 61000 })).rejects.toMatchObject({ reason: "selfFill" });
  await futures.call(setSelfTradeStrategy, { strategy: "CANCEL_MAKER_SELF" });
  const order_id = await placed(futures, { limitPrice: 61000 });
  expect((await futures.call(getOpenOrders, {})).openOrders).toMatchObject([{ order_id, side: "buy" }]);
});

test("each instruction of a batch has an outcome of its own", async () => {
  const futures = client(await start());
  const order_id = await placed(futures);
  const other = await placed(futures, { cliOrdId: "other" });
  const send = { order: "send", orderType: "lmt", symbol: "PF_XBTUSD", side: "buy", size: 0.1 } as const;
  const { batchStatus } = await futures.call(sendBatchOrder, {
    json: {
      batchOrder: [
        { ...send, order_tag: "good", limitPrice: 58000, cliOrdId: "batch" },
        { ...send, order_tag: "bad", limitPrice: 58000.3 },
        { order: "edit", order_id, limitPrice: 57500 },
        { order: "cancel", order_id: other },
        { order: "cancel", cliOrdId: "batch" },
      ],
    },
  });
  expect(batchStatus).toMatchObject([
    { status: "placed", order_tag: "good", cliOrdId: "batch", orderEvents: [{ type: "PLACE" }] },
    { status: "invalidPrice", order_tag: "bad", orderEvents: [] },
    { status: "edited", order_id, orderEvents: [{ type: "EDIT", new: { limitPrice: 57500 } }] },
    { status: "cancelled", order_id: other },
    { status: "cancelled", cliOrdId: "batch" },
  ]);
  expect((await futures.call(getOpenOrders, {})).openOrders).toMatchObject([{ order_id, limitPrice: 57500 }]);
});

test("an order can be asked for while it is open and for five seconds after", async () => {
  const clock = new ManualClock();
  const futures = client(await start({ clock }));
  const order_id = await placed(futures, { cliOrdId: "mine" });
  const ask = async () => (await futures.call(getOrderStatus, { cliOrdIds: ["mine"] })).orders;
  expect(await ask()).toMatchObject([
    { status: "ENTERED_BOOK", order: { orderId: order_id, limitPrice: 59000.5 } },
  ]);
  await futures.call(cancelOrder, { order_id });
  clock.advance(5_000);
  expect(await ask()).toMatchObject([{ status: "CANCELLED", updateReason: "CANCELLED_BY_USER" }]);
  clock.advance(1);
  expect(await ask()).toEqual([]);
});

describe("the dead man's switch", () => {
  test("cancels everything at its time, and says so", async () => {
    const clock = new ManualClock();
    const futures = client(await start({ clock }));
    const id = await placed(futures);
    const { status } = await futures.call(cancelAllOrdersAfter, { timeout: 60 });
    expect(Date.parse(status.triggerTime) - Date.parse(status.currentTime)).toBe(60_000);
    clock.advance(59_999);
    expect((await futures.call(getOpenOrders, {})).openOrders).toHaveLength(1);
    clock.advance(1);
    expect((await futures.call(getOpenOrders, {})).openOrders).toEqual([]);
    expect((await futures.call(getOrderStatus, { orderIds: [id] })).orders).toMatchObject([
      { status: "CANCELLED", updateReason: "DEAD_MAN_SWITCH" },
    ]);
  });

  test("starts anew with every call, and stops at 0", async () => {
    const clock = new ManualClock();
    const futures = client(await start({ clock }));
    const { timers } = clock;
    await placed(futures);
    await futures.call(cancelAllOrdersAfter, { timeout: 60 });
    clock.advance(50_000);
    await futures.call(cancelAllOrdersAfter, { timeout: 60 });
    clock.advance(50_000);
    expect((await futures.call(cancelAllOrdersAfter, { timeout: 0 })).status.triggerTime).toBe("0");
    clock.advance(600_000);
    expect((await futures.call(getOpenOrders, {})).openOrders).toHaveLength(1);
    expect(clock.timers).toBe(timers);
  });
});

test("what is done with orders becomes history", async () => {
  const futures = client(await start());
  const orderId = await placed(futures, { cliOrdId: "mine" });
  await futures.call(editOrderSpring, { orderId, size: 0.5 });
  await futures.call(cancelOrder, { order_id: orderId });
  const { limitPrice: _, ...rest } = limit;
  await futures.call(sendOrder, { ...rest, orderType: "stp", stopPrice: 62000 });
  const { elements } = await futures.call(getOrderEvents, { count: 3, sort: "desc" });
  expect(elements).toMatchObject([
    { event: { OrderCancelled: { order: { uid: orderId, quantity: "0.5" }, reason: "cancelled_by_user" } } },
    { event: { OrderUpdated: { oldOrder: { quantity: "0.25" }, newOrder: { quantity: "0.5" } } } },
    { event: { OrderPlaced: { order: { uid: orderId, clientId: "mine", limitPrice: "59000.5" } } } },
  ]);
  const triggers = await futures.call(getTriggerEvents, { count: 1 });
  expect(triggers.elements).toMatchObject([
    {
      event: {
        OrderTriggerPlaced: { order: { triggerOptions: { triggerPrice: "62000", triggerSide: "Above" } } },
      },
    },
  ]);
});
