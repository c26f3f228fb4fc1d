import { describe, expect, it } from "vitest";
import { channel } from "./fake-dialect.ts";
import { Harness } from "./harness.ts";

const orders = channel("orders", true);

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
