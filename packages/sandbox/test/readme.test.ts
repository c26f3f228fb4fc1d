import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

const source = JSON.stringify(new URL("../src/index.ts", import.meta.url).href);
const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
const [whole = "", ...parts] = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code);

let folder: string;
beforeEach(async () => {
  // Beside the packages it imports, so that it finds them as a reader's program would.
  folder = await mkdtemp(join(fileURLToPath(new URL("../node_modules/", import.meta.url)), "readme-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function run(program: string): Promise<void> {
  const path = join(folder, "program.ts");
  await writeFile(path, program.replaceAll('"@x/sandbox"', source));
  await import(/* @vite-ignore */ pathToFileURL(path).href);
}

describe("the README", () => {
  test("holds a program that prints what it says", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
    try {
      await run(whole);
      expect(log.mock.calls).toEqual([[{ placed: 1, ended: 0, open: 1 }], [0]]);
    } finally {
      log.mockRestore();
    }
  });

  test.each(parts.map((part) => [part.trim().split("\n")[0], part] as const))(
    "%s works in that program",
    async (_line, part) => {
      expect(part).toContain("sandbox");
      await run(
        `import { startSandbox } from "@x/sandbox";\nconst sandbox = await startSandbox();\n${part}\nawait sandbox.close();\n`,
      );
    },
  );
});
