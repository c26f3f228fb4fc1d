import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { blocks, promised, repository, snippetFolder } from "./snippets.ts";

/** The pages of docs/ with code: it compiles, runs and prints what its comments say. */

const folder = snippetFolder();
afterAll(() => folder.remove());

describe.each(["websocket.md", "books.md", "sandbox.md"])("docs/%s", (page) => {
  const text = readFileSync(join(repository, "docs", page), "utf8");

  it.each(blocks(text, "ts").map((code, index) => [index + 1, code] as const))(
    "snippet %i compiles, runs and prints what it says",
    async (number, code) => {
      expect(promised(code).length).toBeGreaterThan(0);
      expect(await folder.run(`${page}-${number}`, code)).toEqual(promised(code));
    },
  );

  it("names only files that exist", () => {
    for (const [, path = ""] of text.matchAll(/\]\((?!https?:)([^)#]+)\)/g))
      expect(existsSync(join(repository, "docs", path)), path).toBe(true);
    for (const [, path = ""] of text.matchAll(/`((?:packages|examples)\/[\w./-]+)`/g))
      expect(existsSync(join(repository, path)), path).toBe(true);
  });
});
