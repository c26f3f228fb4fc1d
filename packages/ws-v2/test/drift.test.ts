import { afterEach, describe, expect, it } from "vitest";
import {
  cancelAll,
  connect,
  type Drift,
  executions,
  reportDrift,
  status,
  type WsV2,
  WsV2Error,
} from "../src/index.ts";
import { granted, say, startExchange } from "./exchange.ts";

const TOKEN = "t0ken-of-the-session";
const open: { exchange: Awaited<ReturnType<typeof startExchange>>; ws: WsV2 }[] = [];
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
    pushes: [status],
    onDrift: reportDrift((drift) => drifts.push(drift)),
  });
  open.push({ exchange, ws });
  return { drifts, ws };
}

const report = {
  order_id: "O1",
  exec_type: "new",
  order_status: "new",
  timestamp: "2026-03-01T10:00:00.000123Z",
  fees: [{ asset: "USD", qty: 0.1 }],
};

describe("a type surprise", () => {
  it("in a message is told of once for its path, and ends the subscription as ever", async () => {
    const { drifts, ws } = await start((request, socket) => {
      say(socket, granted(request, { channel: "executions" }));
      const [fee] = report.fees;
      const data = [
        report,
        { ...report, order_id: 7, fees: [fee, { ...fee, qty: "0.2" }] },
        { ...report, order_id: 8, fees: [{ ...fee, qty: "0.3" }] },
      ];
      say(socket, { channel: "executions", type: "update", data, sequence: 3 });
    });
    for (let n = 0; n < 2; n++) {
      const reader = ws.subscribe(executions, {})[Symbol.asyncIterator]();
      await expect(reader.next()).rejects.toMatchObject({ code: "invalidMessage", path: "/data/1/order_id" });
    }
    const source = "executions";
    expect(drifts).toEqual([
      { kind: "misfit", path: "/data/1/order_id", source, sample: "7", expected: "string" },
      { kind: "misfit", path: "/data/1/fees/1/qty", source, sample: '"0.2"', expected: "number" },
    ]);
  });

  it("in an answer and an acknowledgement is told of, without the session token", async () => {
    const { drifts, ws } = await start((request, socket) => {
      if (request.method === "cancel_all") say(socket, granted(request, { count: `all of ${TOKEN}` }));
      else say(socket, granted(request, { channel: "executions", snapshot: [TOKEN] }));
    });
    const call = ws.call(cancelAll, {});
    await expect(call).rejects.toSatisfy(WsV2Error.is);
    await expect(call).rejects.toMatchObject({ code: "invalidAnswer", outcome: "unknown" });
    await expect(ws.subscribe(executions, {}).ready).rejects.toMatchObject({ code: "invalidAnswer" });
    expect(drifts).toEqual([
      {
        kind: "misfit",
        path: "/result/count",
        source: "cancel_all",
        sample: '"all of [secret]"',
        expected: "integer from 0",
      },
      {
        kind: "misfit",
        path: "/result/snapshot",
        source: "executions",
        sample: "1 item",
        expected: "boolean",
      },
    ]);
  });

  it("in what comes by itself is told of", async () => {
    const { drifts, ws } = await start((request, socket) => {
      say(socket, { channel: "status", type: "update", data: [{ system: 1 }] });
      say(socket, granted(request, { count: 0 }));
    });
    await ws.call(cancelAll, {});
    expect(drifts.map(({ kind, path, source }) => [source, kind, path])).toContainEqual([
      "status",
      "misfit",
      "/data/0/system",
    ]);
  });
});
