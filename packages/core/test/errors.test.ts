import { describe, expect, expectTypeOf, it } from "vitest";
import { describeFault, ExchangeError, fault, isErrorNamed, within } from "../src/index.ts";

class DemoError extends ExchangeError<"refused" | "timeout"> {
  override readonly name = "DemoError";
}

describe("ExchangeError", () => {
  it("carries a closed code, the outcome and the cause", () => {
    const cause = new Error("socket closed");
    const error = new DemoError("timeout", "no answer within 5 s", {
      cause,
      outcome: "unknown",
      request: { name: "add_order" },
    });
    expect(error).toMatchObject({
      name: "DemoError",
      code: "timeout",
      outcome: "unknown",
      retryable: false,
      cause,
    });
    expect(`${error}`).toBe("DemoError: no answer within 5 s");
    expectTypeOf(error.code).toEqualTypeOf<"refused" | "timeout">();
  });

  it("has no cause property when there is none, and is not retryable unless said so", () => {
    const error = new DemoError("refused", "no");
    expect("cause" in error).toBe(false);
    expect(error).toMatchObject({ outcome: "none", retryable: false, raw: undefined });
  });

  it("keeps no more than 4,096 characters of a raw text", () => {
    expect(new DemoError("refused", "no", { raw: "x".repeat(10_000) }).raw).toHaveLength(4096);
  });

  it("is recognised by shape, so another copy of the package understands it", () => {
    expect(isErrorNamed(new DemoError("refused", "no"), "DemoError")).toBe(true);
    expect(
      isErrorNamed(structuredClone({ name: "DemoError", code: "refused", outcome: "none" }), "DemoError"),
    ).toBe(true);
    for (const other of [null, undefined, "DemoError", new Error("no"), { name: "DemoError" }]) {
      expect(isErrorNamed(other, "DemoError")).toBe(false);
    }
  });
});

describe("faults", () => {
  it("name the path, what was expected and what was there", () => {
    const found = within("/params", fault("/orders", "at least 2 items", ["a"]));
    expect(describeFault(found)).toBe("/params/orders: expected at least 2 items, got 1 item");
  });

  it.each([
    [undefined, "nothing"],
    [null, "null"],
    [[1, 2], "2 items"],
    [{ a: 1 }, "object"],
    ["x", '"x"'],
    [Number.NaN, "NaN"],
  ])("render %o as %s", (value, rendered) => {
    expect(describeFault(fault("", "string", value))).toBe(`/: expected string, got ${rendered}`);
  });

  it("cut a long text", () => {
    expect(fault("", "uuid", "y".repeat(5000)).actual.length).toBeLessThanOrEqual(60);
  });
});
