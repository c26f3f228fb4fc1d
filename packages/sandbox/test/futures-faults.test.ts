import {
  accountLog,
  budget,
  cancelAllOrders,
  checkV3ApiKey,
  createClient,
  FuturesRestError,
  getFills,
  getOpenOrders,
  getUnwindQueue,
  type SendOrderParams,
  sendBatchOrder,
  sendOrder,
} from "@x/futures-rest";
import { describe, expect, test } from "vitest";
import { ManualClock } from "../../core/test/manual-clock.ts";
import { type Sandbox, type TransportFault, transportFaults } from "../src/index.ts";
import { sandboxes } from "./sandbox-fixture.ts";

const { start, clock, observeDrift: onDrift } = sandboxes();

const order: SendOrderParams = {
  orderType: "lmt",
  symbol: "PF_XBTUSD",
  side: "buy",
  size: 0.25,
  limitPrice: 59000.5,
};

function client({ credentials, urls }: Sandbox, key = credentials.futures, deadlineMs = 10_000) {
  return createClient({ credentials: key, baseUrl: urls.futuresRest, onDrift, clock, deadlineMs });
}

async function failure(call: Promise<unknown>): Promise<FuturesRestError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!FuturesRestError.is(error)) throw new Error("expected a FuturesRestError", { cause: error });
  return error;
}

describe("faults between exchange and client", () => {
  /** Whether the exchange acts, and what the client makes of it. */
  const SEEN: Record<TransportFault, { acts: boolean; code: string; outcome: string }> = {
    slow: { acts: true, code: "deadlineExceeded", outcome: "unknown" },
    resetMidBody: { acts: true, code: "networkError", outcome: "unknown" },
    status429: { acts: false, code: "httpError", outcome: "unknown" },
    html502: { acts: false, code: "httpError", outcome: "unknown" },
    truncatedJson: { acts: true, code: "invalidAnswer", outcome: "unknown" },
    hugeBody: { acts: true, code: "answerTooLarge", outcome: "unknown" },
    emptyBody: { acts: true, code: "invalidAnswer", outcome: "unknown" },
    lostAnswer: { acts: true, code: "networkError", outcome: "unknown" },
    notAppliedLostAnswer: { acts: false, code: "networkError", outcome: "unknown" },
  };

  test.each(transportFaults)("%s", async (transport) => {
    const sandbox = await start();
    const deadlineMs = transport === "slow" ? 1_000 : 10_000;
    const futures = client(sandbox, sandbox.credentials.futures, deadlineMs);
    const { acts, code, outcome } = SEEN[transport];
    sandbox.faults.next({ operation: "getOpenOrders", transport });
    expect(await failure(futures.call(getOpenOrders, {}))).toMatchObject({ code, outcome: "none" });
    expect((await futures.call(getOpenOrders, {})).openOrders).toEqual([]);
    sandbox.faults.next({ operation: "sendOrder", transport });
    expect(await failure(futures.call(sendOrder, order))).toMatchObject({ code, outcome });
    expect(sandbox.openOrders("futures")).toBe(acts ? 1 : 0);
  });
});

test("an answer that is slow comes two seconds late by the exchange's clock", async () => {
  const manual = new ManualClock();
  const sandbox = await start({ clock: manual });
  const futures = client(sandbox);
  const { timers } = manual;
  sandbox.faults.next({ transport: "slow" });
  const asked = futures.call(getOpenOrders, {});
  await expect.poll(() => manual.timers).toBe(timers + 1);
  manual.advance(2_000);
  expect((await asked).openOrders).toEqual([]);
});

describe("faults of the exchange", () => {
  test("an error or a status in place of acting", async () => {
    const sandbox = await start();
    const futures = client(sandbox);
    sandbox.faults.next({ operation: "sendOrder", error: "marketUnavailable" });
    sandbox.faults.next({ operation: "sendOrder", status: "insufficientAvailableFunds" });
    expect(await failure(futures.call(sendOrder, order))).toMatchObject({ code: "marketUnavailable" });
    expect(await failure(futures.call(sendOrder, order))).toMatchObject({
      code: "orderRefused",
      reason: "insufficientAvailableFunds",
    });
    await futures.call(sendOrder, order);
    expect(sandbox.counts().placed).toBe(1);
  });

  test("as often as asked, for whichever operation comes, until cleared", async () => {
    const sandbox = await start();
    const futures = client(sandbox);
    sandbox.faults.next({ error: "Unavailable", times: 3 });
    expect(await failure(futures.call(getOpenOrders, {}))).toMatchObject({ code: "Unavailable" });
    expect(await failure(futures.call(getFills, {}))).toMatchObject({ code: "Unavailable" });
    sandbox.faults.clear();
    await futures.call(getOpenOrders, {});
  });

  test.each<[string, object]>([
    ["an operation nobody knows", { operation: "sendOrders", error: "Unavailable" }],
    ["a status of what has none", { operation: "getFills", status: "invalidSize" }],
    ["nothing to do", { operation: "sendOrder" }],
    ["two things at once", { error: "Unavailable", transport: "slow" }],
    ["a transport fault nobody knows", { transport: "gremlins" }],
    ["no time at all", { error: "Unavailable", times: 0 }],
  ])("%s is refused", async (_name, fault) => {
    const sandbox = await start();
    expect(() => sandbox.faults.next(fault)).toThrow(/expected|one of/);
  });
});

describe("budgets", () => {
  test("500 in any ten seconds on the trading API", async () => {
    const clock = new ManualClock();
    const futures = client(await start({ clock }));
    await futures.call(getUnwindQueue, {});
    clock.advance(4_000);
    await futures.call(getUnwindQueue, {});
    expect(await failure(futures.call(getUnwindQueue, {}))).toMatchObject({
      code: "apiLimitExceeded",
      outcome: "none",
    });
    for (let i = 0; i < 4; i++) await futures.call(cancelAllOrders, {});
    expect(await failure(futures.call(cancelAllOrders, {}))).toMatchObject({ outcome: "refused" });
    clock.advance(6_000);
    await futures.call(getUnwindQueue, {});
  });

  test("what a call costs depends on what it asks", async () => {
    const clock = new ManualClock();
    const futures = client(await start({ clock }));
    const send = { order: "send", orderType: "lmt", symbol: "PF_XBTUSD", side: "buy", size: 0.1 } as const;
    const batchOrder = Array.from({ length: 41 }, (_, i) => ({
      ...send,
      order_tag: String(i),
      limitPrice: 50_000,
    }));
    for (let i = 0; i < 10; i++) await futures.call(sendBatchOrder, { json: { batchOrder } });
    expect(await failure(futures.call(getOpenOrders, {}))).toMatchObject({ code: "apiLimitExceeded" });
    clock.advance(10_000);
    for (let i = 0; i < 20; i++) await futures.call(getFills, { lastFillTime: "2026-01-01T00:00:00Z" });
    expect(await failure(futures.call(getFills, {}))).toMatchObject({ code: "apiLimitExceeded" });
  });

  test("100 that flow back in ten minutes on history, which says when to come back", async () => {
    const clock = new ManualClock();
    const futures = client(await start({ clock }));
    for (let i = 0; i < 10; i++) await futures.call(accountLog, { count: 100_000 });
    expect(await failure(futures.call(accountLog, { count: 1 }))).toMatchObject({
      status: 429,
      outcome: "none",
    });
    clock.advance(5_999);
    await failure(futures.call(accountLog, { count: 1 }));
    clock.advance(1);
    await futures.call(accountLog, { count: 1 });
  });

  test("a client that keeps the same budget is never refused", async () => {
    const sandbox = await start();
    const { credentials, urls } = sandbox;
    const futures = createClient({
      credentials: credentials.futures,
      baseUrl: urls.futuresRest,
      budget: budget({ policy: "fail" }),
      clock,
    });
    await futures.call(getUnwindQueue, {});
    await futures.call(getUnwindQueue, {});
    const error = await failure(futures.call(getUnwindQueue, {}));
    expect(error).toMatchObject({ outcome: "not-sent" });
    for (let i = 0; i < 4; i++) await futures.call(cancelAllOrders, {});
  });

  test("each key has its own, and none if switched off", async () => {
    const sandbox = await start({ clock: new ManualClock() });
    const reader = client(sandbox, sandbox.createFuturesKey("read-only"));
    await reader.call(getUnwindQueue, {});
    await reader.call(getUnwindQueue, {});
    await failure(reader.call(getUnwindQueue, {}));
    await client(sandbox).call(getUnwindQueue, {});
    const endless = client(await start({ clock: new ManualClock(), rateLimits: false }));
    for (let i = 0; i < 5; i++) await endless.call(getUnwindQueue, {});
  });
});

test("a key says what it may", async () => {
  const sandbox = await start();
  const permissions = async (permission: "none" | "read-only" | "full" | "withdrawal") => {
    const key = sandbox.createFuturesKey(permission);
    const details = await client(sandbox, key).call(checkV3ApiKey, {});
    expect(details.apiKey).toBe(key.apiKey);
    return details.permissions;
  };
  expect(await permissions("none")).toEqual({ general: "NO_ACCESS", transfer: "NO_ACCESS" });
  expect(await permissions("read-only")).toEqual({ general: "READ_ONLY", transfer: "NO_ACCESS" });
  expect(await permissions("full")).toEqual({ general: "FULL_ACCESS", transfer: "NO_ACCESS" });
  expect(await permissions("withdrawal")).toEqual({ general: "FULL_ACCESS", transfer: "FULL_ACCESS" });
});
