import { expect, test } from "vitest";
import { plot } from "../src/plot.ts";
import type { Report } from "../src/report.ts";

const report = (subjects: readonly string[]): Report => ({
  ...{ name: "orders, growth", method: "", unit: "µs", comparison: "ratio" },
  rows: subjects.map((subject, i) => ({ subject, measured: { median: 10 + i, min: 9, max: 20 } })),
});

test("what grows with a number is drawn over its logarithm, the median with its spread", () => {
  const drawn = plot([report(["echo", "sandbox"]), report(["1 open", "10 open", "100 open"])]);
  expect(drawn).toMatch(/^<svg [^>]*viewBox="0 0 360 220"/);
  const points = (/points="([^"]+)"/.exec(drawn)?.[1] ?? "")
    .split(" ")
    .map((point) => point.split(",").map(Number));
  const [[x1 = 0, y1 = 0] = [], [x2 = 0, y2 = 0] = [], [x3 = 0, y3 = 0] = []] = points;
  expect(points).toHaveLength(3);
  expect(x2 - x1).toBeCloseTo(x3 - x2, 0);
  expect(y1).toBeGreaterThan(y2);
  expect(y2).toBeGreaterThan(y3);
  expect(drawn).toContain(">orders, growth</text>");
  expect(drawn.match(/<circle /g)).toHaveLength(3);
});

test("nothing to draw is refused", () => {
  expect(() => plot([report(["echo", "sandbox"])])).toThrow("--plot: none of these benchmarks grows");
});
