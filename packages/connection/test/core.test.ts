import { describe, expect, it } from "vitest";
import { channel, look, placeOrder, publicLook } from "./fake-dialect.ts";
import { Harness } from "./harness.ts";

const orders = channel("orders", true);

describe("calls", () => {
  it("wait for the connection, go out in order, and are told apart by id", () => {
    const core = new Harness();
    core.begin();
    core.call(1, placeOrder);
    core.call(2, look);
    expect(core.sent).toEqual([]);
    core.opened();
    expect(core.sent.map(({ do: name, id, token }) => [name, id, token])).toEqual([
      ["place", 1, "s3cret-token"],
      ["look", 2, undefined],
    ]);
    core.frame({ id: 2, value: 20 });
    core.frame({ id: 1, value: 10 });
    expect(core.of("answer").map(({ handle, result }) => [handle, result])).toEqual([
      [2, { value: 20 }],
      [1, { value: 10 }],
    ]);
  });

  it("with parameters that do not fit are refused before the wire", () => {
    const core = new Harness().open();
    core.call(1, placeOrder, { bad: true });
    expect(core.failure(1)).toMatchObject({ code: "invalidParams", outcome: "not-sent", path: "/bad" });
    expect(core.sent).toEqual([]);
  });

  it("for another host are refused before the wire", () => {
    const core = new Harness().open();
    core.call(1, publicLook);
    expect(core.failure(1)).toMatchObject({ code: "wrongHost", outcome: "not-sent" });
  });

  it("that need a token where there is none are refused before the wire", () => {
    const core = new Harness({ token: undefined }).open();
    core.call(1, placeOrder);
    core.call(2, look);
    expect(core.failure(1)).toMatchObject({ code: "noToken", outcome: "not-sent" });
    expect(core.sent.map(({ do: name }) => name)).toEqual(["look"]);
  });

  it("that the exchange refuses end with its category and words", () => {
    const core = new Harness().open();
    core.call(1, placeOrder);
    core.frame({ id: 1, error: "EOrder:Insufficient funds" });
    expect(core.failure(1)).toMatchObject({ code: "EOrder", outcome: "refused", retryable: false });
    expect(core.of("fail")[0]?.error.reason).toBe("EOrder:Insufficient funds");
  });

  it("that change orders are unknown where the exchange itself does not know", () => {
    const core = new Harness().open();
    core.call(1, placeOrder);
    core.call(2, look);
    core.frame({ id: 1, error: "EService:Deadline elapsed" });
    core.frame({ id: 2, error: "EService:Deadline elapsed" });
    expect(core.failure(1)).toMatchObject({ code: "EService", outcome: "unknown", retryable: false });
    expect(core.failure(2)).toMatchObject({ code: "EService", outcome: "none" });
  });

  it("whose answer does not fit are invalid, and unknown if they change orders", () => {
    const core = new Harness().open();
    core.call(1, placeOrder);
    core.call(2, look);
    core.frame({ id: 1, value: "ten" });
    core.frame({ id: 2 });
    expect(core.failure(1)).toMatchObject({ code: "invalidAnswer", outcome: "unknown", path: "/value" });
    expect(core.failure(2)).toMatchObject({ code: "invalidAnswer", outcome: "none", path: "/value" });
  });

  it("end at their deadline: not sent, unknown or none", () => {
    const core = new Harness();
    core.begin();
    core.call(1, placeOrder, {}, 500);
    core.pass(600);
    expect(core.failure(1)).toMatchObject({ code: "deadlineExceeded", outcome: "not-sent" });
    core.opened();
    core.call(2, placeOrder, {}, 500);
    core.call(3, look, {}, 700);
    core.pass(499);
    expect(core.failure(2)).toBeUndefined();
    core.pass(1);
    expect(core.failure(2)).toMatchObject({ code: "deadlineExceeded", outcome: "unknown", retryable: false });
    core.pass(200);
    expect(core.failure(3)).toMatchObject({ code: "deadlineExceeded", outcome: "none", retryable: true });
  });

  it("end once: an answer after the deadline is an event", () => {
    const core = new Harness().open();
    core.call(1, placeOrder, {}, 100);
    core.pass(100);
    core.frame({ id: 1, value: 1 });
    expect(core.of("answer")).toEqual([]);
    expect(core.events("stray")).toHaveLength(1);
  });

  it("end when their caller gives up", () => {
    const core = new Harness().open();
    core.call(1, placeOrder);
    core.abort(1);
    core.abort(1);
    core.frame({ id: 1, value: 1 });
    expect(core.of("fail")).toHaveLength(1);
    expect(core.failure(1)).toMatchObject({ code: "aborted", outcome: "unknown" });
    expect(core.of("answer")).toEqual([]);
  });

  it("that were sent are unknown when the connection is over; the others were not sent", () => {
    const core = new Harness({ fetches: true }).open();
    core.call(1, look);
    core.call(2, placeOrder);
    core.token("t1");
    core.call(3, placeOrder);
    core.lost(1008, "");
    core.call(4, placeOrder);
    expect([1, 2, 3, 4].map((handle) => core.failure(handle)?.outcome)).toEqual([
      "none",
      "unknown",
      "unknown",
      "not-sent",
    ]);
    expect(core.failure(2)).toMatchObject({ code: "connectionLost", retryable: false });
    expect(core.failure(4)).toMatchObject({ code: "closed" });
    expect(core.wake).toBe(Number.POSITIVE_INFINITY);
  });

  it("that were sent are unknown when the connection is lost; the others wait for the next", () => {
    const core = new Harness({ fetches: true }).open();
    core.call(1, look);
    core.call(2, placeOrder);
    core.lost();
    core.call(3, look);
    core.token("t1");
    expect(core.failure(1)).toMatchObject({ code: "connectionLost", outcome: "none", retryable: true });
    expect(core.failure(2)).toBeUndefined();
    core.pass(500);
    core.opened();
    expect(core.sent.map(({ do: name, id }) => [name, id])).toEqual([
      ["look", 1],
      ["place", 2],
      ["look", 3],
    ]);
    core.lost();
    expect(core.failure(2)).toMatchObject({ code: "connectionLost", outcome: "unknown", retryable: false });
  });
});

describe("the session token", () => {
  it("is fetched once, when first needed, and kept", () => {
    const core = new Harness({ fetches: true }).open();
    core.call(1, look);
    expect(core.of("fetchToken")).toEqual([]);
    core.call(2, placeOrder);
    core.call(3, placeOrder);
    expect(core.of("fetchToken")).toHaveLength(1);
    core.token("t1");
    core.call(4, placeOrder);
    expect(core.sent.map(({ token }) => token)).toEqual([undefined, "t1", "t1", "t1"]);
    expect(core.of("fetchToken")).toHaveLength(1);
  });

  it("is fetched again when it is old, and when the exchange no longer takes it", () => {
    const core = new Harness({ fetches: true, idle: 1e9 }).open();
    core.call(1, placeOrder);
    core.token("t1");
    core.frame({ id: 1, value: 1 });
    core.pass(14 * 60_000);
    core.call(2, placeOrder);
    expect(core.of("fetchToken")).toHaveLength(2);
    core.token("t2");
    core.call(3, placeOrder);
    core.frame({ id: 2, error: "EAPI:Invalid token" });
    expect(core.of("fetchToken")).toHaveLength(3);
    core.token("t3");
    core.frame({ id: 3, error: "EAPI:Invalid token" });
    expect(core.of("fetchToken")).toHaveLength(3);
    expect(core.sent.map(({ id, token }) => [id, token])).toEqual([
      [1, "t1"],
      [2, "t2"],
      [3, "t2"],
      [4, "t3"],
      [5, "t3"],
    ]);
    core.frame({ id: 4, value: 4 });
    expect(core.of("answer").at(-1)).toMatchObject({ handle: 2, result: { value: 4 } });
    core.frame({ id: 5, error: "EAPI:Invalid token" });
    expect(core.failure(3)).toMatchObject({ code: "EAPI", outcome: "refused" });
  });

  it("is renewed before it is too old, while the old one still works", () => {
    const core = new Harness({ fetches: true, idle: 1e9 }).open();
    core.call(1, placeOrder);
    core.token("t1");
    core.pass(11 * 60_000);
    core.call(2, placeOrder);
    expect(core.lastSent).toMatchObject({ token: "t1" });
    expect(core.of("fetchToken")).toHaveLength(2);
    core.token(undefined, new Error("no network"));
    core.call(3, placeOrder);
    expect(core.lastSent).toMatchObject({ token: "t1" });
    expect(core.failure(3)).toBeUndefined();
    core.pass(60_000);
    core.call(4, placeOrder);
    core.token("t2");
    core.call(5, placeOrder);
    expect(core.lastSent).toMatchObject({ token: "t2" });
  });

  it("that was given is all there is", () => {
    const core = new Harness().open();
    core.call(1, placeOrder);
    core.frame({ id: 1, error: "EAPI:Invalid token" });
    expect(core.failure(1)).toMatchObject({ code: "EAPI", outcome: "refused" });
    expect(core.sent).toHaveLength(1);
  });

  it("that cannot be had ends what needs it, and is asked for again by the next request", () => {
    const core = new Harness({ fetches: true }).open();
    core.call(1, placeOrder);
    core.call(2, look);
    core.token(undefined, new Error("no network"));
    expect(core.failure(1)).toMatchObject({ code: "noToken", outcome: "not-sent", retryable: true });
    expect(core.sent.map(({ do: name }) => name)).toEqual(["look"]);
    core.call(3, placeOrder);
    expect(core.of("fetchToken")).toHaveLength(2);
  });

  it("is in nothing that people read", () => {
    const core = new Harness().open();
    core.call(1, placeOrder, { token: "s3cret-token" });
    core.call(2, placeOrder);
    core.call(3, placeOrder);
    core.frame({ id: 1, error: "EGeneral:Bad s3cret-token" });
    core.frame({ id: 2, value: "s3cret-token" });
    core.frame('{"channel":"nobody","value":"s3cret-token"}');
    core.frame("s3cret-token, not JSON");
    core.lost(1008, "token s3cret-token");
    const read = core.outputs.filter(({ type }) => type !== "send");
    expect(JSON.stringify(read)).not.toContain("s3cret-token");
  });
});

describe("subscriptions", () => {
  it("deliver what comes, in order, also before the acknowledgement", () => {
    const core = new Harness().open();
    core.subscribe(1, orders);
    core.frame({ channel: "orders", value: 1 });
    core.frame({ id: 1 });
    core.frame({ channel: "orders", value: 2 });
    expect(core.of("subscribed").map(({ handle }) => handle)).toEqual([1]);
    expect(core.of("deliver").map(({ message }) => message)).toEqual([
      { channel: "orders", value: 1 },
      { channel: "orders", value: 2 },
    ]);
  });

  it("end when left, and the exchange is told", () => {
    const core = new Harness().open();
    core.subscribe(1, orders);
    core.frame({ id: 1 });
    core.leave(1);
    expect(core.lastSent).toMatchObject({ do: "unsubscribe", channel: "orders", token: "s3cret-token" });
    core.frame({ channel: "orders", value: 1 });
    expect(core.ended(1)).toEqual([]);
    core.frame({ id: 2 });
    expect(core.ended(1)).toEqual([undefined]);
    expect(core.of("deliver")).toEqual([]);
    core.subscribe(2, orders);
    expect(core.lastSent).toMatchObject({ do: "subscribe" });
  });

  it("left before their acknowledgement are ended after it", () => {
    const core = new Harness().open();
    core.subscribe(1, orders);
    core.leave(1);
    expect(core.sent).toHaveLength(1);
    core.frame({ id: 1 });
    expect(core.lastSent).toMatchObject({ do: "unsubscribe" });
    core.frame({ id: 2 });
    expect(core.ended(1)).toEqual([undefined]);
    expect(core.of("subscribed")).toEqual([]);
  });

  it("left before they were sent never are", () => {
    const core = new Harness();
    core.begin();
    core.subscribe(1, orders);
    core.leave(1);
    core.opened();
    expect(core.ended(1)).toEqual([undefined]);
    expect(core.sent).toEqual([]);
  });

  it("of one channel exist once", () => {
    const core = new Harness().open();
    core.subscribe(1, orders);
    core.subscribe(2, orders);
    expect(core.ended(2)).toEqual(["alreadySubscribed"]);
    expect(core.sent).toHaveLength(1);
  });

  it("that are refused, late or ended by the exchange say so", () => {
    const core = new Harness().open();
    core.subscribe(1, channel("a"));
    core.frame({ id: 1, error: "ESession:Invalid session" });
    core.subscribe(2, channel("b"), 100);
    core.pass(100);
    expect(core.lastSent).toMatchObject({ do: "unsubscribe", channel: "b" });
    core.subscribe(3, channel("c"));
    core.frame({ id: core.lastSent.id });
    core.frame({ ended: "c", error: "Token is expired" });
    expect([1, 2, 3].flatMap((handle) => core.ended(handle))).toEqual([
      "ESession",
      "deadlineExceeded",
      "subscriptionEnded",
    ]);
  });

  it("with a message that does not fit end, and the exchange is told", () => {
    const core = new Harness().open();
    core.subscribe(1, orders);
    core.frame({ id: 1 });
    core.frame({ channel: "orders", value: "x" });
    expect(core.ended(1)).toEqual(["invalidMessage"]);
    expect(core.lastSent).toMatchObject({ do: "unsubscribe" });
    core.frame({ channel: "orders", value: 1 });
    expect(core.of("deliver")).toEqual([]);
    expect(core.events("stray")).toHaveLength(1);
  });

  it("that are not read in time end with what they kept", () => {
    const core = new Harness().open();
    core.subscribe(1, orders);
    core.frame({ id: 1 });
    core.failOwn(1);
    expect(core.events("ended")).toMatchObject([{ channel: "orders", error: { code: "overflow" } }]);
    expect(core.ended(1)).toEqual(["overflow"]);
    expect(core.lastSent).toMatchObject({ do: "unsubscribe" });
  });
});

describe("the connection", () => {
  it("that is not made in time is tried again, and what waits goes on waiting", () => {
    const core = new Harness().begin();
    core.call(1, placeOrder, {}, 1_800);
    core.pass(1_000);
    expect(core.core.state).toBe("waiting");
    expect(core.events("lost")).toMatchObject([{ error: { code: "connectFailed" }, retryIn: 500 }]);
    core.pass(500);
    expect(core.of("connect")).toHaveLength(2);
    core.pass(300);
    expect(core.failure(1)).toMatchObject({ code: "deadlineExceeded", outcome: "not-sent" });
  });

  it("that need not be made again is over when it is lost", () => {
    const core = new Harness({ reconnect: false }).begin();
    core.call(1, placeOrder);
    core.pass(1_000);
    expect(core.failure(1)).toMatchObject({ code: "connectFailed", outcome: "not-sent" });
    expect(core.events("closed")).toMatchObject([{ error: { code: "connectFailed" } }]);
    expect(core.wake).toBe(Number.POSITIVE_INFINITY);
  });

  it.each([1002, 1003, 1007, 1008, 1009, 1010])("that ends with code %i is not made again", (code) => {
    const core = new Harness().open();
    core.lost(code, "not again");
    expect(core.core.state).toBe("closed");
    expect(core.events("closed")).toMatchObject([{ error: { code: "connectionLost", retryable: false } }]);
    expect(core.wake).toBe(Number.POSITIVE_INFINITY);
  });

  it("waits longer with each failure, and anew after one that lasted", () => {
    const core = new Harness().begin();
    const waits = () => core.events("lost").map(({ retryIn }) => retryIn);
    for (let attempt = 0; attempt < 8; attempt += 1) {
      core.lost();
      core.pass(waits().at(-1) ?? 0);
    }
    expect(waits()).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    core.opened();
    for (let second = 0; second < 61; second += 1) {
      core.pass(1_000);
      core.frame({ beat: true });
    }
    core.lost();
    expect(waits().at(-1)).toBe(500);
  });

  it("keeps below Kraken's limit of attempts, however often it is lost", () => {
    const core = new Harness({ random: () => 0 }).begin();
    const begun = core.now;
    const times: number[] = [];
    for (let attempt = 0; attempt < 250; attempt += 1) {
      core.lost();
      core.pass(core.events("lost").at(-1)?.retryIn ?? 0);
      times.push(core.now - begun);
    }
    for (const time of times) {
      const recent = times.filter((other) => other > time - 600_000 && other <= time);
      expect(recent.length).toBeLessThanOrEqual(100);
    }
    expect(times.at(-1)).toBe(1_200_000);
  });

  it("that is silent is asked once, and lost when it does not answer", () => {
    const core = new Harness().open();
    core.pass(10_000);
    expect(core.lastSent).toMatchObject({ do: "ping" });
    core.frame({ id: core.lastSent.id });
    core.pass(9_999);
    expect(core.sent).toHaveLength(1);
    core.pass(1);
    expect(core.sent).toHaveLength(2);
    core.pass(2_000);
    expect(core.core.state).toBe("waiting");
    expect(core.events("lost")).toMatchObject([{ error: { code: "connectionLost" } }]);
    expect(core.events("stray")).toEqual([]);
  });

  it("is asked, not given up, by a program that stood still itself", () => {
    const core = new Harness().open();
    core.now += 60_000;
    core.tick();
    expect(core.lastSent).toMatchObject({ do: "ping" });
    core.pass(1_999);
    expect(core.core.state).toBe("open");
    core.pass(1);
    expect(core.core.state).toBe("waiting");
  });

  it("lives as long as anything comes", () => {
    const core = new Harness().open();
    for (let second = 0; second < 60; second += 1) {
      core.pass(1_000);
      core.frame({ beat: true });
    }
    expect(core.sent).toEqual([]);
    expect(core.core.state).toBe("open");
  });

  it("closes after the calls that were sent", () => {
    const core = new Harness().open();
    core.subscribe(9, orders);
    core.frame({ id: 1 });
    core.call(1, placeOrder);
    core.close();
    core.call(2, placeOrder);
    expect(core.ended(9)).toEqual([undefined]);
    expect(core.failure(2)).toMatchObject({ code: "closed", outcome: "not-sent" });
    expect(core.of("disconnect")).toEqual([]);
    core.frame({ id: 2, value: 1 });
    expect(core.of("answer")).toHaveLength(1);
    expect(core.of("disconnect")).toHaveLength(1);
    expect(core.events("closed")).toEqual([{ type: "closed", error: undefined }]);
    expect(core.wake).toBe(Number.POSITIVE_INFINITY);
  });

  it("does not wait for an answer longer than its deadline when closing", () => {
    const core = new Harness().open();
    core.call(1, placeOrder, {}, 300);
    core.close();
    core.pass(300);
    expect(core.failure(1)).toMatchObject({ code: "deadlineExceeded", outcome: "unknown" });
    expect(core.core.state).toBe("closed");
  });

  it("says what comes by itself, and what the spec does not know", () => {
    const core = new Harness().open();
    core.frame('{"push":"weather","value":1,"mood":"new"}');
    core.frame('{"push":"weather","value":"x"}');
    core.frame("[1]");
    expect(core.events("push")).toMatchObject([{ name: "weather" }]);
    expect(core.drifts).toMatchObject([
      { path: "/push" },
      { path: "/mood", kind: "unknown-field", source: "weather" },
      { path: "/value", kind: "misfit", source: "weather", sample: '"x"' },
    ]);
    expect(core.events("stray")).toHaveLength(2);
  });
});
