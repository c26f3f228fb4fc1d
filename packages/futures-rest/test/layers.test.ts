import type { Clock } from "@x/core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  accountLog,
  budget,
  type ClientOptions,
  cancelAllOrders,
  createClient,
  FuturesRestError,
  getOpenOrders,
  retry,
  sendOrder,
} from "../src/index.ts";
import { cancelled, credentials, noOrders, refused } from "./exchange.ts";
import { instantCrypto, ManualClock, settle } from "./manual-clock.ts";

beforeAll(() => vi.stubGlobal("crypto", instantCrypto));
afterAll(() => vi.unstubAllGlobals());

const market = { orderType: "mkt", symbol: "PF_XBTUSD", side: "buy", size: 1 } as const;

/** A client on a clock wound by hand, whose answers come from a list; the last one stays. */
function simulate(
  answers: (() => Response | Promise<Response>)[],
  options: ClientOptions = {},
  clock = new ManualClock(),
) {
  const sentAt: number[] = [];
  const start = clock.now();
  const client = createClient({
    credentials,
    clock: clock as Clock,
    deadlineMs: 60_000,
    fetch: async (_url, init) => {
      init.signal?.throwIfAborted();
      sentAt.push(clock.now() - start);
      return (answers.length > 1 ? answers.shift() : answers[0])?.() ?? Response.error();
    },
    ...options,
  });
  return { client, clock, sentAt };
}

const good = () => Response.json(noOrders);
const down = () => new Response("<html>", { status: 502, headers: { "content-type": "text/html" } });
const slowDown = (headers: Record<string, string>) => () => new Response("limit", { status: 429, headers });
const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error as FuturesRestError,
  );

describe("retry", () => {
  it("repeats a safe read, with full jitter under a doubling ceiling", async () => {
    const { client, clock, sentAt } = simulate([down, down, good], { retry: retry({ random: () => 0.5 }) });
    const call = client.call(getOpenOrders, {});
    await clock.advance(1000);
    expect(await call).toEqual(noOrders);
    expect(sentAt).toEqual([0, 100, 300]);
    expect(clock.pending).toBe(0);
  });

  it("gives up after the given attempts with the last error", async () => {
    const { client, clock, sentAt } = simulate([down], { retry: retry({ attempts: 4, random: () => 0 }) });
    const error = caught(client.call(getOpenOrders, {}));
    await clock.advance(10);
    expect(await error).toMatchObject({ code: "httpError", status: 502 });
    expect(sentAt).toHaveLength(4);
  });

  it.each([
    ["Retry-After in seconds", { "retry-after": "2" }, 2000],
    ["Retry-After as a date", { "retry-after": "Mon, 02 Mar 2026 00:00:03 GMT" }, 3000],
    ["rate-limit-reset", { "rate-limit-reset": "7" }, 7000],
    ["nonsense", { "retry-after": "soon" }, 0],
  ])("waits as long as the exchange asks: %s", async (_what, headers, milliseconds) => {
    const { client, clock, sentAt } = simulate([slowDown(headers), good], {
      retry: retry({ random: () => 0 }),
    });
    const call = client.call(getOpenOrders, {});
    await clock.advance(20_000);
    expect(await call).toEqual(noOrders);
    expect(sentAt).toEqual([0, milliseconds]);
  });

  it.each([
    ["an order", sendOrder, market],
    ["a cancellation of all", cancelAllOrders, {}],
  ] as const)("never repeats %s", async (_what, operation, params) => {
    for (const answer of [
      down,
      slowDown({ "retry-after": "0" }),
      () => Promise.reject(new TypeError("reset")),
    ]) {
      const { client, clock, sentAt } = simulate([answer], { retry: retry({ random: () => 0 }) });
      const error = caught(client.call<object, unknown>(operation, params));
      await clock.advance(30_000);
      expect(await error).toMatchObject({ outcome: "unknown", retryable: false });
      expect(sentAt).toHaveLength(1);
    }
  });

  it("repeats nothing that would fail again", async () => {
    const { client, sentAt } = simulate([() => Response.json(refused("authenticationError"))], {
      retry: retry(),
    });
    expect(await caught(client.call(getOpenOrders, {}))).toMatchObject({ code: "authenticationError" });
    expect(sentAt).toHaveLength(1);
  });

  it("stops at the deadline", async () => {
    const { client, clock, sentAt } = simulate([slowDown({ "retry-after": "30" })], {
      retry: retry(),
      deadlineMs: 5000,
    });
    const error = caught(client.call(getOpenOrders, {}));
    await clock.advance(5000);
    expect(await error).toMatchObject({ code: "deadlineExceeded", outcome: "none" });
    expect(sentAt).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  it("refuses options that are no use", () => {
    expect(() => retry({ attempts: 0 })).toThrow(
      expect.objectContaining({ code: "invalidOptions", path: "/attempts" }),
    );
  });
});

describe("budget", () => {
  it("lets 20 cancellations of all through, and the next ones when there is room", async () => {
    const limits = budget({ policy: "wait" });
    const { client, clock, sentAt } = simulate([() => Response.json(cancelled)], { budget: limits });
    const calls = Array.from({ length: 41 }, () => client.call(cancelAllOrders, {}));
    await clock.advance(0);
    expect(sentAt).toHaveLength(20);
    await clock.advance(9999);
    expect(sentAt).toHaveLength(20);
    await clock.advance(1);
    expect(sentAt).toHaveLength(40);
    await clock.advance(10_000);
    await Promise.all(calls);
    expect(sentAt.at(-1)).toBe(20_000);
    expect(clock.pending).toBe(0);
  });

  it("fails at once where told to, before anything is sent", async () => {
    const clock = new ManualClock();
    const limits = budget({ policy: "fail", clock });
    const { client, sentAt } = simulate([() => Response.json(cancelled)], { budget: limits }, clock);
    for (let call = 0; call < 20; call++) await client.call(cancelAllOrders, {});
    expect(limits.state().derivatives).toEqual({ budget: 500, used: 500, available: 0, wholeInMs: 10_000 });
    expect(await caught(client.call(cancelAllOrders, {}))).toMatchObject({
      code: "budgetExceeded",
      outcome: "not-sent",
      retryable: true,
    });
    expect(sentAt).toHaveLength(20);
  });

  it("only counts where told to", async () => {
    const clock = new ManualClock();
    const limits = budget({ policy: "off", clock });
    const { client, sentAt } = simulate([() => Response.json(cancelled)], { budget: limits }, clock);
    for (let call = 0; call < 25; call++) await client.call(cancelAllOrders, {});
    expect(sentAt).toHaveLength(25);
    expect(limits.state().derivatives?.used).toBe(625);
  });

  it("keeps the pools apart, and reads cost what they cost", async () => {
    const clock = new ManualClock();
    const limits = budget({ policy: "fail", clock });
    const log = { accountUid: "9d2f7c10-64b8-4f0e-8a31-2c5e7b90d4a6", logs: [] };
    const { client } = simulate([() => Response.json(log)], { budget: limits }, clock);
    await client.call(accountLog, { count: 5000 });
    expect(limits.state()).toMatchObject({ derivatives: { used: 0 }, history: { used: 6, available: 94 } });
  });

  it("counts together what the clients of an account send", async () => {
    const clock = new ManualClock();
    const limits = budget({ policy: "fail", clock });
    for (const half of [1, 2]) {
      const { client } = simulate([() => Response.json(cancelled)], { budget: limits }, clock);
      for (let call = 0; call < 10; call++) await client.call(cancelAllOrders, {});
      expect(limits.state().derivatives?.used).toBe(half * 250);
    }
  });

  it("holds back when the exchange says that the limit is exceeded", async () => {
    const clock = new ManualClock();
    const { client, sentAt } = simulate(
      [slowDown({ "rate-limit-reset": "40" }), good],
      { budget: budget({ policy: "wait", clock }) },
      clock,
    );
    expect(await caught(client.call(getOpenOrders, {}))).toMatchObject({ status: 429 });
    const next = client.call(getOpenOrders, {});
    await clock.advance(39_999);
    expect(sentAt).toHaveLength(1);
    await clock.advance(1);
    await next;
    expect(sentAt).toEqual([0, 40_000]);
  });

  it("keeps no place for a call that was ended while it waited", async () => {
    const clock = new ManualClock();
    const { client, sentAt } = simulate(
      [() => Response.json(cancelled)],
      { budget: budget({ policy: "wait", clock }) },
      clock,
    );
    for (let call = 0; call < 20; call++) await client.call(cancelAllOrders, {});
    const controller = new AbortController();
    const ended = caught(client.call(cancelAllOrders, {}, { signal: controller.signal }));
    const alsoWaiting = caught(client.call(cancelAllOrders, {}, { signal: controller.signal }));
    const stays = client.call(cancelAllOrders, {});
    await settle();
    controller.abort();
    expect(await ended).toMatchObject({ code: "aborted", outcome: "not-sent" });
    expect(await alsoWaiting).toMatchObject({ code: "aborted", outcome: "not-sent" });
    await clock.advance(10_000);
    await stays;
    expect(sentAt).toHaveLength(21);
  });

  it("refuses a call that could never fit, and a policy that is none", async () => {
    const pool = { name: "derivatives", budget: 20, milliseconds: 1000, refill: "window" } as const;
    const { client } = simulate([good], { budget: budget({ policy: "wait", pools: [pool] }) });
    expect(await caught(client.call(cancelAllOrders, {}))).toMatchObject({
      code: "budgetExceeded",
      retryable: false,
    });
    // @ts-expect-error no such policy
    expect(() => budget({ policy: "hope" })).toThrow(FuturesRestError);
  });

  it("counts each attempt of a retried call", async () => {
    const clock = new ManualClock();
    const limits = budget({ policy: "off", clock });
    const options = { budget: limits, retry: retry({ random: () => 0 }) };
    const { client } = simulate([down, down, good], options, clock);
    const call = client.call(getOpenOrders, {});
    await clock.advance(10);
    await call;
    expect(limits.state().derivatives?.used).toBe(6);
  });
});
