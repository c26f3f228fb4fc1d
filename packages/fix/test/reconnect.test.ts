import { describe, expect, test } from "vitest";
import { type ConnectOptions, connect } from "../src/client.ts";
import { FixError } from "../src/errors.ts";
import { executionReport, orderMassCancelRequest } from "../src/generated/index.ts";
import type { SessionEvent } from "../src/session/io.ts";
import { Reconnect } from "../src/session/reconnect.ts";
import { KRAKEN_ROLLOVER } from "../src/session/rollover.ts";
import type { FixSession } from "../src/session/session.ts";
import { MemoryStore } from "../src/session/store.ts";
import { Loop } from "./loop.ts";
import { START } from "./machine.ts";
import { Time } from "./simulation/time.ts";

const report = (ClOrdID: string) =>
  ({
    ClOrdID,
    CumQty: "0",
    ExecID: "E",
    OrderID: "O",
    OrderQty: "1",
    OrdStatus: "0",
    OrdType: "1",
    Side: "1",
    Symbol: "BTC/USD",
    TimeInForce: "1",
    ExecType: "0",
    LeavesQty: "1",
  }) as const;
const cancel = (ClOrdID: string) =>
  ({ ClOrdID, TransactTime: "20260407-14:32:00", MassCancelRequestType: "7" }) as const;

/** A client of a loop, with everything it is told. */
async function opened(loop: Loop, options: Partial<ConnectOptions> = {}) {
  const events: SessionEvent[] = [];
  const spoken = Promise.withResolvers<void>();
  const connecting = connect({
    transport: async (handlers) => {
      const opened = await loop.open(handlers);
      return {
        ...opened,
        send(bytes) {
          spoken.resolve();
          opened.send(bytes);
        },
      };
    },
    clock: loop.time,
    senderCompID: "CLIENT",
    targetCompID: "KRAKEN-TRD",
    reconnect: { random: () => 0.5 },
    onEvent: (event) => events.push(event),
    ...options,
  });
  // Signing takes a moment of real time, in which none may pass here.
  await Promise.race([spoken.promise, connecting]);
  await loop.pass(20);
  const session = await connecting;
  return { session, events, kinds: () => events.map(({ kind }) => kind) };
}

/** Collects what a session delivers. */
function collect(session: FixSession): string[] {
  const ids: string[] = [];
  (async () => {
    for await (const { ClOrdID } of session.messages(executionReport)) ids.push(ClOrdID ?? "");
  })().catch((error: unknown) => ids.push(FixError.is(error) ? error.code : "?"));
  return ids;
}

const newLoop = (options = {}) => new Loop(new Time(START), options);

describe("after a lost connection", () => {
  test("the session goes on, and its readers get what was missed", async () => {
    const loop = newLoop();
    const { session, kinds } = await opened(loop);
    const got = collect(session);
    loop.session.send(executionReport, report("1"));
    await loop.pass(10);
    // Sent into a connection that breaks before anything arrives.
    loop.session.send(executionReport, report("2"));
    loop.cut();
    expect(session.active).toBe(false);
    await loop.pass(1_000);
    expect(session.active).toBe(true);
    loop.session.send(executionReport, report("3"));
    await loop.pass(10);
    expect(got).toEqual(["1", "2", "3"]);
    expect(kinds()).toEqual(["connected", "disconnected", "connected", "gap"]);
    session.close();
    await loop.pass(10);
    expect(await session.closed).toMatchObject({ reason: "logout" });
  });

  test("waits grow while nobody is there, and end with the last attempt", async () => {
    const loop = newLoop();
    const { session, events } = await opened(loop, { reconnect: { random: () => 0.5, attempts: 4 } });
    const got = collect(session);
    loop.down = true;
    loop.cut();
    await loop.pass(60_000);
    const waits = events.flatMap((event) => (event.kind === "disconnected" ? [event.retryIn] : []));
    expect(waits).toEqual([500, 1_000, 2_000, 4_000]);
    expect(loop.tried).toBe(5);
    expect(await session.closed).toMatchObject({ reason: "connectionLost", cancelsOrders: false });
    expect(got).toEqual(["connectionLost"]);
  });

  test("a refused Logon is not tried again", async () => {
    let known = true;
    const loop = newLoop({
      authenticate: () => (known ? { accepted: true } : { accepted: false, text: "key revoked" }),
    });
    const { session } = await opened(loop);
    known = false;
    loop.cut();
    await loop.pass(120_000);
    expect(loop.tried).toBe(2);
    expect(await session.closed).toMatchObject({ reason: "logonRefused", text: "key revoked" });
  });

  test("numbers that do not agree are not tried again", async () => {
    const loop = newLoop();
    const store = new MemoryStore();
    const { session } = await opened(loop, { store });
    store.received(99);
    loop.cut();
    await loop.pass(120_000);
    expect(loop.tried).toBe(2);
    expect(await session.closed).toMatchObject({ reason: "msgSeqNumTooLow" });
  });

  test("a counterparty that says Logout at once is tried three times", async () => {
    const loop = newLoop({ onSession: (session: FixSession) => void session.close("not now") });
    const { session } = await opened(loop);
    await loop.pass(120_000);
    expect(loop.tried).toBe(3);
    expect(await session.closed).toMatchObject({ reason: "logout", text: "not now" });
  });

  test("close ends the wait for another connection", async () => {
    const loop = newLoop();
    const { session } = await opened(loop);
    loop.cut();
    expect(await session.close()).toMatchObject({ reason: "logout" });
    await loop.pass(120_000);
    expect(loop.tried).toBe(1);
  });

  test("without reconnect it ends with its connection, and says what is open", async () => {
    const loop = newLoop();
    const credentials = { apiKey: "K", apiSecret: "AAEC" };
    const { session } = await opened(loop, { reconnect: false, credentials });
    session.send(orderMassCancelRequest, cancel("1"));
    loop.cut();
    expect(await session.closed).toMatchObject({
      reason: "connectionLost",
      unknown: true,
      cancelsOrders: true,
    });
  });

  test("orders that the Logon asked to keep are not said to be cancelled", async () => {
    let asked: unknown;
    const loop = newLoop({
      onSession: (_session: FixSession, logon: { CancelOrdersOnDisconnect?: unknown }) => {
        asked = logon.CancelOrdersOnDisconnect;
      },
    });
    const credentials = { apiKey: "K", apiSecret: "AAEC" };
    const { session } = await opened(loop, { reconnect: false, credentials, cancelOnDisconnect: false });
    const other = loop.session.closed;
    loop.cut();
    expect(asked).toBe("1");
    expect(await session.closed).toMatchObject({ cancelsOrders: false });
    expect(await other).toMatchObject({ cancelsOrders: false });
  });
});

describe("messages handed over between two connections", () => {
  test("are refused", async () => {
    const loop = newLoop();
    const { session } = await opened(loop);
    loop.cut();
    const sending = () => session.send(orderMassCancelRequest, cancel("1"));
    expect(sending).toThrow(/not active/);
  });

  test("wait where that was asked for, up to a bound, and are told when they never went", async () => {
    const loop = newLoop();
    const { session, kinds } = await opened(loop, { whileDown: "queue", queueCapacity: 2 });
    const received: string[] = [];
    loop.down = true;
    loop.cut();
    for (const id of ["1", "2"]) session.send(orderMassCancelRequest, cancel(id));
    expect(() => session.send(orderMassCancelRequest, cancel("3"))).toThrow(/too many/);
    loop.down = false;
    await loop.pass(600);
    (async () => {
      for await (const { ClOrdID } of loop.session.messages(orderMassCancelRequest)) received.push(ClOrdID);
    })().catch(() => undefined);
    await loop.pass(50);
    expect(received).toEqual(["1", "2"]);
    loop.cut();
    session.send(orderMassCancelRequest, cancel("4"));
    await session.close();
    expect(kinds().at(-1)).toBe("notSent");
  });
});

test("the program says which messages are still worth sending again", async () => {
  const loop = newLoop();
  const { session, events } = await opened(loop, {
    mayResend: ({ bytes }) => !Buffer.from(bytes).includes("\u000111=2\u0001"),
  });
  for (const id of ["1", "2", "3"]) session.send(orderMassCancelRequest, cancel(id));
  loop.cut();
  await loop.pass(2_000);
  const received: [string, boolean | undefined][] = [];
  (async () => {
    for await (const { ClOrdID, header } of loop.session.messages(orderMassCancelRequest)) {
      received.push([ClOrdID, header.PossDupFlag]);
    }
  })().catch(() => undefined);
  await loop.pass(50);
  expect(received).toEqual([
    ["1", true],
    ["3", true],
  ]);
  expect(events).toContainEqual({
    kind: "withheld",
    MsgSeqNum: 3,
    why: "unwanted",
    mayHaveArrived: false,
  });
});

describe("the daily rollover", () => {
  const before = Date.UTC(2026, 3, 7, 21, 59, 0);

  test("ends the day's session in order, waits, and begins at 1", async () => {
    const loop = new Loop(new Time(before), { rollover: KRAKEN_ROLLOVER });
    const { session, events } = await opened(loop);
    for (const id of ["1", "2", "3"]) session.send(orderMassCancelRequest, cancel(id));
    await loop.pass(61_000);
    expect(session.active).toBe(false);
    const [ended] = events.filter(({ kind }) => kind === "disconnected");
    expect(ended).toMatchObject({ reason: "rollover", cancelsOrders: false });
    await loop.pass(31_000);
    expect(session.active).toBe(true);
    expect(loop.store.numbers()).toMatchObject({ outgoing: 2, incoming: 2 });
    expect(loop.tried).toBe(2);
  });

  test("that passed while the program was not running begins at 1 too", async () => {
    const store = new MemoryStore();
    store.reset(before);
    store.sent(41, undefined);
    store.received(17);
    const loop = new Loop(new Time(before + 3_600_000));
    await opened(loop, { store });
    expect(store.numbers()).toMatchObject({ outgoing: 2, incoming: 2 });
    expect(store.numbers().since).toBeGreaterThan(before);
  });

  test("is nothing to a session without one", async () => {
    const loop = new Loop(new Time(before));
    const { session } = await opened(loop, { rollover: false });
    await loop.pass(120_000);
    expect(session.active).toBe(true);
    expect(loop.tried).toBe(1);
  });

  test("is not run into by a connection just before it", () => {
    const policy = new Reconnect({ random: () => 0 }, KRAKEN_ROLLOVER);
    const at = Date.UTC(2026, 3, 7, 22);
    const delay = (now: number) => policy.delay({ reason: "connectionLost" }, 0, now);
    expect(delay(at - 40_000)).toBe(0);
    expect(delay(at - 10_000)).toBe(40_000);
    expect(delay(at + 5_000)).toBe(25_000);
    expect(delay(at + 30_000)).toBe(0);
  });
});

test("what cannot be kept is not sent, and the session ends", async () => {
  const loop = newLoop();
  const store = new MemoryStore();
  const { session } = await opened(loop, { store });
  const sent = loop.store.numbers().incoming;
  store.commit = () => {
    throw new Error("disk full");
  };
  session.send(orderMassCancelRequest, cancel("1"));
  await loop.pass(120_000);
  expect(await session.closed).toMatchObject({ reason: "storeFailed", text: "disk full" });
  expect(loop.store.numbers().incoming).toBe(sent);
  expect(loop.tried).toBe(1);
});

describe("a reader that does not read", () => {
  test("holds up neither signs of life nor, later, the messages", async () => {
    const loop = newLoop();
    const { session, kinds } = await opened(loop, { queueCapacity: 5, heartBtInt: 10 });
    const reports = session.messages(executionReport);
    for (let id = 1; id <= 50; id++) loop.session.send(executionReport, report(String(id)));
    await loop.pass(5);
    for (let id = 51; id <= 60; id++) loop.session.send(executionReport, report(String(id)));
    // Ten minutes in which nobody reads: both sides stay alive.
    await loop.pass(600_000);
    expect([session.active, loop.session.active]).toEqual([true, true]);
    expect(kinds()).toEqual(["connected", "paused"]);
    const got: string[] = [];
    const reading = (async () => {
      for await (const { ClOrdID } of reports) if (got.push(ClOrdID ?? "") === 60) break;
    })();
    await loop.pass(500);
    await reading;
    expect(got).toEqual(Array.from({ length: 60 }, (_, index) => String(index + 1)));
  });
});

test("a long resend goes out in batches, and stops with its connection", async () => {
  const loop = newLoop();
  const { session } = await opened(loop);
  for (let id = 1; id <= 1_000; id++) session.send(orderMassCancelRequest, cancel(String(id)));
  const { range } = MemoryStore.prototype;
  const limits: number[] = [];
  loop.cut();
  MemoryStore.prototype.range = function (from, to, limit) {
    const found = range.call(this, from, to, limit);
    limits.push(found.length);
    if (limits.length === 4) loop.cut();
    return found;
  };
  try {
    await loop.pass(900);
  } finally {
    MemoryStore.prototype.range = range;
  }
  expect(limits.slice(0, 4)).toEqual([100, 100, 100, 100]);
  expect(limits.length).toBe(4);
});
