import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  cancelAllOrders,
  createClient,
  FuturesRestError,
  resolveOutcome,
  sendBatchOrder,
  sendOrder,
  submit,
} from "../src/index.ts";
import { cancelled, credentials, noOrders, refused, sendStatus } from "./exchange.ts";
import { instantCrypto, ManualClock } from "./manual-clock.ts";

beforeAll(() => vi.stubGlobal("crypto", instantCrypto));
afterAll(() => vi.unstubAllGlobals());

const market = { orderType: "mkt", symbol: "PF_XBTUSD", side: "buy", size: 1, cliOrdId: "mine" } as const;

function clientOf(answer: (url: string) => Response | Promise<Response>) {
  const sent: string[] = [];
  const client = createClient({
    credentials,
    fetch: async (url) => {
      sent.push(url.split("/v3")[1] ?? "");
      return answer(url);
    },
  });
  return { client, sent };
}

const lost = () => Promise.reject(new TypeError("fetch failed"));
const never = () =>
  Promise.reject(
    new TypeError("fetch failed", { cause: Object.assign(new Error(), { syscall: "connect" }) }),
  );

describe("submit", () => {
  it("resolves with an accepted order", async () => {
    const { client } = clientOf(() => Response.json(sendStatus("placed")));
    const submission = await submit(client, sendOrder, market);
    expect(submission).toEqual({ outcome: "accepted", result: sendStatus("placed") });
  });

  it.each([
    [
      "a refused order",
      () => Response.json(sendStatus("insufficientAvailableFunds")),
      "insufficientAvailableFunds",
    ],
    ["a refused request", () => Response.json(refused("apiLimitExceeded")), "apiLimitExceeded"],
    ["a request that never left", never, undefined],
  ] as const)("resolves with %s", async (_what, answer, status) => {
    const submission = await submit(clientOf(answer).client, sendOrder, market);
    expect(submission).toMatchObject({ outcome: "refused", status });
  });

  it.each([
    ["a lost connection", lost, "networkError"],
    ["a gateway's page", () => new Response("<html>", { status: 502 }), "httpError"],
    ["half an answer", () => new Response('{"result":"succ'), "invalidAnswer"],
    ["a status that proves nothing", () => Response.json(sendStatus("aStatusOfTomorrow")), "orderUnsettled"],
  ] as const)("resolves with unknown after %s, and sends once", async (_what, answer, code) => {
    const { client, sent } = clientOf(answer);
    const submission = await submit(client, sendOrder, market);
    expect(submission).toMatchObject({ outcome: "unknown", error: { code, outcome: "unknown" } });
    expect(sent).toHaveLength(1);
  });

  it("knows an accepted request of an operation without a status", async () => {
    const { client } = clientOf(() => Response.json(cancelled));
    expect(await submit(client, cancelAllOrders, {})).toEqual({ outcome: "accepted", result: cancelled });
  });

  it("rejects when the call itself is at fault", async () => {
    const { client, sent } = clientOf(lost);
    // @ts-expect-error required parameters are missing
    await expect(submit(client, sendOrder, {})).rejects.toMatchObject({ code: "invalidParams" });
    await expect(submit(createClient(), sendOrder, market)).rejects.toMatchObject({
      code: "missingCredentials",
    });
    expect(sent).toEqual([]);
  });
});

describe("submit of a batch", () => {
  const batch = {
    json: {
      batchOrder: [
        {
          order: "send",
          order_tag: "1",
          orderType: "post",
          symbol: "PF_XBTUSD",
          side: "buy",
          size: 1,
          limitPrice: 2,
          cliOrdId: "a",
        },
        {
          order: "send",
          order_tag: "2",
          orderType: "post",
          symbol: "PF_XBTUSD",
          side: "buy",
          size: 1,
          limitPrice: 2,
        },
        { order: "cancel", cliOrdId: "old" },
      ],
    },
  } as const;
  const params = structuredClone(batch) as unknown as Parameters<
    typeof submit<import("../src/index.ts").SendBatchOrderParams, unknown>
  >[2];
  const answer = (rows: object[]) => () =>
    Response.json({
      result: "success",
      serverTime: "x",
      batchStatus: rows.map((row) => ({ orderEvents: [], ...row })),
    });
  const rowsOf = async (rows: object[]) => submit(clientOf(answer(rows)).client, sendBatchOrder, params);

  it("tells each instruction's outcome by its own name, whatever the order of the answer", async () => {
    const submission = await rowsOf([
      { status: "cancelled", cliOrdId: "old", order_id: "o3" },
      { status: "insufficientAvailableFunds", order_tag: "2" },
      { status: "placed", order_tag: "1", order_id: "o1", cliOrdId: "a" },
    ]);
    expect(submission.outcome).toBe("mixed");
    expect(submission.rows).toEqual([
      { outcome: "accepted", status: "placed", order_tag: "1", order_id: "o1", cliOrdId: "a" },
      {
        outcome: "refused",
        status: "insufficientAvailableFunds",
        order_tag: "2",
        order_id: undefined,
        cliOrdId: undefined,
      },
      { outcome: "accepted", status: "cancelled", order_tag: undefined, order_id: "o3", cliOrdId: "old" },
    ]);
  });

  it("is accepted or refused when every instruction is", async () => {
    const all = (status: string) => [
      { status, order_tag: "1" },
      { status, order_tag: "2" },
      { status, cliOrdId: "old" },
    ];
    expect((await rowsOf(all("placed"))).outcome).toBe("accepted");
    expect((await rowsOf(all("notFound"))).outcome).toBe("refused");
  });

  it("is unknown when an instruction has no answer or one that proves nothing", async () => {
    const missing = await rowsOf([
      { status: "placed", order_tag: "1" },
      { status: "cancelled", cliOrdId: "old" },
    ]);
    expect(missing.outcome).toBe("unknown");
    expect(missing.rows.map(({ outcome }) => outcome)).toEqual(["accepted", "unknown", "accepted"]);
    const odd = await rowsOf([
      { status: "placed", order_tag: "1" },
      { status: "tomorrow", order_tag: "2" },
      { status: "cancelled", cliOrdId: "old" },
    ]);
    expect(odd.rows[1]).toMatchObject({ outcome: "unknown", status: "tomorrow" });
  });

  it("keeps an entry nobody asked for", async () => {
    const { rows } = await rowsOf([{ status: "placed", order_tag: "9" }]);
    expect(rows).toHaveLength(4);
    expect(rows[3]).toMatchObject({ outcome: "accepted", order_tag: "9" });
  });

  it.each([
    ["unknown", lost],
    ["refused", () => Response.json(refused("apiLimitExceeded"))],
  ] as const)("is %s in every row when the whole is", async (outcome, failing) => {
    const submission = await submit(clientOf(failing).client, sendBatchOrder, params);
    expect(submission.outcome).toBe(outcome);
    expect(submission.rows.map((row) => [row.outcome, row.order_tag ?? row.cliOrdId])).toEqual([
      [outcome, "1"],
      [outcome, "2"],
      [outcome, "old"],
    ]);
  });
});

describe("resolveOutcome", () => {
  const unknown = new FuturesRestError("networkError", "lost", {
    outcome: "unknown",
    request: { name: "sendOrder", params: market },
  });
  const statusOf = (status: string) => ({
    result: "success",
    serverTime: "x",
    orders: [
      {
        order: {
          type: "ORDER",
          orderId: "o1",
          cliOrdId: "mine",
          symbol: "PF_XBTUSD",
          side: "buy",
          quantity: 1,
          filled: 0,
          limitPrice: 1,
          reduceOnly: false,
          timestamp: "2026-03-02T00:00:00Z",
          lastUpdateTimestamp: "2026-03-02T00:00:00Z",
        },
        status,
        updateReason: null,
        error: null,
      },
    ],
  });
  const nowhere = (url: string) =>
    Response.json(url.endsWith("/orders/status") ? { ...statusOf(""), orders: [] } : noOrders);

  it.each([
    ["ENTERED_BOOK", "accepted", "unknown"],
    ["FULLY_EXECUTED", "accepted", "refused"],
    ["CANCELLED", "accepted", "accepted"],
    ["TRIGGER_PLACED", "accepted", "unknown"],
    ["REJECTED", "refused", "refused"],
    ["TRIGGER_ACTIVATION_FAILURE", "unknown", "unknown"],
    ["STATE_OF_TOMORROW", "unknown", "unknown"],
  ] as const)("reads %s: sent %s, cancelled %s", async (status, send, cancel) => {
    const { client, sent } = clientOf(() => Response.json(statusOf(status)));
    const options = { cliOrdId: "mine", forMs: 0 };
    expect(await resolveOutcome(client, unknown, options)).toMatchObject({
      outcome: send,
      reason: "found",
      status,
      order_id: "o1",
    });
    expect(await resolveOutcome(client, unknown, { ...options, asked: "cancel" })).toMatchObject({
      outcome: cancel,
    });
    expect(sent).toEqual(["/orders/status", "/orders/status"]);
  });

  it("takes what the lost request asked for from its error", async () => {
    const { client } = clientOf(() => Response.json(statusOf("FULLY_EXECUTED")));
    const error = new FuturesRestError("networkError", "lost", { request: { name: "cancelOrder" } });
    expect(await resolveOutcome(client, { error }, { cliOrdId: "mine" })).toMatchObject({
      outcome: "refused",
    });
  });

  it("waits for an order that appears late, and never sends it again", async () => {
    const clock = new ManualClock();
    const { client, sent } = clientOf((url) =>
      clock.now() < Date.UTC(2026, 2, 2) + 200 ? nowhere(url) : Response.json(statusOf("ENTERED_BOOK")),
    );
    const resolution = resolveOutcome(client, { error: unknown }, { cliOrdId: "mine", clock });
    await clock.advance(2000);
    expect(await resolution).toMatchObject({ outcome: "accepted", reason: "found" });
    expect(sent).toEqual(["/orders/status", "/openorders", "/orders/status"]);
  });

  it("does not take an order that was found nowhere for a refused one", async () => {
    const clock = new ManualClock();
    const { client } = clientOf(nowhere);
    const resolution = resolveOutcome(client, unknown, { cliOrdId: "mine", clock });
    await clock.advance(5000);
    expect(await resolution).toMatchObject({ outcome: "unknown", reason: "not-found", status: undefined });
    expect(clock.pending).toBe(0);
  });

  it("stays honest when the exchange cannot be asked", async () => {
    const { client } = clientOf(lost);
    expect(await resolveOutcome(client, unknown, { cliOrdId: "mine", forMs: 0 })).toMatchObject({
      outcome: "unknown",
      reason: "not-readable",
      error: { code: "networkError" },
    });
  });

  it("needs the order's own id", async () => {
    await expect(resolveOutcome(clientOf(lost).client, unknown, { cliOrdId: "" })).rejects.toMatchObject({
      code: "invalidOptions",
      path: "/cliOrdId",
    });
  });
});
