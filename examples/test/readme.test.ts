import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { blocks as blocksOf, promised, repository, snippetFolder } from "./snippets.ts";

/** README.md: its code compiles, runs and prints what its comments say; its commands exist. */

const readme = readFileSync(join(repository, "README.md"), "utf8");
const blocks = (language: string): string[] => blocksOf(readme, language);

const folder = snippetFolder();
afterAll(() => folder.remove());

describe("README.md", () => {
  it.each(blocks("ts").map((code, index) => [index + 1, code] as const))(
    "snippet %i compiles, runs and prints what it says",
    async (number, code) => {
      expect(promised(code).length).toBeGreaterThan(0);
      expect(await folder.run(`readme-${number}`, code)).toEqual(promised(code));
    },
  );

  it("shows about twenty lines of code first", () => {
    const [first = ""] = blocks("ts");
    expect(first.trimEnd().split("\n").length).toBeLessThanOrEqual(24);
    expect(readme.indexOf("```ts")).toBeLessThan(700);
  });

  it("names only commands and files that exist", () => {
    const { scripts } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const commands = [
      ...blocks("sh")
        .join("\n")
        .matchAll(/^npm (?:run )?([\w:-]+)$/gm),
      ...readme.matchAll(/`npm (?:run )?([\w:-]+)`/g),
    ];
    expect(commands.length).toBeGreaterThan(4);
    for (const [, name = ""] of commands) expect(scripts, name).toHaveProperty([name]);
    for (const [, path = ""] of readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
      expect(() =>
        readFileSync(join(repository, path, path.endsWith(".md") ? "" : "package.json")),
      ).not.toThrow();
    }
  });
});
