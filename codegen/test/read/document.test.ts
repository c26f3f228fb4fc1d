import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { LineCounter, type Node, parseDocument } from "yaml";
import { Documents } from "../../src/read/document.ts";
import { lineOf } from "../../src/read/line-of.ts";

const repository = fileURLToPath(new URL("../../../", import.meta.url));
const files = globSync("specs/**/*.{yaml,json}", { cwd: repository }).sort();

/** Every path through a value, in order. */
function paths(value: unknown, to: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [to];
  return [to, ...Object.entries(value).flatMap(([key, inner]) => paths(inner, [...to, key]))];
}

describe("a spec file", () => {
  it.each(files)("%s reads as another parser reads it, and its lines are told the same", (file) => {
    const text = readFileSync(join(repository, file), "utf8");
    const lines = new LineCounter();
    const other = parseDocument(text, { lineCounter: lines });
    const { value } = new Documents(repository).load(file);
    expect(value).toEqual(other.toJS());
    const all = paths(value).slice(1);
    const each = Math.ceil(all.length / 12);
    for (const path of all.filter((_path, index) => index % each === 0)) {
      const key = path.at(-1) as string;
      const parent = other.getIn(path.slice(0, -1), true) as { items: unknown[] };
      const item = parent.items[Number(key)] as { range?: Node["range"] } | undefined;
      const pair = parent.items.find((entry) => String((entry as { key?: unknown }).key) === key);
      const node = pair ? (pair as { key: Node }).key : item;
      expect(lineOf(text, path), path.join("/")).toBe(lines.linePos(node?.range?.[0] ?? -1).line);
    }
  });

  it.each([
    ["a key", ["b"], 2],
    ["an item", ["b", "1"], 4],
    ["a key of an item", ["b", "1", "d"], 5],
    ["a key in quotes", ["a key"], 6],
    ["a step that is not there: the step before", ["b", "7", "d"], 2],
    ["nothing at all", [], 1],
    ["a value that holds nothing", ["a", "x"], 1],
  ])("tells the line of %s", (_what, steps, line) => {
    expect(lineOf("a: 1\nb:\n  - x\n  - c: [1, {y: 2}]\n    d: 3\n'a key': {}\n", steps)).toBe(line);
  });
});
