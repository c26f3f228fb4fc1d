import { afterEach, describe, expect, it } from "vitest";
import { ManualClock } from "../../core/test/manual-clock.ts";
import { addOrder, type ConnectOptions, cancelAll, cancelOrder, connect, submit } from "../src/index.ts";
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

describe("what becomes of a request", () => {
  const order = {
    ordertype: "limit",
    type: "buy",
    pair: "XBT/USD",
    price: "9000",
    volume: "10.123",
  } as const;

  it("is told of an order", async () => {
    const ws = await start((request, socket) => say(socket, granted(request, { txid: "O1", descr: "buy" })));
    expect(await submit(ws, addOrder, order)).toMatchObject({ outcome: "accepted", result: { txid: "O1" } });
  });

  it("is unknown when no answer comes", async () => {
    const clock = new ManualClock();
    // It has been sent and is not answered: now its time is up.
    const ws = await start(() => clock.advance(60_000), { clock, idleMs: 120_000 });
    expect(await submit(ws, cancelAll, {})).toMatchObject({
      outcome: "unknown",
      error: { name: "WsLegacyError", code: "deadlineExceeded" },
    });
  });
});

describe("a cancellation of several orders", () => {
  const outcomes = async (
    answer: Parameters<typeof startExchange>[0],
    txid: string[],
    cl_ord_id?: string[],
  ) => {
    const ws = await start(answer);
    const { outcome, rows } = await submit(ws, cancelOrder, { txid, ...(cl_ord_id && { cl_ord_id }) });
    return [outcome, ...rows.map((row) => [row.outcome, row.order_id ?? row.order_userref ?? row.cl_ord_id])];
  };

  it("is accepted by one answer for all", async () => {
    const answer = await outcomes((request, socket) => say(socket, granted(request)), ["O1", "42"], ["c"]);
    expect(answer).toEqual(["accepted", ["accepted", "O1"], ["accepted", 42], ["accepted", "c"]]);
  });

  it("is refused where it names one order only, and unknown where it may have been another's", async () => {
    const no: Parameters<typeof startExchange>[0] = (request, socket) =>
      say(socket, refused(request, "EOrder:Unknown order"));
    expect(await outcomes(no, ["O1"])).toEqual(["refused", ["refused", "O1"]]);
    expect(await outcomes(no, ["O1", "O2"])).toEqual(["unknown", ["unknown", "O1"], ["unknown", "O2"]]);
  });
});
