import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeJson } from "../src/json.ts";

describe("encodeJson", () => {
  it.each([
    [1e-7, "0.0000001"],
    [-1.5e-9, "-0.0000000015"],
    [1e21, "1000000000000000000000"],
    [-1.25e25, "-12500000000000000000000000"],
    [5e-324, `0.${"0".repeat(323)}5`],
    [0.1, "0.1"],
    [
      { order_qty: 2e-8, note: "1e-7", list: [1e22, null, true] },
      '{"order_qty":0.00000002,"note":"1e-7","list":[10000000000000000000000,null,true]}',
    ],
    [JSON.parse('{"__proto__":1e-8}'), '{"__proto__":0.00000001}'],
  ])("writes %j without an exponent", (value, text) => {
    expect(encodeJson(value)).toBe(text);
  });

  it("means the same as JSON.stringify, and never has an exponent", () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    const value = fc.oneof(
      number,
      fc.dictionary(fc.string(), fc.oneof(number, fc.array(number), fc.string())),
    );
    fc.assert(
      fc.property(value, (it) => {
        const text = encodeJson(it);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(it)));
        if (typeof it === "number") expect(text).not.toMatch(/e/i);
      }),
      { seed: 20261121, numRuns: 2_000 },
    );
  });
});
