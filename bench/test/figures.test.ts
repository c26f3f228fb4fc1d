import { describe, expect, test } from "vitest";
import { type Row, table, verdict } from "../src/report.ts";
import { against, interleave } from "../src/rounds.ts";
import { spread } from "../src/spread.ts";

describe("spread", () => {
  test.each([
    { figures: [3], want: { median: 3, min: 3, max: 3 } },
    { figures: [10, 2, 9], want: { median: 9, min: 2, max: 10 } },
    { figures: [4, 1, 100, 2], want: { median: 3, min: 1, max: 100 } },
  ])("of $figures", ({ figures, want }) => {
    expect(spread(figures)).toEqual(want);
  });

  test("of nothing is refused", () => {
    expect(() => spread([])).toThrow(RangeError);
  });
});

test("every subject has one turn a round, none is always first, and the warm-up is not counted", async () => {
  const turns: string[] = [];
  const subject = (name: string) => ({
    name,
    turn: async () => turns.push(name),
  });
  const costs = await interleave([subject("a"), subject("b")], 2);
  expect(turns.join("")).toBe("ababba");
  expect(Object.fromEntries(costs)).toEqual({ a: [3, 6], b: [4, 5] });
});

test("figures are compared round by round", () => {
  expect(against([3, 8], [2, 4], (cost, base) => cost / base)).toEqual([1.5, 2]);
  expect(() => against([3], [2, 4], (cost, base) => cost / base)).toThrow(RangeError);
});

describe("a bar", () => {
  const measured = spread([1]);
  test.each<{ row: Row; want: string | undefined }>([
    { row: { subject: "kept", measured, compared: spread([1, 1.15, 9]), bar: 1.15 }, want: "ok" },
    { row: { subject: "missed", measured, compared: spread([1, 1.16, 1.2]), bar: 1.15 }, want: "missed" },
    { row: { subject: "not set", measured, compared: spread([7]) }, want: undefined },
    { row: { subject: "the baseline", measured }, want: undefined },
  ])("$row.subject", ({ row, want }) => {
    expect(verdict(row)).toBe(want);
  });

  test("stands in the table beside what was measured", () => {
    const rows = [
      { subject: "without", measured: spread([2]) },
      { subject: "with", measured: spread([3, 5]), compared: spread([1.5, 2.5]), bar: 1.15 },
    ];
    const text = table({ name: "cost", method: "Twice.", unit: "µs", comparison: "ratio", rows });
    expect(text.split("\n")).toEqual([
      "| cost    | µs  | min–max | ratio | min–max   | bar   |        |",
      "| ------- | --- | ------- | ----- | --------- | ----- | ------ |",
      "| without | 2.0 | 2.0–2.0 |       |           |       |        |",
      "| with    | 4.0 | 3.0–5.0 | 2.00× | 1.50–2.50 | 1.15× | missed |",
      "",
      "Twice.",
    ]);
  });
});
