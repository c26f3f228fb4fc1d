import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { startSandbox } from "@x/sandbox";
import { describe, expect, it } from "vitest";
import { repository } from "./snippets.ts";

/** What docs/sandbox.md says beside the code that test/docs.test.ts runs. */

const page = readFileSync(join(repository, "docs/sandbox.md"), "utf8");
const text = (path: string) => readFileSync(join(repository, path), "utf8");

describe("docs/sandbox.md", () => {
  const shown = [...page.matchAll(/^```ts (\S+)\n([\s\S]*?)^```$/gm)].map(([, path = "", code = ""]) => ({
    path,
    code,
  }));

  it("shows files that are run, as they are", () => {
    expect(shown.map(({ path }) => path)).toEqual([
      "examples/test/sandbox-fixture.test.ts",
      "examples/sandbox-fixture/node-test.ts",
    ]);
    for (const { path, code } of shown) expect(code).toBe(text(path));
  });

  it("its fixture for node:test runs there", async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--test", "--test-reporter=tap", join(repository, "examples/sandbox-fixture/node-test.ts")],
      // Set by a test runner, it keeps another from running inside.
      { env: { ...process.env, NODE_TEST_CONTEXT: undefined } },
    );
    expect(stdout).toContain("# pass 1");
    expect(stdout).toContain("# fail 0");
  });

  it("lists every fault that there is", async () => {
    await using sandbox = await startSandbox();
    const [, section = ""] = /## Faults by name\n([\s\S]*?)\n## /.exec(page) ?? [];
    const listed = [...section.matchAll(/^\| `([\w-]+)` +\| (.+?) +\|$/gm)].map(([, spoken, names = ""]) => [
      spoken,
      [...names.matchAll(/`(\w+)`/g)].map(([, name]) => name),
    ]);
    expect(Object.fromEntries(listed)).toEqual(
      Object.fromEntries(sandbox.faults.known().map((known) => [known.interface, known.faults])),
    );
  });
});
