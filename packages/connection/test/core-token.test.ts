import { describe, expect, it } from "vitest";
import { channel, look, placeOrder } from "./fake-dialect.ts";
import { Harness } from "./harness.ts";

const _orders = channel("orders", true);

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
