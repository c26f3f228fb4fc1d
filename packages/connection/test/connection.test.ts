import { describe, expect, it } from "vitest";
import type { WebSocketConstructor } from "../src/socket.ts";
import { tokenFrom } from "../src/tokens.ts";
import { channel, look, placeOrder } from "./fake-dialect.ts";
import { connect, failed, settled } from "./fake-web-socket.ts";

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
