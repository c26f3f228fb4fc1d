import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drift } from "../../src/drift/drift.ts";
import { impactOf, impactReport } from "../../src/drift/impact/impact.ts";
import { readPairs } from "../../src/drift/pairs.ts";
import { prove } from "../../src/drift/proof/prove.ts";
import { changesets } from "../../src/drift/release/changeset.ts";
import { workspacePackages } from "../../src/drift/release/packages.ts";
import { workingTree } from "../../src/drift/sides.ts";
import { targets } from "../../src/targets.ts";
import { repository } from "../drift/edit.ts";

/** The worked examples of docs/drift.md, from the edit of a spec to the lines that break. */

const page = readFileSync(join(repository, "docs/drift.md"), "utf8");
const examples = page
  .split(/^## /m)
  .filter((section) => section.includes("```diff"))
  .map((section) => ({ title: section.split("\n")[0] ?? "", section }));

let consumer: string;

beforeAll(() => {
  consumer = mkdtempSync(join(tmpdir(), "consumer-"));
  mkdirSync(join(consumer, "node_modules/@x"), { recursive: true });
  for (const name of ["core", "connection", "ws-v2", "fix"])
    symlinkSync(join(repository, "packages", name), join(consumer, "node_modules/@x", name));
  const compilerOptions = { strict: true, target: "es2024", module: "nodenext", types: [] };
  writeFileSync(join(consumer, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["app.ts"] }));
});
afterAll(() => rmSync(consumer, { recursive: true, force: true }));

describe.each(examples)("$title", ({ section }) => {
  it("is what the commands print", async () => {
    const head = mkdtempSync(join(tmpdir(), "drift-docs-"));
    cpSync(join(repository, "specs"), join(head, "specs"), { recursive: true });
    try {
      apply(head, blocks(section, "diff")[0] ?? "");
      writeFileSync(join(consumer, "app.ts"), blocks(section, "ts")[0] ?? "");
      const [before, after] = [workingTree(repository), workingTree(head)];
      const pairs = await readPairs(before, after, targets);
      const { changes } = drift(before, after, pairs);
      const { disagreements } = await prove(pairs);
      expect(disagreements).toEqual([]);
      const [changeset] = changesets(changes, await workspacePackages(repository));
      const broken = await impactOf(join(consumer, "tsconfig.json"), repository, head, targets);
      expect(blocks(section, "md")).toEqual([changeset?.content, impactReport(broken)]);
    } finally {
      rmSync(head, { recursive: true, force: true });
    }
  });
});

function blocks(section: string, language: string): string[] {
  return [...section.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(
    ([, block]) => block as string,
  );
}

/** Applies a diff that names one file; its hunks are found by their text. */
function apply(root: string, diff: string): void {
  const [head = "", ...lines] = diff.split("\n").slice(0, -1);
  const file = join(root, head.replace(/^--- /, ""));
  let text = readFileSync(file, "utf8");
  for (const hunk of lines.join("\n").split(/^@@\n/m)) {
    const side = (mark: string): string =>
      hunk
        .split("\n")
        .filter((line) => line.startsWith(" ") || line.startsWith(mark))
        .map((line) => `${line.slice(1)}\n`)
        .join("");
    if (!text.includes(side("-"))) throw new Error(`the diff does not fit ${head}:\n${side("-")}`);
    text = text.replace(side("-"), side("+"));
  }
  writeFileSync(file, text);
}
