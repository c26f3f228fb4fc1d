import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Disagreement, parseDisagreements, settle } from "../../second-opinion/disagreements.ts";
import { openApiTargets } from "../../second-opinion/opinion.ts";
import { renderReport, uncounted } from "../../second-opinion/report.ts";
import { targets } from "../../src/targets.ts";
import { compareThings } from "./things.ts";

const repository = join(import.meta.dirname, "../../..");
const entry: Disagreement = {
  where: "api / model A / field b / type",
  theirs: "string",
  ours: "date",
  reason: "Because.",
};
const { reason: _, ...difference } = entry;
const nothing = { explained: [], unlisted: [], outdated: [] };

describe("the list", () => {
  test("explains a difference that it describes", () => {
    expect(settle([difference], [entry])).toEqual({ ...nothing, explained: [entry] });
  });

  test("does not explain what it does not name", () => {
    expect(settle([difference], [])).toEqual({ ...nothing, unlisted: [difference] });
  });

  test("fails when an entry no longer applies", () => {
    expect(settle([], [entry])).toEqual({ ...nothing, outdated: [entry] });
  });

  test.each(["theirs", "ours"] as const)("fails when what stands on a side changed: %s", (side) => {
    const changed = { ...difference, [side]: "number" };
    expect(settle([changed], [entry])).toEqual({ explained: [], unlisted: [changed], outdated: [entry] });
  });

  test.each([
    { what: "no list", list: {}, error: "list.json: expected a list" },
    { what: "no reason", list: [difference], error: "list.json: entry 0 needs where, theirs, ours, reason" },
    {
      what: "an empty reason",
      list: [entry, { ...entry, where: "x", reason: "" }],
      error: "list.json: entry 1 needs",
    },
    { what: "no entry", list: [null], error: "list.json: entry 0 needs" },
    { what: "one place twice", list: [entry, entry], error: `list.json: two entries for ${entry.where}` },
  ])("is refused: $what", ({ list, error }) => {
    expect(() => parseDisagreements(JSON.stringify(list), "list.json")).toThrow(error);
  });

  test("as committed, is whole and speaks of the specs that are compared", () => {
    const file = "codegen/second-opinion/disagreements.json";
    const list = parseDisagreements(readFileSync(join(repository, file), "utf8"), file);
    const names = openApiTargets(repository, targets).map(({ name }) => name);
    for (const { where } of list) expect(names).toContain(where.split(" / ", 1)[0]);
  });
});

describe("the report", () => {
  test("counts what agrees and what is explained", () => {
    const agreed = new Map([
      ["type", 5],
      ["items", 2],
      ["types", 3],
    ]);
    const lines = renderReport(agreed, { ...nothing, explained: [entry] }, "list.json").split("\n");
    expect(lines[0]).toBe("compared                    agreed   explained unexplained");
    expect(lines).toContain("types                            7           1           0");
    expect(lines).toContain("compiled types                   3           0           0");
    expect(lines.join()).not.toContain("list.json");
  });

  test("names what is unexplained and gives the entry to write", () => {
    const text = renderReport(new Map(), { ...nothing, unlisted: [difference] }, "list.json");
    expect(text).toContain(`Unexplained: ${difference.where}\n  theirs: string\n  ours:   date`);
    const written: unknown = JSON.parse(text.slice(text.indexOf("[\n")));
    expect(written).toEqual([{ ...difference, reason: "" }]);
  });

  test("names what the list should no longer hold", () => {
    const text = renderReport(new Map(), { ...nothing, outdated: [entry] }, "list.json");
    expect(text).toContain(`No longer so, take it out of list.json: ${entry.where}`);
  });

  test("has a row for every kind of statement", () => {
    expect(uncounted([...compareThings().agreed.keys(), "types"])).toEqual([]);
    expect(uncounted(["flavour"])).toEqual(["flavour"]);
  });
});
