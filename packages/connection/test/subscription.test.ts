import { describe, expect, it } from "vitest";
import { channel, prices } from "./fake-dialect.ts";
import { connect, failed, settled } from "./fake-web-socket.ts";

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
