import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const pages = ["docs/fix.md", "docs/fix-book.md"].map((name) => {
  const text = readFileSync(join(root, name), "utf8");
  const snippets = [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code);
  return { name, text, snippets };
});
const run = promisify(execFile);

// Inside the package, so that the snippets find what it imports.
const folder = mkdtempSync(join(root, "packages/fix/test/.snippets-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(pages)("$name", ({ name, text: docs, snippets }) => {
  test.each(snippets.map((code, index) => [index + 1, code] as const))(
    "snippet %i compiles, runs and prints what it says",
    async (number, code) => {
      const file = join(folder, `${basename(name, ".md")}-${number}.ts`);
      writeFileSync(
        file,
        code
          .replace('"@x/fix/store"', '"../../src/store/index.ts"')
          .replace('"@x/fix"', '"../../src/index.ts"'),
      );
      writeFileSync(
        join(folder, "tsconfig.json"),
        JSON.stringify({ extends: "../../tsconfig.json", include: [basename(file)] }),
      );
      await run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", folder]);
      const env = { ...process.env, STORE: join(folder, "store") };
      const { stdout, stderr } = await run(process.execPath, [file], { env });
      const promised = [...code.matchAll(/console\.log\(.*\); \/\/ (.+)$/gm)].map(([, text]) => text);
      expect(promised.length).toBeGreaterThan(0);
      expect(stdout.trimEnd().split("\n")).toEqual(promised);
      expect(stderr).toBe("");
    },
  );

  test("names only files that exist", () => {
    for (const [, path = ""] of docs.matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
      expect(existsSync(join(root, "docs", path)), path).toBe(true);
    }
  });
});
