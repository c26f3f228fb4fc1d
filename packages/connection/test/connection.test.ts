import { describe, expect, it } from "vitest";
import { ManualClock } from "../../core/test/manual-clock.ts";
import { openConnection } from "../src/connect.ts";
import type { ConnectionEvent } from "../src/core/signals.ts";
import type { Push } from "../src/descriptor.ts";
import type { ConnectOptions } from "../src/options.ts";
import type { WebSocketConstructor, WebSocketLike } from "../src/socket.ts";
import { tokenFrom } from "../src/tokens.ts";
import { channel, type Frame, fakeDialect, look, placeOrder, prices } from "./fake-dialect.ts";
import { TestError } from "./harness.ts";

type Listener = (event: never) => void;

/** A WebSocket that does what the test says. */
function fakeWebSocket() {
  const sockets: FakeSocket[] = [];
  class FakeSocket implements WebSocketLike {
    binaryType = "blob";
    closings = 0;
    readonly sent: { do: string; id: number; token?: string; params?: unknown }[] = [];
    readonly #listeners = new Map<string, Listener>();

    constructor() {
      sockets.push(this);
    }

    addEventListener(type: string, listener: Listener): void {
      this.#listeners.set(type, listener);
    }

    send(text: string): void {
      this.sent.push(JSON.parse(text));
    }

    close(): void {
      this.closings += 1;
    }

    tell(type: string, event: object = {}): void {
      this.#listeners.get(type)?.(event as never);
    }
  }
  return { FakeSocket, sockets };
}

function connect(changes: ConnectOptions<readonly Push[], "private"> = {}) {
  const { FakeSocket, sockets } = fakeWebSocket();
  const events: ConnectionEvent[] = [];
  const clock = new ManualClock(0);
  const connection = openConnection(
    {
      hosts: { public: "wss://public.nowhere", private: "wss://nowhere" },
      dialect: fakeDialect,
      toError: (failure) => new TestError(failure),
    },
    {
      WebSocket: FakeSocket,
      token: "t0ken",
      onEvent: (event) => events.push(event),
      deadlineMs: 1_000,
      connectTimeoutMs: 1_000,
      idleMs: 60_000,
      staleMs: 1_000,
      clock,
      ...changes,
    },
  );
  const latest = (): (typeof sockets)[number] => {
    const socket = sockets.at(-1);
    if (!socket) throw new Error("no socket was opened");
    return socket;
  };
  return {
    connection,
    sockets,
    events,
    clock,
    get sent() {
      return latest().sent;
    },
    closings: () => latest().closings,
    opened: () => latest().tell("open"),
    frame: (frame: Frame) => latest().tell("message", { data: JSON.stringify(frame) }),
    lost: (code = 1006) => latest().tell("close", { code, reason: "" }),
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
    clock.advance(50);
    expect(await second).toMatchObject({ name: "TestError", code: "deadlineExceeded", outcome: "none" });
    clock.advance(950);
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
    const good = connect({ token: tokenFrom(async () => tokens[0] ?? "") });
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
      const bad = connect({ token: tokenFrom(token) });
      bad.opened();
      const error = await failed(bad.connection.call(placeOrder, {}));
      expect(error).toMatchObject({ code: "noToken", outcome: "not-sent" });
      expect(error.cause).toBeInstanceOf(Error);
    }
  });

  it("that cannot even be begun has failed", async () => {
    const { connection, events } = connect({
      WebSocket: class {
        constructor() {
          throw new TypeError("not such an address");
        }
      } as unknown as WebSocketConstructor,
    });
    expect(await failed(connection.call(look, {}))).toMatchObject({ code: "closed" });
    expect(events).toMatchObject([
      { type: "closed", error: { code: "connectFailed", message: /not such an address/, retryable: false } },
    ]);
  });

  it("whose socket throws on sending is lost", async () => {
    const it = connect();
    const socket = it.sockets[0];
    if (!socket) throw new Error("no socket");
    socket.send = () => {
      throw new TypeError("not open");
    };
    it.opened();
    expect(await failed(it.connection.call(placeOrder, {}))).toMatchObject({
      code: "connectionLost",
      outcome: "unknown",
    });
    expect(it.events.at(-1)).toMatchObject({ type: "lost", error: { message: /not open/ } });
  });

  it("is made again, on a new socket, and hears no more of the old one", async () => {
    const it = connect();
    it.opened();
    it.lost();
    it.clock.advance(1_000);
    expect(it.sockets).toHaveLength(2);
    it.opened();
    const call = it.connection.call(look, {});
    it.sockets[0]?.tell("message", { data: '{"id":1,"value":1}' });
    it.frame({ id: 1, value: 2 });
    expect(await call).toEqual({ value: 2 });
    expect(it.events.map(({ type }) => type)).toEqual(["opened", "lost", "opened"]);
  });

  it.each([
    ["url", "https://ws.kraken.com"],
    ["url", "nowhere"],
    ["token", ""],
    ["deadlineMs", Number.NaN],
    ["connectTimeoutMs", 0],
    ["idleMs", -1],
    ["staleMs", "5" as unknown as number],
    ["backoffMs", 0],
    ["maxBackoffMs", Number.NaN],
    ["host", "elsewhere"],
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
    expect(() => connection.subscribe(orders, {}, { capacity: 0 })).toThrow(/capacity/);
    expect(() => connection.subscribe(orders, {}, { silenceMs: 0 })).toThrow(/silenceMs/);
    expect(sent).toEqual([]);
  });

  it("closes once, for good, and leaves no timer", async () => {
    const { connection, opened, clock, closings, events } = connect();
    opened();
    const call = connection.call(look, {});
    const closing = connection.close();
    expect(closings()).toBe(0);
    clock.advance(1_000);
    expect(await failed(call)).toMatchObject({ code: "deadlineExceeded" });
    await closing;
    await connection.close();
    expect(closings()).toBe(1);
    expect(clock.timers).toBe(0);
    expect(events.at(-1)).toEqual({ type: "closed", error: undefined });
    expect(await failed(connection.call(look, {}))).toMatchObject({ code: "closed", outcome: "not-sent" });
  });

  it.each(["onEvent", "onDrift"] as const)("survives an %s that throws", async (listener) => {
    const thrown: unknown[] = [];
    const listeners = process.listeners("uncaughtException");
    process.removeAllListeners("uncaughtException");
    process.on("uncaughtException", (error) => thrown.push(error));
    try {
      const { connection, opened, frame } = connect({
        [listener]: () => {
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
      for (const each of listeners) process.on("uncaughtException", each);
    }
  });

  it("tells its events to whoever iterates them", async () => {
    const { connection, opened, lost } = connect();
    const types: string[] = [];
    const reading = (async () => {
      for await (const event of connection.events) types.push(event.type);
    })();
    opened();
    lost(1008);
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
    const subscription = connection.subscribe(orders, {}, { capacity: 3 });
    frame({ id: 1 });
    for (let value = 1; value <= 10; value += 1) frame({ channel: "orders", value });
    expect(sent.at(-1)).toMatchObject({ do: "unsubscribe" });
    expect(events.filter(({ type }) => type === "ended")).toMatchObject([
      { channel: "orders", error: { code: "overflow" } },
    ]);
    const values: unknown[] = [];
    const reading = (async () => {
      for await (const { value } of subscription) values.push(value);
    })();
    expect(await failed(reading)).toMatchObject({ code: "overflow" });
    expect(values).toEqual([1, 2, 3]);
  });

  it("that drops the oldest counts them, and shows where they are missing", async () => {
    const { connection, opened, frame, events } = connect();
    opened();
    const subscription = connection.subscribe(orders, {}, { capacity: 3, policy: "dropOldest" });
    frame({ id: 1 });
    const reader = subscription[Symbol.asyncIterator]();
    frame({ channel: "orders", value: 0 });
    expect((await reader.next()).value).toMatchObject({ value: 0 });
    expect(subscription.gap).toBeUndefined();
    for (let value = 1; value <= 10; value += 1) frame({ channel: "orders", value });
    expect((await reader.next()).value).toMatchObject({ value: 8 });
    expect(subscription.gap).toMatchObject({ reason: "dropped", detail: /^7 / });
    expect(subscription.dropped).toBe(7);
    expect((await reader.next()).value).toMatchObject({ value: 9 });
    expect(subscription.gap).toBeUndefined();
    expect(events.filter(({ type }) => type === "gap")).toHaveLength(1);
  });

  it("of the latest holds one message of each item, in the order they were first heard of", async () => {
    const { connection, opened, frame } = connect();
    opened();
    const subscription = connection.subscribe(prices, { items: ["a", "b"] }, { policy: "latest" });
    for (let value = 1; value <= 9; value += 1)
      for (const item of ["a", "b"]) frame({ channel: "prices-10", item, value });
    const reader = subscription[Symbol.asyncIterator]();
    expect((await reader.next()).value).toMatchObject({ item: "a", value: 9 });
    frame({ channel: "prices-10", item: "a", value: 10 });
    expect((await reader.next()).value).toMatchObject({ item: "b", value: 9 });
    expect((await reader.next()).value).toMatchObject({ item: "a", value: 10 });
    expect(subscription.dropped).toBe(16);
  });

  it("is handed to a callback at once, gaps with it, and survives its mistakes", async () => {
    const it = connect();
    it.opened();
    const heard: unknown[] = [];
    const subscription = it.connection.subscribe(
      orders,
      {},
      {
        onMessage: ({ value }, gap) => void heard.push([value, gap?.reason]),
      },
    );
    it.frame({ id: 1 });
    it.frame({ channel: "orders", value: 1 });
    it.lost();
    it.clock.advance(1_000);
    it.opened();
    it.frame({ channel: "orders", value: 2 });
    it.frame({ channel: "orders", value: 3 });
    expect(heard).toEqual([
      [1, undefined],
      [2, "reconnected"],
      [3, undefined],
    ]);
    void subscription.unsubscribe();
    it.frame({ channel: "orders", value: 4 });
    expect(heard).toHaveLength(3);
  });

  it("goes on over a lost connection, with a gap before what comes then", async () => {
    const it = connect();
    it.opened();
    const subscription = it.connection.subscribe(orders, {});
    it.frame({ id: 1 });
    it.frame({ channel: "orders", value: 1 });
    it.lost();
    it.clock.advance(1_000);
    it.opened();
    expect(it.sent).toMatchObject([{ do: "subscribe", channel: "orders" }]);
    it.frame({ channel: "orders", value: 2 });
    const reader = subscription[Symbol.asyncIterator]();
    expect(await reader.next()).toMatchObject({ value: { value: 1 } });
    expect(subscription.gap).toBeUndefined();
    expect(await reader.next()).toMatchObject({ value: { value: 2 } });
    expect(subscription.gap).toMatchObject({ reason: "reconnected" });
    expect(it.events.filter(({ type }) => type === "gap")).toMatchObject([{ channel: "orders" }]);
  });

  it("ends with a connection that is over, after what it holds", async () => {
    const { connection, opened, frame, lost } = connect();
    opened();
    const subscription = connection.subscribe(orders, {});
    frame({ id: 1 });
    frame({ channel: "orders", value: 1 });
    lost(1008);
    const reader = subscription[Symbol.asyncIterator]();
    expect(await reader.next()).toMatchObject({ done: false, value: { value: 1 } });
    expect(await failed(reader.next())).toMatchObject({ code: "connectionLost" });
    await subscription.unsubscribe();
  });

  it("followed by a sink has the exact text of each frame", () => {
    const { connection, opened, sockets } = connect();
    opened();
    const texts: string[] = [];
    const sink = { acknowledged() {}, gap() {}, ended() {} };
    connection.follow(orders, {}, { ...sink, message: (_message, text) => void texts.push(text) });
    const text = '{"channel": "orders", "value": 1.500}';
    sockets[0]?.tell("message", { data: text });
    sockets[0]?.tell("message", { data: new TextEncoder().encode(text).buffer });
    expect(texts).toEqual([text, text]);
  });
});
