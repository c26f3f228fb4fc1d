import { afterEach, describe, expect, it } from "vitest";
import {
  addOrder,
  connect,
  type Drift,
  openOrders,
  ownTrades,
  reportDrift,
  type WsLegacy,
} from "../src/index.ts";
import { granted, say, startExchange, subscribed } from "./exchange.ts";

const TOKEN = "t0ken-of-the-session";
const open: { exchange: Awaited<ReturnType<typeof startExchange>>; ws: WsLegacy }[] = [];
afterEach(async () => {
  for (const { exchange, ws } of open.splice(0)) {
    await exchange.close();
    await ws.close();
  }
});

async function start(answer: Parameters<typeof startExchange>[0]) {
  const drifts: Drift[] = [];
  const exchange = await startExchange(answer);
  const ws = connect({
    token: TOKEN,
    url: exchange.url,
    deadlineMs: 2_000,
    onDrift: reportDrift((drift) => drifts.push(drift)),
  });
  open.push({ exchange, ws });
  return { drifts, ws };
}

const trade = {
  ordertxid: "O1",
  postxid: "P1",
  pair: "XBT/USD",
  time: "1772359200.000123",
  type: "buy",
  ordertype: "limit",
  price: "9000.0",
  cost: "9000.0",
  fee: "1.0",
  vol: "1.0",
  margin: "0.0",
};

describe("a type surprise", () => {
  it("is told of once for its path: orders of any id are one", async () => {
    const { drifts, ws } = await start((request, socket) => {
      say(socket, subscribed(request));
      const rows = [{ T1: trade }, { T2: { ...trade, vol: 2 } }, { T3: { ...trade, vol: 3, fee: null } }];
      say(socket, [rows, "ownTrades", { sequence: 1 }]);
    });
    for (let n = 0; n < 2; n++) {
      const reader = ws.subscribe(ownTrades, {})[Symbol.asyncIterator]();
      await expect(reader.next()).rejects.toMatchObject({ code: "invalidMessage", path: "/0/1/T2/vol" });
    }
    expect(drifts.map(({ expected, ...drift }) => drift)).toEqual([
      { kind: "misfit", path: "/0/1/T2/vol", source: "ownTrades", sample: "2" },
      { kind: "misfit", path: "/0/2/T3/fee", source: "ownTrades", sample: "null" },
    ]);
  });

  it("in an answer and an acknowledgement is told of, without the session token", async () => {
    const { drifts, ws } = await start((request, socket) => {
      if (request.event === "addOrder") say(socket, granted(request, { txid: [TOKEN], descr: { t: TOKEN } }));
      else say(socket, { ...subscribed(request), channelName: 7, pair: `for ${TOKEN}` });
    });
    const order = { ordertype: "market", type: "buy", pair: "XBT/USD", volume: "1" } as const;
    await expect(ws.call(addOrder, order)).rejects.toMatchObject({
      code: "invalidAnswer",
      outcome: "unknown",
    });
    await expect(ws.subscribe(openOrders, {}).ready).rejects.toMatchObject({ code: "invalidAnswer" });
    expect(drifts.map(({ source, kind, path, sample }) => [source, kind, path, sample])).toEqual([
      ["addOrder", "misfit", "/txid", "1 item"],
      ["addOrder", "misfit", "/descr", "object"],
      ["openOrders", "misfit", "/channelName", "7"],
    ]);
    expect(JSON.stringify(drifts)).not.toContain(TOKEN);
  });
});
