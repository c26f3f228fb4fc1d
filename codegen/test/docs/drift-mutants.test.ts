import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { operatorNames } from "../../mutants/operators/all.ts";
import { repository } from "../drift/edit.ts";

describe("docs/drift-mutants.md", () => {
  const page = readFileSync(join(repository, "docs/drift-mutants.md"), "utf8");
  const rows = [...page.matchAll(/^\| (.+?) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$/gm)];

  it("tells of every operator, each with a place to work at", () => {
    const names = rows.map(([, name]) => name as string);
    expect(names).toEqual([...operatorNames(), "pairs of changes", "**all**"].sort(likeThePage));
    for (const [row, , mutants] of rows) expect(Number(mutants), row).toBeGreaterThan(0);
  });

  it("adds up", () => {
    const sums = [2, 3, 4, 5].map((column) =>
      rows.slice(0, -1).reduce((sum, row) => sum + Number(row[column]), 0),
    );
    expect(rows.at(-1)?.slice(2).map(Number)).toEqual(sums);
  });
});

/** By name, the sum last. */
function likeThePage(a: string, b: string): number {
  const last = (name: string): number => (name === "**all**" ? 1 : 0);
  return last(a) - last(b) || (a < b ? -1 : 1);
}
