import { afterEach, describe, expect, it } from "vitest";
import {
  addOrder,
  batchAdd,
  batchCancel,
  type ConnectOptions,
  cancelOrder,
  connect,
  submit,
} from "../src/index.ts";
import { granted, refused, say, startExchange } from "./exchange.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function start(answer: Parameters<typeof startExchange>[0], options: ConnectOptions = {}) {
  const exchange = await startExchange(answer);
  const ws = connect({ token: "t0ken", url: exchange.url, deadlineMs: 60_000, ...options });
  closers.push(exchange.close, () => ws.close());
  return ws;
}

const order = { order_type: "limit", side: "buy", order_qty: 1, limit_price: 2 } as const;
const orders = [
  { ...order, cl_ord_id: "one" },
  { ...order, order_userref: 2 },
];
const brief = (
  rows: readonly { outcome: string; order_id: unknown; cl_ord_id: unknown; order_userref: unknown }[],
) =>
  rows.map(({ outcome, order_id, cl_ord_id, order_userref }) => [
    outcome,
    order_id ?? cl_ord_id ?? order_userref,
  ]);

describe("an order over a real socket", () => {
  const placed = { ...order, symbol: "BTC/USD" };

  it("is accepted with the exchange's id", async () => {
    const ws = await start((request, socket) => say(socket, granted(request, { order_id: "O1" })));
    expect(await submit(ws, addOrder, placed)).toEqual({ outcome: "accepted", result: { order_id: "O1" } });
  });

  it("is accepted where it was only to be checked", async () => {
    const ws = await start((request, socket) => say(socket, granted(request, {})));
    const submission = await submit(ws, addOrder, { ...placed, validate: true });
    expect(submission).toEqual({ outcome: "accepted", result: {} });
  });

  it("is unknown when the connection is cut before its answer", async () => {
    const ws = await start((_request, socket) => socket.terminate(), { backoffMs: 20 });
    expect(await submit(ws, addOrder, placed)).toMatchObject({
      outcome: "unknown",
      error: { name: "WsV2Error", code: "connectionLost", request: { name: "add_order" } },
    });
  });
});

describe("a batch of orders", () => {
  const place = async (result: object[], more: object = {}) => {
    const ws = await start((request, socket) => say(socket, granted(request, result)));
    const { outcome, rows } = await submit(ws, batchAdd, { symbol: "BTC/USD", orders, ...more });
    return [outcome, ...brief(rows)];
  };

  it("has a row for each order, in their order", async () => {
    expect(await place([{ order_id: "O1" }, { order_id: "O2" }])).toEqual([
      "accepted",
      ["accepted", "O1"],
      ["accepted", "O2"],
    ]);
  });

  it("takes no order for placed that has no id", async () => {
    expect(await place([{ order_id: "O1" }, {}])).toEqual(["unknown", ["accepted", "O1"], ["unknown", 2]]);
  });

  it("finds rows by name where some are missing", async () => {
    expect(await place([{ order_id: "O2", order_userref: 2 }])).toEqual([
      "unknown",
      ["unknown", "one"],
      ["accepted", "O2"],
    ]);
  });

  it("that is only checked leaves no ids", async () => {
    expect(await place([{}, {}], { validate: true })).toEqual([
      "accepted",
      ["accepted", "one"],
      ["accepted", 2],
    ]);
  });
});

describe("a batch of cancellations", () => {
  const cancel = async (count: number, params: { orders: string[]; cl_ord_id?: string[] }) => {
    const ws = await start((request, socket) => say(socket, granted(request, { count })));
    const { outcome, rows } = await submit(ws, batchCancel, params);
    return [outcome, ...brief(rows)];
  };

  it("is accepted when as many were cancelled as were named", async () => {
    expect(await cancel(3, { orders: ["O1", "O2"], cl_ord_id: ["c"] })).toEqual([
      "accepted",
      ["accepted", "O1"],
      ["accepted", "O2"],
      ["accepted", "c"],
    ]);
  });

  it("is refused when none was", async () => {
    expect(await cancel(0, { orders: ["O1", "42"] })).toEqual([
      "refused",
      ["refused", "O1"],
      ["refused", 42],
    ]);
  });

  it("is unknown when the count does not say which", async () => {
    expect(await cancel(1, { orders: ["O1", "O2"] })).toEqual([
      "unknown",
      ["unknown", "O1"],
      ["unknown", "O2"],
    ]);
    // A user reference stands for any number of orders.
    expect(await cancel(2, { orders: ["O1", "42"] })).toEqual([
      "unknown",
      ["unknown", "O1"],
      ["unknown", 42],
    ]);
  });
});

describe("cancellations that are answered one by one", () => {
  it("are mixed when one was refused", async () => {
    const ws = await start((request, socket) => {
      say(socket, refused(request, "EOrder:Unknown order"));
      say(socket, granted(request, { order_id: "O1" }));
    });
    const submission = await submit(ws, cancelOrder, { order_id: ["O1", "O2"] });
    expect(submission).toMatchObject({ outcome: "mixed", error: { code: "EOrder" } });
    expect(submission.rows.map(({ path, status }) => [path, status])).toEqual([
      ["/order_id/0", undefined],
      ["/order_id/1", "EOrder:Unknown order"],
    ]);
    expect(brief(submission.rows)).toEqual([
      ["accepted", "O1"],
      ["refused", "O2"],
    ]);
  });

  it("tell the exchange's id of an order named otherwise", async () => {
    const ws = await start((request, socket) => {
      say(socket, granted(request, { order_id: "O2", cl_ord_id: "b" }));
      say(socket, granted(request, { order_id: "O1", cl_ord_id: "a" }));
    });
    const { rows } = await submit(ws, cancelOrder, { cl_ord_id: ["a", "b"] });
    expect(rows).toMatchObject([
      { cl_ord_id: "a", order_id: "O1" },
      { cl_ord_id: "b", order_id: "O2" },
    ]);
  });
});
