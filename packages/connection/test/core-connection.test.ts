import { describe, expect, it } from "vitest";
import { channel, placeOrder } from "./fake-dialect.ts";
import { Harness } from "./harness.ts";

const orders = channel("orders", true);

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
