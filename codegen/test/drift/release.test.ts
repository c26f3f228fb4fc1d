import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { withDependents, workspacePackages } from "../../src/drift/release/packages.ts";
import { driftBetween, missingSince, writeChangesets } from "../../src/drift/run.ts";
import type { Bump } from "../../src/drift/verdict.ts";
import { repository } from "./edit.ts";
import { SpecRepository } from "./spec-repository.ts";

describe("the bump of a package", () => {
  it("is passed on to the packages that pass on its exports, and to no other", () => {
    const packages = [
      { name: "@x/core", version: "1.0.0", passesOn: [] },
      { name: "@x/kraken", version: "1.0.0", passesOn: ["@x/ws-v2"] },
      { name: "@x/more", version: "1.0.0", passesOn: ["@x/kraken"] },
      { name: "@x/ws-v2", version: "1.0.0", passesOn: [] },
    ];
    const bumps = new Map<string, Bump>([
      ["@x/ws-v2", "major"],
      ["@x/more", "patch"],
    ]);
    expect(Object.fromEntries(withDependents(bumps, packages))).toEqual({
      "@x/ws-v2": "major",
      "@x/kraken": "major",
      "@x/more": "major",
    });
  });

  it("knows what the umbrella passes on", async () => {
    const umbrella = (await workspacePackages(repository)).find(({ name }) => name === "@x/kraken");
    expect(umbrella?.passesOn).toEqual(["@x/fix", "@x/futures-rest", "@x/ws-legacy", "@x/ws-v2"]);
  });
});

describe("the changeset gate", () => {
  let specs: SpecRepository;

  beforeAll(() => {
    specs = new SpecRepository("ws-legacy");
    specs.git("checkout", "--quiet", "-b", "change");
  });
  afterAll(() => specs.remove());
  beforeEach(() => {
    specs.git("checkout", "--quiet", "--", ".");
    specs.git("clean", "--quiet", "--force", "-d");
  });

  it("asks for nothing where the specs are the same", async () => {
    expect(await missingSince("main", specs.root)).toEqual([]);
  });

  it("fails where the specs changed and nothing says so, and names the umbrella too", () => {
    removeCount();
    const said = failure(() => cli("changeset-gate"));
    expect(said).toContain("@x/ws-legacy: the specs' changes need a major changeset, there is none");
    expect(said).toContain("@x/kraken: the specs' changes need a major changeset, there is none");
  });

  it("fails where the changeset is too small", async () => {
    removeCount();
    specs.write(".changeset/small.md", '---\n"@x/ws-legacy": minor\n"@x/kraken": major\n---\n\nLess.\n');
    expect(await missingSince("main", specs.root)).toEqual([
      { package: "@x/ws-legacy", needed: "major", declared: "minor" },
    ]);
  });

  it("is content with the changeset that drift writes, which is the same each time", async () => {
    removeCount();
    const report = await driftBetween("main", undefined, specs.root);
    await writeChangesets(specs.root, report);
    await writeChangesets(specs.root, report);
    const files = specs.list(".changeset").filter((file) => file !== "README.md");
    expect(files).toHaveLength(1);
    const text = specs.read(`.changeset/${files[0]}`);
    expect(text).toContain('"@x/ws-legacy": major\n"@x/kraken": major\n');
    expect(text).toContain(
      "- `cancelAll` `count`: optional field removed. Code that uses it no longer compiles.",
    );
    expect(await missingSince("main", specs.root)).toEqual([]);
  });

  it("asks nothing of a package that was never released", async () => {
    removeCount();
    specs.addPackage("ws-legacy", "0.0.0", "export const x = 1;\n");
    specs.addPackage("kraken", "0.0.0", 'export * as wsLegacy from "@x/ws-legacy";\n');
    expect(await missingSince("main", specs.root)).toEqual([]);
  });

  function removeCount(): void {
    specs.editSchema("specs/ws-legacy/methods/cancelAll.schema.json", ({ $defs }) => {
      delete $defs.response.properties.count;
      delete $defs.response.else;
    });
  }

  function failure(act: () => void): string {
    try {
      act();
    } catch (error) {
      return String((error as { readonly stderr: unknown }).stderr);
    }
    throw new Error("nothing failed");
  }

  function cli(command: string, ...words: string[]): string {
    const entry = join(repository, "codegen/src/cli.ts");
    const { GITHUB_BASE_REF: _branch, ...env } = process.env;
    const options = { cwd: specs.root, encoding: "utf8", stdio: "pipe", env } as const;
    return execFileSync(process.execPath, [entry, command, ...words, "--root", specs.root], options);
  }
});
