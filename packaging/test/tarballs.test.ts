import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { describe, expect, inject, test } from "vitest";
import type { Tarball } from "../src/pack.ts";
import { sizeBudgets } from "../src/size-budgets.ts";
import { complaints } from "../src/tarball-rules.ts";
import { publishedPackages } from "../src/workspace.ts";

const tarballs = inject("tarballs");

function sourcesOf({ folder }: Tarball): string[] {
  const root = publishedPackages().find((pkg) => pkg.folder === folder)?.root ?? "";
  const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8", withFileTypes: true });
  return files
    .filter((file) => file.isFile())
    .map((file) =>
      join(file.parentPath, file.name)
        .slice(join(root, "src").length + 1)
        .replaceAll("\\", "/"),
    );
}

function bytesOf({ file }: Tarball): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(file));
}

test("every package of the house is packed", () => {
  const names = ["connection", "core", "fix", "futures-rest", "kraken", "sandbox", "ws-legacy", "ws-v2"];
  expect(tarballs.map(({ name }) => name)).toEqual(names.map((name) => `@x/${name}`));
});

describe.each(tarballs)("$name", (tarball) => {
  test("holds what the compiler made, a README and the license, and a package.json that keeps the rules", () => {
    expect(complaints(tarball, sourcesOf(tarball))).toEqual([]);
  });

  test("publint finds nothing, not even a suggestion", async () => {
    const { messages, pkg } = await publint({ pack: { tarball: bytesOf(tarball).buffer }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  test("types resolve for every importer of an ESM package", async () => {
    const result = await checkPackage(createPackageFromTarballData(bytesOf(tarball)));
    if (!result.types) throw new Error(`${tarball.name} has no types`);
    // Old resolution knows no exports, and CommonJS reaches ESM by require(esm): neither is what an ESM package promises.
    const outside = new Set(["node10", "node16-cjs"]);
    // A file of data has no types to resolve.
    const data = Object.entries(tarball.manifest.exports ?? {}).filter(
      ([, entry]) => typeof entry === "string",
    );
    const problems = result.problems.filter(
      (problem) =>
        !("resolutionKind" in problem && outside.has(problem.resolutionKind)) &&
        !("entrypoint" in problem && data.some(([subpath]) => subpath === problem.entrypoint)),
    );
    expect(problems).toEqual([]);
    expect(Object.keys(result.entrypoints).toSorted()).toEqual(
      Object.keys(tarball.manifest.exports ?? {}).toSorted(),
    );
  });

  test("stays under its size budget", () => {
    const budget = sizeBudgets[tarball.name];
    expect(
      budget,
      `no budget in packaging/src/size-budgets.ts; today: ${tarball.packed} packed, ${tarball.unpacked} unpacked`,
    ).toBeDefined();
    expect(tarball.packed).toBeLessThanOrEqual(budget?.packed ?? 0);
    expect(tarball.unpacked).toBeLessThanOrEqual(budget?.unpacked ?? 0);
  });
});

test("no budget outlives its package", () => {
  expect(Object.keys(sizeBudgets).toSorted()).toEqual(tarballs.map(({ name }) => name));
});

describe("a broken package is noticed", () => {
  const sound: Tarball = {
    name: "@x/sound",
    folder: "sound",
    file: "",
    packed: 0,
    unpacked: 0,
    files: ["LICENSE", "README.md", "dist/index.d.ts", "dist/index.js", "package.json"],
    manifest: {
      name: "@x/sound",
      version: "1.0.0",
      type: "module",
      license: "MIT",
      description: "Sound.",
      repository: { directory: "packages/sound" },
      sideEffects: false,
      engines: { node: ">=22" },
      files: ["dist"],
      exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } },
      publishConfig: { access: "public", provenance: true },
    },
  };
  const withManifest = (part: Partial<Tarball["manifest"]>) => ({ manifest: { ...sound.manifest, ...part } });

  test("a sound one is not complained of", () => {
    expect(complaints(sound, ["index.ts"])).toEqual([]);
  });

  test.each<[string, Partial<Tarball>, string]>([
    [
      "a stale file",
      { files: [...sound.files, "dist/old.js"] },
      "dist/old.js does not belong in the package",
    ],
    [
      "a source file",
      { files: [...sound.files, "src/index.ts"] },
      "src/index.ts does not belong in the package",
    ],
    ["no README", { files: sound.files.filter((file) => file !== "README.md") }, "README.md is missing"],
    [
      "no types",
      { files: sound.files.filter((file) => !file.endsWith(".d.ts")) },
      "dist/index.d.ts is missing",
    ],
    ["side effects", withManifest({ sideEffects: true }), "sideEffects is true, not false"],
    [
      "an install script",
      withManifest({ scripts: { postinstall: "x" } }),
      "scripts.postinstall would run on the consumer's machine",
    ],
    [
      "a wildcard",
      withManifest({
        exports: {
          ...sound.manifest.exports,
          "./*": { types: "./dist/index.d.ts", default: "./dist/index.js" },
        },
      }),
      'exports "./*" is a wildcard',
    ],
    [
      "an unresolved range",
      withManifest({ dependencies: { "@x/core": "workspace:*" } }),
      "@x/core@workspace:* cannot be installed outside the workspace",
    ],
    [
      "a dependency",
      withManifest({ dependencies: { lodash: "4.17.21" } }),
      "lodash is a runtime dependency on a package of others",
    ],
    ["old Node", withManifest({ engines: { node: ">=18" } }), 'engines.node is ">=18", not ">=22"'],
  ])("%s", (_, change, complaint) => {
    expect(complaints({ ...sound, ...change }, ["index.ts"])).toContain(complaint);
  });
});
