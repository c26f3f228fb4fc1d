import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";

/** README.md: its code compiles, runs and prints what its comments say; its commands exist. */

const repository = fileURLToPath(new URL("../..", import.meta.url));
const readme = readFileSync(join(repository, "README.md"), "utf8");
const blocks = (language: string): string[] =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(
    ([, code = ""]) => code,
  );

// Inside this package, so that the snippets find the packages they import.
mkdirSync(join(repository, "examples/.snippets"), { recursive: true });
const folder = mkdtempSync(join(repository, "examples/.snippets/readme-"));
afterAll(() => rmSync(folder, { recursive: true }));

const run = promisify(execFile);

describe("README.md", () => {
  it.each(blocks("ts").map((code, index) => [index + 1, code] as const))(
    "snippet %i compiles, runs and prints what it says",
    async (number, code) => {
      const file = join(folder, `snippet-${number}.ts`);
      writeFileSync(file, code);
      const config = join(folder, "tsconfig.json");
      writeFileSync(
        config,
        JSON.stringify({ extends: "../../tsconfig.json", include: [`snippet-${number}.ts`] }),
      );
      await run(process.execPath, [join(repository, "node_modules/typescript/bin/tsc"), "-p", config]);
      const { stdout } = await run(process.execPath, [file]);
      const promised = [...code.matchAll(/console\.log\(.*\); \/\/ (.+)$/gm)].map(([, text]) => text);
      expect(promised.length).toBeGreaterThan(0);
      expect(stdout.trimEnd().split("\n")).toEqual(promised);
    },
    30_000,
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
