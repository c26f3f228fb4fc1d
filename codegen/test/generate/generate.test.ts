import { mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SpecError } from "../../src/contract/source.ts";
import { filesBelow } from "../../src/disk.ts";
import type { GeneratedFile } from "../../src/emit/file.ts";
import { generate } from "../../src/generate.ts";
import type { Target } from "../../src/targets.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "codegen-generate-"));
});
afterEach(() => rm(root, { recursive: true }));

const target = (name: string, files: readonly GeneratedFile[]): Target => ({
  name,
  spec: `specs/${name}.yaml`,
  folder: `out/${name}`,
  emit: () => files,
});

const files = [
  { path: "index.ts", content: "export {};\n" },
  { path: "operations/cancel-all.ts", content: "export const cancelAll = 1;\n" },
];

const differences = async (targets: readonly Target[]) =>
  (await generate(root, targets, { check: true })).flatMap((report) => report.differences);

describe("generate", () => {
  it("writes what was emitted and then finds nothing to do", async () => {
    const [first] = await generate(root, [target("a", files)], { check: false });
    expect(first?.differences.map(({ kind }) => kind)).toEqual(["missing", "missing"]);
    expect(Object.fromEntries(await filesBelow(join(root, "out/a")))).toEqual(
      Object.fromEntries(files.map(({ path, content }) => [path, content])),
    );
    const [second] = await generate(root, [target("a", files)], { check: false });
    expect(second?.differences).toEqual([]);
  });

  it("leaves a file that is already right untouched", async () => {
    await generate(root, [target("a", files)], { check: false });
    const path = join(root, "out/a/index.ts");
    await utimes(path, 1000, 1000);
    await writeFile(join(root, "out/a/operations/cancel-all.ts"), "stale");
    await generate(root, [target("a", files)], { check: false });
    expect((await stat(path)).mtimeMs).toBe(1_000_000);
    expect(await readFile(join(root, "out/a/operations/cancel-all.ts"), "utf8")).toBe(files[1]?.content);
  });

  it("removes what nothing generates any more, and the folder it leaves empty", async () => {
    await generate(root, [target("a", files)], { check: false });
    const [report] = await generate(root, [target("a", files.slice(0, 1))], { check: false });
    expect(report?.differences).toEqual([{ kind: "orphaned", path: "operations/cancel-all.ts" }]);
    await expect(stat(join(root, "out/a/operations"))).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("writes nothing at all when one of several specs is broken", async () => {
    const broken: Target = {
      ...target("b", []),
      emit: () => {
        throw new SpecError({ file: "specs/b.yaml", pointer: "/x" }, "unknown type");
      },
    };
    await expect(generate(root, [target("a", files), broken], { check: false })).rejects.toThrow(
      "specs/b.yaml#/x: unknown type",
    );
    expect(await filesBelow(join(root, "out"))).toEqual(new Map());
  });

  it("refuses two declarations that would be written to one file", async () => {
    const clash = [...files, { path: "Operations/Cancel-All.ts", content: "" }];
    await expect(generate(root, [target("a", clash)], { check: false })).rejects.toThrow(
      /a: two declarations.*Operations/,
    );
  });
});

describe("generate --check", () => {
  beforeEach(() => generate(root, [target("a", files), target("b", files)], { check: false }));

  it("is silent when all is as emitted", async () => {
    expect(await differences([target("a", files), target("b", files)])).toEqual([]);
  });

  it("reports a stale, a missing and an orphaned file, each, all at once and over all targets", async () => {
    await writeFile(join(root, "out/a/index.ts"), "export {}; \n");
    await rm(join(root, "out/a/operations/cancel-all.ts"));
    await mkdir(join(root, "out/b/extra"));
    await writeFile(join(root, "out/b/extra/untracked.ts"), "");
    expect(await differences([target("a", files), target("b", files)])).toEqual([
      { kind: "stale", path: "index.ts" },
      { kind: "missing", path: "operations/cancel-all.ts" },
      { kind: "orphaned", path: "extra/untracked.ts" },
    ]);
  });

  it("writes nothing", async () => {
    await rm(join(root, "out/a/index.ts"));
    await differences([target("a", files)]);
    await expect(stat(join(root, "out/a/index.ts"))).rejects.toMatchObject({ code: "ENOENT" });
  });
});
