import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimalText } from "../src/index.ts";

describe("decimalText", () => {
  it.each([
    [0, "0"],
    [-0, "0"],
    [1e-7, "0.0000001"],
    [1.5e-9, "0.0000000015"],
    [-2.5e-8, "-0.000000025"],
    [1e21, "1000000000000000000000"],
    [1.25e22, "12500000000000000000000"],
    [0.1, "0.1"],
    [61250.5, "61250.5"],
    [Number.MIN_VALUE, `0.${"0".repeat(323)}5`],
  ])("writes %d as %s", (value, want) => {
    expect(decimalText(value)).toBe(want);
  });

  it("reads back as the same number and never has an exponent", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = decimalText(value);
        expect(text).toMatch(/^-?\d+(\.\d+)?$/);
        expect(Number(text)).toBe(value === 0 ? 0 : value);
      }),
      { numRuns: 2000 },
    );
  });
});
