import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it, vi } from "vitest";

const source = new URL("../src/index.ts", import.meta.url).href;

describe("the README", () => {
  it("holds a program that runs as printed", async () => {
    const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
    const [, snippet = ""] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
    const folder = await mkdtemp(join(tmpdir(), "readme-"));
    const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
    const program = join(folder, "program.ts");
    await writeFile(program, snippet.replace('"@x/connection"', JSON.stringify(source)));
    try {
      await import(/* @vite-ignore */ pathToFileURL(program).href);
      expect(log.mock.calls).toEqual([
        ["connect"],
        ["wake", 5_000],
        ["wake", 101],
        ["event", "opened"],
        ["send", '{"do":"greet","name":"you","id":1}'],
        [{ id: 1, hello: "you" }],
      ]);
    } finally {
      log.mockRestore();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
