import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  add,
  compare,
  floorTo,
  isMultipleOf,
  multiply,
  parseDecimal,
  parseJsonNumber,
  subtract,
  toFixed,
} from "../src/engine/decimal.ts";

const plain = fc
  .tuple(fc.bigInt(-(10n ** 18n), 10n ** 18n), fc.integer({ min: 0, max: 12 }))
  .map(([digits, scale]) => {
    const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, "0");
    const point = text.length - scale;
    return `${digits < 0n ? "-" : ""}${text.slice(0, point)}${scale === 0 ? "" : `.${text.slice(point)}`}`;
  });

describe("parseDecimal", () => {
  test.each([
    ["0", "0"],
    ["-0.00", "0"],
    ["007", "7"],
    ["+1.50", "1.5"],
    [".5", "0.5"],
    ["5.", "5"],
    ["60000.10", "60000.1"],
    ["0.00000001", "0.00000001"],
    ["-12.340", "-12.34"],
    ["100", "100"],
  ])("%s is %s", (given, want) => {
    expect(parseDecimal(given)).toBe(want);
  });

  test.each(["", " 1", "1e5", "1E-7", "NaN", "Infinity", "0x10", "1,5", ".", "-", "--1", "1".repeat(65)])(
    "%j is refused",
    (given) => {
      expect(parseDecimal(given)).toBeUndefined();
    },
  );
});

test.each([
  ["1e-7", "0.0000001"],
  ["1.25E+3", "1250"],
  ["1.25e1", "12.5"],
  ["-2.0", "-2"],
  ["0e0", "0"],
  ["1e999", undefined],
])("the JSON number %s is %s", (given, want) => {
  expect(parseJsonNumber(given)).toBe(want);
});

test("every plain text keeps its value", () => {
  fc.assert(
    fc.property(plain, (text) => {
      const decimal = parseDecimal(text) as string;
      expect(parseDecimal(decimal)).toBe(decimal);
      expect(parseDecimal(toFixed(decimal, 12))).toBe(decimal);
      expect(Number(decimal)).toBe(Number(text) + 0);
    }),
  );
});

test("arithmetic agrees with exact integers", () => {
  const cents = fc.bigInt(-(10n ** 12n), 10n ** 12n);
  const decimal = (units: bigint) => parseDecimal(toFixedFromUnits(units)) as string;
  fc.assert(
    fc.property(cents, cents, (a, b) => {
      expect(add(decimal(a), decimal(b))).toBe(decimal(a + b));
      expect(subtract(decimal(a), decimal(b))).toBe(decimal(a - b));
      expect(compare(decimal(a), decimal(b))).toBe(a < b ? -1 : a > b ? 1 : 0);
      expect(isMultipleOf(decimal(a), "0.05")).toBe(a % 5n === 0n);
    }),
  );
});

test("products and grids are exact where doubles are not", () => {
  expect(add("0.1", "0.2")).toBe("0.3");
  expect(multiply("1.1", "1.1")).toBe("1.21");
  expect(isMultipleOf("0.3", "0.1")).toBe(true);
  expect(isMultipleOf("0.30000000000000004", "0.1")).toBe(false);
  expect(floorTo("61799.99", "0.5")).toBe("61799.5");
  expect(toFixed("1.999", 2)).toBe("1.99");
  expect(toFixed("84000", 1)).toBe("84000.0");
});

function toFixedFromUnits(units: bigint): string {
  const text = (units < 0n ? -units : units).toString().padStart(3, "0");
  return `${units < 0n ? "-" : ""}${text.slice(0, -2)}.${text.slice(-2)}`;
}
