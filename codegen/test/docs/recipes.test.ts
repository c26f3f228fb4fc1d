import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { generate } from "../../src/generate.ts";
import { targets } from "../../src/targets.ts";

/** CONTRIBUTING.md's recipes, followed to the letter on a copy of the specs. */

const repository = fileURLToPath(new URL("../../..", import.meta.url));
const guide = readFileSync(join(repository, "CONTRIBUTING.md"), "utf8");

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "recipes-"));
  cpSync(join(repository, "specs"), join(root, "specs"), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

/** The code block that follows a recipe's comment, without the indentation of the list it stands in. */
function blockAfter(text: string): string {
  const [, block] = /^ {3}```\w+\n([\s\S]*?)^ {3}```$/m.exec(text) ?? [];
  if (block === undefined) throw new Error("a recipe has no code block");
  return block.replaceAll(/^ {3}/gm, "");
}

function follow(recipe: string): { file: string; symbol: string }[] {
  const expected: { file: string; symbol: string }[] = [];
  for (const { 1: step = "", index } of recipe.matchAll(/<!-- recipe: (.*?) -->/g)) {
    const insert = /^insert into (\S+) after "(.+)"$/.exec(step);
    const write = /^write (\S+)$/.exec(step);
    const expectation = /^expect (\S+) to export (\S+)$/.exec(step);
    if (insert) {
      const path = join(root, insert[1] ?? "");
      const lines = readFileSync(path, "utf8").split("\n");
      const at = lines.findIndex((line) => line.trim() === insert[2]);
      expect(at, `${insert[1]} has a line ${insert[2]}`).toBeGreaterThan(-1);
      lines.splice(at + 1, 0, blockAfter(recipe.slice(index)).trimEnd());
      writeFileSync(path, lines.join("\n"));
    } else if (write) writeFileSync(join(root, write[1] ?? ""), blockAfter(recipe.slice(index)));
    else if (expectation) expected.push({ file: expectation[1] ?? "", symbol: expectation[2] ?? "" });
    else throw new Error(`a recipe step nobody can follow: ${step}`);
  }
  return expected;
}

describe("CONTRIBUTING.md", () => {
  it.each(["Add an endpoint", "Add a WebSocket method", "Add a FIX message"])(
    "%s: the recipe works as written",
    async (title) => {
      const [, recipe = ""] = new RegExp(`^## ${title}\\n([\\s\\S]*?)(?=^## )`, "m").exec(guide) ?? [];
      const expected = follow(recipe);
      expect(expected).toHaveLength(1);
      const before = await emitted();
      expect(await generate(root, targets, { check: false })).toHaveLength(targets.length);
      for (const { file, symbol } of expected) {
        expect(before.has(file)).toBe(false);
        expect(readFileSync(join(root, file), "utf8")).toMatch(new RegExp(`^export const ${symbol}\\b`, "m"));
      }
    },
  );

  it("names only commands that exist", () => {
    const { scripts } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const commands = [...guide.matchAll(/`npm (?:run )?([\w:-]+)`/g)].map(([, name = ""]) => name);
    expect(commands.length).toBeGreaterThan(5);
    for (const name of commands) expect(scripts, name).toHaveProperty([name]);
  });
});

async function emitted(): Promise<Set<string>> {
  const files = await Promise.all(
    targets.map(async ({ emit, spec, folder }) =>
      (await emit(repository, spec)).map(({ path }) => `${folder}/${path}`),
    ),
  );
  return new Set(files.flat());
}
