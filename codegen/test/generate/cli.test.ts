import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { filesBelow } from "../../src/disk.ts";
import { targets } from "../../src/targets.ts";

/** The command line over a copy of the real specs and of what is generated from them. */

const repository = fileURLToPath(new URL("../../..", import.meta.url));
const cli = join(repository, "codegen/src/cli.ts");
const operations = "packages/futures-rest/src/generated/trading";
const openApi = "specs/futures-rest/futures-rest.yaml";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "codegen-cli-"));
  cpSync(join(repository, "specs"), join(root, "specs"), { recursive: true });
  for (const { folder } of targets) cpSync(join(repository, folder), join(root, folder), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

async function codegen(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [cli, ...args, "--root", root]);
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}

function edit(file: string, change: (text: string) => string): void {
  const path = join(root, file);
  const before = readFileSync(path, "utf8");
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
}

async function generated(): Promise<Map<string, string>> {
  const all = new Map<string, string>();
  for (const { folder } of targets) {
    for (const [path, text] of await filesBelow(join(root, folder))) all.set(`${folder}/${path}`, text);
  }
  return all;
}

describe("codegen generate", () => {
  it("makes from the committed specs exactly what is committed, twice the same bytes", async () => {
    const committed = await generated();
    for (const { folder } of targets) rmSync(join(root, folder), { recursive: true });
    expect(await codegen("generate")).toMatchObject({ code: 0 });
    expect(await generated()).toEqual(committed);
    expect(await codegen("generate")).toMatchObject({ code: 0, stderr: "" });
    expect(await generated()).toEqual(committed);
  });

  it("changes exactly the files that depend on an edited enum", async () => {
    const before = await generated();
    // The types of order a client may send; nothing received refers to them.
    edit(openApi, (text) => text.replace(/(\n {4}OrderType:\n[\s\S]*? {8}- lmt\n)/, "$1        - peg\n"));
    const { code, stdout } = await codegen("generate");
    expect(code).toBe(0);
    const after = await generated();
    const changed = [...after].filter(([path, text]) => before.get(path) !== text).map(([path]) => path);
    expect([...after.keys()]).toEqual([...before.keys()]);
    expect(changed).toEqual([`${operations}/components/order-type.ts`]);
    expect(stdout).toContain(`written, was stale: ${changed[0]}`);
  });

  it("writes only the targets it is asked for", async () => {
    rmSync(join(root, "packages/futures-rest/src/generated"), { recursive: true });
    rmSync(join(root, "packages/ws-v2/src/generated"), { recursive: true });
    expect(await codegen("generate", "--target", "ws-v2")).toMatchObject({ code: 0 });
    const folders = new Set([...(await generated()).keys()].map((path) => path.split("/")[1]));
    expect(folders.has("ws-v2")).toBe(true);
    expect(folders.has("futures-rest")).toBe(false);
  });

  it("names the targets there are when asked for another", async () => {
    const { code, stderr } = await codegen("generate", "--target", "spot");
    expect(code).toBe(2);
    expect(stderr).toContain('no target is named "spot"; there are futures-rest, ');
  });

  it("leaves everything as it was when a spec is broken, and says where and why", async () => {
    const before = await generated();
    edit("specs/ws-v2/asyncapi.yaml", (text) =>
      text.replace("cancel_all.schema.json", "cancel_nothing.schema.json"),
    );
    edit(openApi, (text) => text.replace("        - lmt\n", "        - lmt\n        - peg\n"));
    const { code, stderr } = await codegen("generate");
    expect(code).toBe(2);
    expect(stderr).toContain("specs/ws-v2/methods/cancel_nothing.schema.json#/: cannot be read: ENOENT");
    expect(stderr).not.toContain("    at ");
    expect(await generated()).toEqual(before);
  });
});

describe("codegen generate --check", () => {
  it("passes on what is committed", async () => {
    expect(await codegen("generate", "--check")).toMatchObject({ code: 0, stderr: "" });
  });

  it("lists every stale, missing and orphaned file, and prints the command that mends them", async () => {
    edit(`${operations}/operations/send-order.ts`, (text) => `${text} `);
    rmSync(join(root, operations, "index.ts"));
    writeFileSync(join(root, "packages/ws-legacy/src/generated/forgotten.ts"), "");
    const { code, stdout, stderr } = await codegen("generate", "--check");
    expect(code).toBe(1);
    expect(stdout.split("\n").filter((line) => /^(stale|missing|orphaned)/.test(line))).toEqual([
      `missing: ${operations}/index.ts`,
      `stale: ${operations}/operations/send-order.ts`,
      "orphaned: packages/ws-legacy/src/generated/forgotten.ts",
    ]);
    expect(stderr).toBe("3 generated file(s) differ from the specs. Mend with: npm run generate\n");
  });

  it("sees an edited spec whose output was not regenerated", async () => {
    edit(openApi, (text) => text.replace("maxLength: 100", "maxLength: 99"));
    const { code, stdout } = await codegen("generate", "--check");
    expect(code).toBe(1);
    expect(stdout).toContain(`stale: ${operations}/`);
  });
});
