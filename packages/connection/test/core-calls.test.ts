import { describe, expect, it } from "vitest";
import { channel, look, placeOrder, publicLook } from "./fake-dialect.ts";
import { Harness } from "./harness.ts";

const _orders = channel("orders", true);

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
