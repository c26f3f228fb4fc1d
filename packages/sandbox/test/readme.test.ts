import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, test, vi } from "vitest";

const source = new URL("../src/index.ts", import.meta.url).href;

test("the README holds a program that prints what it says", async () => {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const [, snippet = ""] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  expect(snippet).toContain("startSandbox");
  // Beside the packages it imports, so that it finds them as a reader's program would.
  const folder = await mkdtemp(join(fileURLToPath(new URL("../node_modules/", import.meta.url)), "readme-"));
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  try {
    const program = join(folder, "program.ts");
    await writeFile(program, snippet.replace('"@x/sandbox"', JSON.stringify(source)));
    await import(/* @vite-ignore */ pathToFileURL(program).href);
    expect(log.mock.calls).toEqual([[{ placed: 1, ended: 0, open: 1 }], [0]]);
  } finally {
    log.mockRestore();
    await rm(folder, { recursive: true, force: true });
  }
});
