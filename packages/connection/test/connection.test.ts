import { type Clock, ExchangeError } from "@x/core";
import { describe, expect, it } from "vitest";
import { Connection, type ConnectionEvent, type ConnectionSettings } from "../src/connection.ts";
import type { Failure, FailureCode } from "../src/failure.ts";
import type { TransportListener } from "../src/transport.ts";
import { channel, type Frame, fakeDialect, look, placeOrder } from "./fake-dialect.ts";

class TestError extends ExchangeError<FailureCode> {
  override readonly name = "TestError";
}

/** A clock wound by hand. */
class HandClock implements Clock {
  #now = 0;
  readonly timers = new Map<number, () => void>();
  #next = 0;

  now(): number {
    return this.#now;
  }

  setTimer(milliseconds: number, run: () => void) {
    const id = ++this.#next;
    const at = this.#now + milliseconds;
    this.timers.set(id, () => {
      if (this.#now < at) return;
      this.timers.delete(id);
      run();
    });
    return { cancel: () => void this.timers.delete(id) };
  }

  wind(milliseconds: number): void {
    this.#now += milliseconds;
    for (const fire of [...this.timers.values()]) fire();
  }
}

function connect(changes: Partial<ConnectionSettings> = {}) {
  const sent: { do: string; id: number; token?: string; params?: unknown }[] = [];
  const events: ConnectionEvent[] = [];
  const clock = new HandClock();
  let listener: TransportListener | undefined;
  let closed = 0;
  const connection = new Connection({
    url: "wss://nowhere",
    host: "private",
    dialect: fakeDialect,
    transport: (_url, given) => {
      listener = given;
      return {
        send: (text) => void sent.push(JSON.parse(text)),
        close() {
          closed += 1;
        },
      };
    },
    token: "t0ken",
    toError: ({ code, message, details }: Failure) => new TestError(code, message, details),
    onEvent: (event) => events.push(event),
    drift: false,
    deadlineMs: 1_000,
    connectTimeoutMs: 1_000,
    idleMs: 60_000,
    staleMs: 1_000,
    capacity: 3,
    clock,
    ...changes,
  });
  return {
    connection,
    sent,
    events,
    clock,
    closings: () => closed,
    opened: () => listener?.opened(),
    frame: (frame: Frame) => listener?.frame(JSON.stringify(frame)),
    lost: (code = 1006) => listener?.closed(code, ""),
  };
}

const failed = (promise: Promise<unknown>): Promise<TestError> =>
  promise.then(
    () => {
      throw new Error("expected it to fail");
    },
    (error: TestError) => error,
  );

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("a connection", () => {
  it("sends parameters as they were when the call was made", async () => {
    const { connection, opened, sent, frame } = connect();
    const params = { size: 1 };
    const answer = connection.call(placeOrder, params);
    params.size = 1_000;
    opened();
    expect(sent[0]?.params).toEqual({ size: 1 });
    frame({ id: 1, value: 7 });
    expect(await answer).toEqual({ value: 7 });
  });

  it("answers a call made from inside an event", async () => {
    let nested: Promise<unknown> | undefined;
    const it = connect({
      onEvent: (event) => {
        if (event.type === "opened") nested = it.connection.call(look, {});
      },
    });
    it.opened();
    it.frame({ id: 1, value: 1 });
    expect(await nested).toEqual({ value: 1 });
  });

  it("ends calls with the package's own error", async () => {
    const { connection, opened, clock } = connect();
    opened();
    const first = failed(connection.call(placeOrder, {}));
    const second = failed(connection.call(look, {}, { deadlineMs: 50 }));
    clock.wind(50);
    expect(await second).toMatchObject({ name: "TestError", code: "deadlineExceeded", outcome: "none" });
    clock.wind(950);
    expect(await first).toMatchObject({ code: "deadlineExceeded", outcome: "unknown" });
  });

  it("heeds a signal, aborted before or after", async () => {
    const { connection, opened, sent } = connect();
    opened();
    const early = failed(connection.call(placeOrder, {}, { signal: AbortSignal.abort() }));
    expect(await early).toMatchObject({ code: "aborted", outcome: "not-sent" });
    const controller = new AbortController();
    const late = failed(connection.call(placeOrder, {}, { signal: controller.signal }));
    controller.abort();
    expect(await late).toMatchObject({ code: "aborted", outcome: "unknown" });
    expect(sent).toHaveLength(1);
  });

  it("fetches its token, and fails what needs it when there is none", async () => {
    const tokens = ["t1", ""];
    const good = connect({ token: async () => tokens[0] ?? "" });
    good.opened();
    const call = good.connection.call(placeOrder, {});
    await settled();
    expect(good.sent[0]?.token).toBe("t1");
    good.frame({ id: 1, value: 1 });
    await call;
    const thrown = new Error("no network");
    const providers = [
      () => Promise.reject(thrown),
      () => {
        throw thrown;
      },
      async () => "",
    ];
    for (const token of providers) {
      const bad = connect({ token });
      bad.opened();
      const error = await failed(bad.connection.call(placeOrder, {}));
      expect(error).toMatchObject({ code: "noToken", outcome: "not-sent" });
      expect(error.cause).toBeInstanceOf(Error);
    }
  });

  it("that cannot even be begun has failed", async () => {
    const { connection, events } = connect({
      transport: () => {
        throw new TypeError("no WebSocket here");
      },
    });
    expect(await failed(connection.call(look, {}))).toMatchObject({ code: "closed" });
    expect(events).toMatchObject([
      { type: "closed", error: { code: "connectFailed", message: /no WebSocket here/ } },
    ]);
  });

  it("whose socket throws on sending is lost", async () => {
    const { connection, events } = connect({
      transport: (_url, listener) => {
        queueMicrotask(() => listener.opened());
        return {
          send() {
            throw new TypeError("not open");
          },
          close() {},
        };
      },
    });
    expect(await failed(connection.call(placeOrder, {}))).toMatchObject({
      code: "connectionLost",
      outcome: "unknown",
    });
    expect(events.at(-1)).toMatchObject({ type: "closed", error: { message: /not open/ } });
  });

  it.each([
    ["url", "https://ws.kraken.com"],
    ["url", "nowhere"],
    ["token", ""],
    ["deadlineMs", Number.NaN],
    ["connectTimeoutMs", 0],
    ["idleMs", -1],
    ["staleMs", "5" as unknown as number],
    ["capacity", 1.5],
  ])("is not begun with %s %j", (name, value) => {
    const problem = { code: "invalidOptions", path: `/${name}`, outcome: "not-sent" };
    expect(() => connect({ [name]: value })).toThrow(expect.objectContaining(problem));
  });

  it("refuses a deadline or a capacity that is none", async () => {
    const { connection, sent, opened } = connect();
    opened();
    const early = await failed(connection.call(placeOrder, {}, { deadlineMs: Number.NaN }));
    expect(early).toMatchObject({ code: "invalidOptions", path: "/deadlineMs", outcome: "not-sent" });
    const orders = channel("orders");
    expect(() => connection.subscribe(orders, {}, { capacity: 0 })).toThrow(
      /capacity: expected a whole number/,
    );
    expect(sent).toEqual([]);
  });

  it("closes once, for good, and leaves no timer", async () => {
    const { connection, opened, clock, closings, events } = connect();
    opened();
    const call = connection.call(look, {});
    const closing = connection.close();
    expect(closings()).toBe(0);
    clock.wind(1_000);
    expect(await failed(call)).toMatchObject({ code: "deadlineExceeded" });
    await closing;
    await connection.close();
    expect(closings()).toBe(1);
    expect(clock.timers.size).toBe(0);
    expect(events.at(-1)).toEqual({ type: "closed", error: undefined });
    expect(await failed(connection.call(look, {}))).toMatchObject({ code: "closed", outcome: "not-sent" });
  });

  it("survives a listener that throws", async () => {
    const thrown: unknown[] = [];
    const listeners = process.listeners("uncaughtException");
    process.removeAllListeners("uncaughtException");
    process.on("uncaughtException", (error) => thrown.push(error));
    try {
      const { connection, opened, frame } = connect({
        onEvent: () => {
          throw new Error("listener");
        },
      });
      opened();
      const call = connection.call(look, {});
      frame({ id: 1, value: 2 });
      expect(await call).toEqual({ value: 2 });
      await settled();
      expect(thrown).toMatchObject([{ message: "listener" }]);
    } finally {
      process.removeAllListeners("uncaughtException");
      for (const listener of listeners) process.on("uncaughtException", listener);
    }
  });

  it("tells its events to whoever iterates them", async () => {
    const { connection, opened, lost } = connect();
    const types: string[] = [];
    const reading = (async () => {
      for await (const event of connection.events) types.push(event.type);
    })();
    opened();
    lost();
    await reading;
    expect(types).toEqual(["opened", "closed"]);
  });
});

describe("a subscription", () => {
  const orders = channel("orders");

  it("is read in a loop, and ended by leaving it", async () => {
    const { connection, opened, frame, sent } = connect();
    opened();
    const subscription = connection.subscribe(orders, {});
    frame({ id: 1 });
    await subscription.ready;
    const values: unknown[] = [];
    const reading = (async () => {
      for await (const { value } of subscription) {
        values.push(value);
        if (value === 3) break;
      }
    })();
    for (const value of [1, 2, 3]) frame({ channel: "orders", value });
    await settled();
    expect(sent.at(-1)).toMatchObject({ do: "unsubscribe", id: 2 });
    frame({ id: 2 });
    await reading;
    expect(values).toEqual([1, 2, 3]);
    connection.subscribe(orders, {});
    expect(sent.at(-1)).toMatchObject({ do: "subscribe", id: 3 });
  });

  it("that is refused says so to whoever waits or reads, once", async () => {
    const { connection, opened, frame } = connect();
    opened();
    const subscription = connection.subscribe(orders, {});
    const reader = subscription[Symbol.asyncIterator]();
    const read = failed(reader.next());
    frame({ id: 1, error: "EGeneral:Permission denied" });
    expect(await failed(subscription.ready)).toMatchObject({ code: "EGeneral", outcome: "refused" });
    expect(await read).toMatchObject({ code: "EGeneral" });
    expect(await reader.next()).toEqual({ done: true, value: undefined });
  });

  it("holds a bounded number of messages, gives those, and then says what was lost", async () => {
    const { connection, opened, frame, sent, events } = connect();
    opened();
    const subscription = connection.subscribe(orders, {});
    frame({ id: 1 });
    for (let value = 1; value <= 10; value += 1) frame({ channel: "orders", value });
    expect(sent.at(-1)).toMatchObject({ do: "unsubscribe" });
    expect(events.filter(({ type }) => type === "overflow")).toEqual([
      { type: "overflow", channel: "orders", kept: 3 },
    ]);
    const values: unknown[] = [];
    const reading = (async () => {
      for await (const { value } of subscription) values.push(value);
    })();
    expect(await failed(reading)).toMatchObject({ code: "overflow" });
    expect(values).toEqual([1, 2, 3]);
  });

  it("ends with the connection, after what it holds", async () => {
    const { connection, opened, frame, lost } = connect();
    opened();
    const subscription = connection.subscribe(orders, {});
    frame({ id: 1 });
    frame({ channel: "orders", value: 1 });
    lost();
    const reader = subscription[Symbol.asyncIterator]();
    expect(await reader.next()).toMatchObject({ done: false, value: { value: 1 } });
    expect(await failed(reader.next())).toMatchObject({ code: "connectionLost" });
    await subscription.unsubscribe();
  });
});
