import { describe, expect, test } from "vitest";
import { benchmarks } from "../benchmarks.ts";
import { table, verdict } from "../src/report.ts";

// That each still runs and measures what it says, never how fast: that depends on the machine.
describe.each(benchmarks)("$name", (benchmark) => {
  test("runs, and compares every subject with the first", async () => {
    const reports = await benchmark.run({ rounds: 2, repeats: 1 });
    for (const report of reports) {
      const [first, ...others] = report.rows;
      expect(report.name).toContain(benchmark.name);
      expect(first?.compared).toBeUndefined();
      expect(others.length).toBeGreaterThan(0);
      for (const { measured, compared } of others) {
        expect(measured.median).toBeGreaterThan(0);
        expect(compared?.min).toBeLessThanOrEqual(compared?.max ?? Number.NaN);
      }
      for (const { subject } of report.rows) expect(table(report)).toContain(`| ${subject} `);
    }
    // A promise at least, kept or missed.
    const verdicts = reports.flatMap(({ rows }) => rows.map(verdict));
    expect(verdicts).toContainEqual(expect.toBeOneOf(["ok", "missed"]));
  });
});
