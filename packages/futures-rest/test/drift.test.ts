import { describe, expect, it } from "vitest";
import { cancelAllOrders, type Drift, getOpenOrders, reportDrift, sendOrder } from "../src/index.ts";
import { clients } from "./client-fixture.ts";
import { cancelled, credentials, json, noOrders, sendStatus } from "./exchange.ts";

const start = clients();

describe("drift", () => {
  const drifted = {
    ...cancelled,
    serverRegion: "eu",
    cancelStatus: {
      ...cancelled.cancelStatus,
      status: "partlyCancelled",
      orderEvents: [{ type: "PAUSE", since: 1 }],
    },
  };

  it("is kept in the answer and reported", async () => {
    const seen: string[] = [];
    const { client } = await start(json(drifted), {
      onDrift: reportDrift(({ kind, path, source }) => seen.push(`${source} ${kind} ${path}`)),
    });
    const plain = { ...drifted, cancelStatus: { ...drifted.cancelStatus, orderEvents: [] } };
    const { client: other } = await start(json(plain), {
      onDrift: reportDrift(({ kind, path, source }) => seen.push(`${source} ${kind} ${path}`)),
    });
    expect(await other.call(cancelAllOrders, {})).toEqual(plain);
    expect(seen).toEqual([
      "cancelAllOrders unknown-value /cancelStatus/status",
      "cancelAllOrders unknown-field /serverRegion",
    ]);
    // CancelEvent is no union: its constant is what makes it one, so another type is a misfit.
    await expect(client.call(cancelAllOrders, {})).rejects.toMatchObject({
      code: "invalidAnswer",
      path: "/cancelStatus/orderEvents/0/type",
    });
    expect(seen).toContain("cancelAllOrders misfit /cancelStatus/orderEvents/0/type");
  });

  it("includes event types that are not listed", async () => {
    const seen: string[] = [];
    const answer = {
      ...(sendStatus("placed") as object),
      sendStatus: { status: "placed", orderEvents: [{ type: "PAUSE", since: 1 }] },
    };
    const { client } = await start(json(answer), {
      onDrift: reportDrift(({ kind, path }) => seen.push(`${kind} ${path}`)),
    });
    const params = { orderType: "mkt", symbol: "A", side: "buy", size: 1 } as const;
    expect(await client.call(sendOrder, params)).toEqual(answer);
    expect(seen).toEqual([
      "unknown-value /sendStatus/orderEvents/0/type",
      "unknown-field /sendStatus/orderEvents/0/since",
    ]);
  });

  it("never fails a call, not even when the observer throws", async () => {
    const { client } = await start(json({ ...cancelled, more: 1 }), {
      onDrift: () => {
        throw new Error("observer");
      },
    });
    await expect(client.call(cancelAllOrders, {})).resolves.toMatchObject({ more: 1 });
  });
});

describe("a type surprise", () => {
  const order = {
    order_id: "3f6d0c1e-8a57-4a0e-9f53-6f2b7c1d9e01",
    lastUpdateTime: "2026-03-02T09:15:42.115Z",
    orderType: "lmt",
    receivedTime: "2026-03-02T09:15:42.115Z",
    reduceOnly: false,
    side: "buy",
    status: "untouched",
    symbol: "PF_XBTUSD",
    filledSize: 0,
    unfilledSize: 1,
    limitPrice: 20_000,
  };
  const surprising = {
    ...noOrders,
    serverTime: 1_772_442_942,
    openOrders: [order, { ...order, filledSize: "0.5", side: null }, { ...order, filledSize: "0.7" }],
  };
  const surprises: Omit<Drift, "source">[] = [
    { kind: "misfit", path: "/openOrders/1/side", sample: "null", expected: "string" },
    { kind: "misfit", path: "/openOrders/1/filledSize", sample: '"0.5"', expected: "number" },
    { kind: "misfit", path: "/serverTime", sample: "1772442942", expected: "string" },
  ];
  const byPath = (one: { path: string }, other: { path: string }): number => (one.path < other.path ? -1 : 1);

  it.each(["strict", "report", "off"] as const)("is told of once for its path, in mode %s", async (mode) => {
    const seen: Drift[] = [];
    const misfits: string[] = [];
    const { client } = await start(json(surprising), {
      onDrift: reportDrift((drift) => seen.push(drift)),
      validation: mode === "report" ? ({ path }) => misfits.push(path) : mode,
    });
    for (let n = 0; n < 2; n++) {
      const call = client.call(getOpenOrders, {});
      if (mode === "strict") await expect(call).rejects.toMatchObject({ code: "invalidAnswer" });
      else expect(await call).toEqual(surprising);
    }
    expect(seen.toSorted(byPath)).toEqual(
      surprises.map((drift) => ({ ...drift, source: "getOpenOrders" })).toSorted(byPath),
    );
    // The check itself goes no further than the first.
    expect(misfits).toHaveLength(mode === "report" ? 2 : 0);
  });

  it("is told of in an answer that refuses an order", async () => {
    const seen: string[] = [];
    const answer = sendStatus("insufficientAvailableFunds") as { sendStatus: object };
    const { client } = await start(json({ ...answer, sendStatus: { ...answer.sendStatus, order_id: 7 } }), {
      validation: "off",
      onDrift: reportDrift(({ kind, path, sample }) => seen.push(`${kind} ${path} ${sample}`)),
    });
    const params = { orderType: "mkt", symbol: "A", side: "buy", size: 1 } as const;
    await expect(client.call(sendOrder, params)).rejects.toMatchObject({ outcome: "refused" });
    expect(seen).toEqual(["misfit /sendStatus/order_id 7"]);
  });

  it("shows no credential in its sample, nor does an unknown value", async () => {
    const seen: Drift[] = [];
    const { apiKey, apiSecret } = credentials;
    const answer = {
      ...cancelled,
      cancelStatus: {
        ...cancelled.cancelStatus,
        status: `${"x".repeat(95)}${apiKey}`,
        orderEvents: apiSecret,
      },
    };
    const { client } = await start(json(answer), {
      validation: "off",
      onDrift: reportDrift((drift) => seen.push(drift)),
    });
    await client.call(cancelAllOrders, {});
    expect(seen.map(({ kind, path }) => [kind, path])).toEqual([
      ["unknown-value", "/cancelStatus/status"],
      ["misfit", "/cancelStatus/orderEvents"],
    ]);
    expect(seen[1]?.sample).toBe('"[secret]"');
    expect(seen[0]?.sample).toBe(`${"x".repeat(95)}[secr`);
  });
});
