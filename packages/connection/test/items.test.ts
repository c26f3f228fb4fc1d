import { describe, expect, it } from "vitest";
import { cancel, type Frame, priceFeed, prices } from "./fake-dialect.ts";
import { Harness } from "./harness.ts";

const open = () => new Harness().open();
const follow = (core: Harness, handle: number, params: object, deadline = 5_000) =>
  core.subscribe(handle, prices, deadline, params);
const delivered = (core: Harness) =>
  core.of("deliver").map(({ handle, message }) => [handle, (message as Frame).value]);

describe("a call whose items are answered one by one", () => {
  it("ends with the last of them, with all results", () => {
    const core = open();
    core.call(1, cancel, { items: ["a", "b"] });
    core.frame({ id: 1, item: "b", value: 2 });
    expect(core.of("answer")).toEqual([]);
    core.frame({ id: 1, item: "a", value: 1 });
    core.frame({ id: 1, item: "a", value: 1 });
    expect(core.of("answer")).toEqual([{ type: "answer", handle: 1, result: [{ value: 2 }, { value: 1 }] }]);
    expect(core.events("stray")).toHaveLength(1);
  });

  it("does not take an answer that comes twice for another's", () => {
    const core = open();
    core.call(1, cancel, { items: ["a", "b"] });
    core.frame({ id: 1, item: "a", value: 1 });
    core.frame({ id: 1, item: "a", value: 1 });
    expect(core.of("answer")).toEqual([]);
    expect(core.events("stray")).toHaveLength(1);
  });

  it("fails when one is refused, after all have come, and names it", () => {
    const core = open();
    core.call(1, cancel, { items: ["a", "b"] });
    core.frame({ id: 1, error: "EOrder:Unknown order" });
    expect(core.of("fail")).toEqual([]);
    core.frame({ id: 1, item: "a", value: 1 });
    expect(core.failure(1)).toEqual({
      code: "EOrder",
      outcome: "unknown",
      retryable: false,
      path: "/items/1",
    });
    expect(core.of("fail")[0]?.error.answers).toMatchObject([
      { error: { code: "EOrder", outcome: "refused" } },
      { result: { value: 1 } },
    ]);
  });

  it("is refused only if every item is", () => {
    const core = open();
    core.call(1, cancel, { items: ["a", "b"] });
    core.frame({ id: 1, error: "EOrder:Unknown order" });
    core.frame({ id: 1, error: "EOrder:Unknown order" });
    core.call(2, cancel, { items: ["a"] });
    core.frame({ id: 2, error: "EOrder:Unknown order" });
    expect(core.failure(1)).toMatchObject({ code: "EOrder", outcome: "refused" });
    expect(core.failure(2)).toMatchObject({ code: "EOrder", outcome: "refused", path: "/items/0" });
  });

  it("is unknown when an answer is missing, and keeps those that came", () => {
    const core = open();
    core.call(1, cancel, { items: ["a", "b"] }, 100);
    core.frame({ id: 1, item: "a", value: 1 });
    core.pass(100);
    expect(core.failure(1)).toMatchObject({ code: "deadlineExceeded", outcome: "unknown" });
    const [{ error } = { error: undefined }] = core.of("fail");
    expect(error?.message).toContain("1 of 2 were answered");
    expect(error?.answers).toEqual([{ result: { value: 1 } }]);
  });

  it("is unknown when an answer cannot be read", () => {
    const core = open();
    core.call(1, cancel, { items: ["a", "b"] });
    core.frame({ id: 1, item: "a", value: "x" });
    core.frame({ id: 1, item: "b", value: 1 });
    expect(core.failure(1)).toMatchObject({ code: "invalidAnswer", outcome: "unknown", path: "/value" });
  });

  it("ends at once when the token is refused, which no item has to itself", () => {
    const core = open();
    core.call(1, cancel, { items: ["a", "b"] });
    core.frame({ id: 1, error: "EAPI:Invalid token" });
    expect(core.failure(1)).toMatchObject({ code: "EAPI", outcome: "refused" });
  });
});

describe("a subscription whose items are acknowledged one by one", () => {
  it("is ready when all are, and left with what tells it apart", () => {
    const core = open();
    follow(core, 1, { items: ["a", "b"], size: 5, rest: true });
    core.frame({ id: 1, item: "a" });
    expect(core.of("subscribed")).toEqual([]);
    core.frame({ id: 1, item: "b" });
    expect(core.of("subscribed")).toHaveLength(1);
    core.leave(1);
    expect(core.lastSent).toMatchObject({ do: "unsubscribe", params: { items: ["a", "b"], size: 5 } });
    expect(core.lastSent).not.toHaveProperty("params.rest");
    core.frame({ id: 2, item: "a" });
    expect(core.ended(1)).toEqual([]);
    core.frame({ id: 2, item: "b" });
    expect(core.ended(1)).toEqual([undefined]);
  });

  it("ends when one is refused, and the others are left", () => {
    const core = open();
    follow(core, 1, { items: ["a", "b", "c"] });
    core.frame({ id: 1, item: "a" });
    core.frame({ id: 1, item: "b", error: "EQuery:No such pair" });
    expect(core.of("ended")).toMatchObject([{ error: { code: "EQuery", path: "/items/1" } }]);
    expect(core.lastSent).toMatchObject({ do: "unsubscribe", params: { items: ["a", "c"] } });
    core.frame({ id: 1, item: "c" });
    for (const item of ["a", "c"]) core.frame({ id: 2, item });
    expect(core.ended(1)).toEqual(["EQuery"]);
    expect(core.sent).toHaveLength(2);
    expect(core.events("stray")).toEqual([]);
  });

  it("ends at its deadline when an acknowledgement is missing", () => {
    const core = open();
    follow(core, 1, { items: ["a", "b"] }, 100);
    core.frame({ id: 1, item: "a" });
    core.pass(100);
    expect(core.ended(1)).toEqual(["deadlineExceeded"]);
    expect(core.lastSent).toMatchObject({ do: "unsubscribe", params: { items: ["a", "b"] } });
  });

  it("ends when the exchange ends one of its items, and the others are left", () => {
    const core = open();
    follow(core, 1, { items: ["a", "b"] });
    for (const item of ["a", "b"]) core.frame({ id: 1, item });
    core.frame({ ended: "prices-10", item: "a" });
    expect(core.ended(1)).toEqual(["subscriptionEnded"]);
    expect(core.lastSent).toMatchObject({ do: "unsubscribe", params: { items: ["b"] } });
  });
});

describe("several subscriptions of one channel", () => {
  it("get their own messages: by item, by the name's suffix, by what messages repeat", () => {
    const core = open();
    follow(core, 1, { items: ["a"], every: 1 });
    follow(core, 2, { items: ["b", "c"] });
    follow(core, 3, { items: ["a"], every: 5 });
    follow(core, 4, { items: ["a"], size: 100 });
    core.frame({ channel: "prices-10", item: "a", every: 1, value: 1 });
    core.frame({ channel: "prices-10", item: "c", every: 9, value: 2 });
    core.frame({ channel: "prices-10", item: "a", every: 5, value: 3 });
    core.frame({ channel: "prices-100", item: "a", every: 1, value: 4 });
    core.frame({ channel: "prices-10", item: "d", value: 5 });
    expect(delivered(core)).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 4],
    ]);
    expect(core.events("stray")).toHaveLength(1);
  });

  it.each([
    ["the same", { items: ["a"], every: 1 }],
    ["an item among others", { items: ["b", "a"], every: 1 }],
    ["what the exchange may decide to be the same", { items: ["a"] }],
    ["the default by name", { items: ["a"], every: 1, size: 10 }],
  ])("are refused for %s", (_name, params) => {
    const core = open();
    follow(core, 1, { items: ["a"], every: 1 });
    follow(core, 2, params);
    expect(core.ended(2)).toEqual(["alreadySubscribed"]);
    expect(core.sent).toHaveLength(1);
  });

  it("all end when a message that names no item cannot be read", () => {
    const core = open();
    follow(core, 1, { items: ["a"] });
    follow(core, 2, { items: ["b"] });
    core.frame({ channel: "prices-10", value: "x" });
    expect([...core.ended(1), ...core.ended(2)]).toEqual(["invalidMessage", "invalidMessage"]);
  });

  it("end apart from each other", () => {
    const core = open();
    follow(core, 1, { items: ["a"] });
    follow(core, 2, { items: ["b"] });
    core.frame({ id: 1, item: "a" });
    core.frame({ id: 2, item: "b" });
    core.leave(1);
    core.frame({ id: 3, item: "a" });
    core.frame({ channel: "prices-10", item: "b", value: 2 });
    follow(core, 3, { items: ["a"] });
    core.frame({ channel: "prices-10", item: "a", value: 3 });
    expect(core.ended(1)).toEqual([undefined]);
    expect(delivered(core)).toEqual([
      [2, 2],
      [3, 3],
    ]);
  });
});

describe("a feed, which is about one item and believes any acknowledgement", () => {
  const two = () => {
    const core = open();
    core.subscribe(1, priceFeed, 5_000, { items: ["a"] });
    core.subscribe(2, priceFeed, 5_000, { items: ["b"] });
    core.frame({ id: 1 });
    core.frame({ id: 2 });
    return core;
  };

  it("gets the messages of its item alone", () => {
    const core = two();
    core.frame({ channel: "prices-10", item: "a", value: 1 });
    core.frame({ channel: "prices-10", item: "b", value: 2 });
    expect(delivered(core)).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  it("is not followed twice, nor beside a channel with its item", () => {
    const core = two();
    core.subscribe(3, priceFeed, 5_000, { items: ["a"] });
    core.subscribe(4, prices, 5_000, { items: ["c", "b"] });
    expect(core.of("ended")).toMatchObject([
      { handle: 3, error: { code: "alreadySubscribed" } },
      { handle: 4, error: { code: "alreadySubscribed" } },
    ]);
  });

  it("ends with a refusal, and has nothing to leave", () => {
    const core = open();
    core.subscribe(1, priceFeed, 5_000, { items: ["a"] });
    core.frame({ id: 1, error: "EQuery:Unknown item", item: "a" });
    expect(core.of("ended")).toMatchObject([{ handle: 1, error: { code: "EQuery", outcome: "refused" } }]);
    expect(core.of("send")).toHaveLength(1);
  });

  it("is left by its item", () => {
    const core = two();
    core.leave(1);
    expect(core.of("send").at(-1)?.text).toContain('"params":{"items":["a"]}');
    core.frame({ id: 3, item: "a" });
    expect(core.of("ended")).toEqual([{ type: "ended", handle: 1, error: undefined }]);
  });
});
