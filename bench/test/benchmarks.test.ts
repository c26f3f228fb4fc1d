import { describe, expect, test } from "vitest";
import { benchmarks } from "../benchmarks.ts";
import { table, verdict } from "../src/report.ts";

// That each still runs and measures what it says, never how fast: that depends on the machine.
describe.each(benchmarks)("$name", (benchmark) => {
  test("runs, and compares every subject with the first", async () => {
    const report = await benchmark.run({ rounds: 2, repeats: 1 });
    const [first, ...others] = report.rows;
    expect(report.name).toBe(benchmark.name);
    expect(first?.compared).toBeUndefined();
    expect(others.length).toBeGreaterThan(0);
    for (const { measured, compared } of others) {
      expect(measured.median).toBeGreaterThan(0);
      expect(compared?.min).toBeLessThanOrEqual(compared?.max ?? Number.NaN);
    }
    expect(others.filter((row) => verdict(row) !== undefined)).toHaveLength(1);
    for (const { subject } of report.rows) expect(table(report)).toContain(`| ${subject} `);
  });
});
