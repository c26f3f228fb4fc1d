import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { contractLog, countdown } from "../../src/drift/release/contract-log.ts";
import { withDependents, workspacePackages } from "../../src/drift/release/packages.ts";
import { driftBetween, missingSince, writeChangesets } from "../../src/drift/run.ts";
import type { Bump } from "../../src/drift/verdict.ts";
import { targets } from "../../src/targets.ts";
import { repository } from "./edit.ts";

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

describe("the contract log", () => {
  it("tells the ends that the specs tell", async () => {
    const ends = (text: string): string | undefined => text.split("## Changes")[0];
    const { text } = await contractLog(repository, targets);
    expect(ends(text)).toBe(ends(readFileSync(join(repository, "docs/contract-log.md"), "utf8")));
  });

  it("counts the days to an end", () => {
    const ends = [{ spec: "a.yaml", date: "2027-03-01", operations: 3, successor: undefined }];
    expect(countdown(ends, Date.UTC(2027, 1, 27, 12))).toEqual([
      "2 days until 3 operations of a.yaml end on 2027-03-01",
    ]);
  });
});

describe("the changeset gate", () => {
  let folder: string;
  const spec = "specs/ws-legacy/methods/cancelAll.schema.json";

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "gate-"));
    cpSync(join(repository, "specs/ws-legacy"), join(folder, "specs/ws-legacy"), { recursive: true });
    mkdirSync(join(folder, ".changeset"));
    writeFileSync(join(folder, ".changeset/README.md"), "# Changesets\n");
    addPackage("ws-legacy", "1.4.0", "export const x = 1;\n");
    addPackage("kraken", "1.2.0", 'export * as wsLegacy from "@x/ws-legacy";\n');
    git("init", "--quiet", "--initial-branch=main");
    commit("Base");
    git("checkout", "--quiet", "-b", "change");
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(() => {
    git("checkout", "--quiet", "--", ".");
    git("clean", "--quiet", "--force", "-d");
  });

  it("asks for nothing where the specs are the same", async () => {
    expect(await missingSince("main", folder)).toEqual([]);
  });

  it("fails where the specs changed and nothing says so, and names the umbrella too", () => {
    removeCount();
    const said = failure(() => cli("changeset-gate"));
    expect(said).toContain("@x/ws-legacy: the specs' changes need a major changeset, there is none");
    expect(said).toContain("@x/kraken: the specs' changes need a major changeset, there is none");
  });

  it("fails where the changeset is too small", async () => {
    removeCount();
    writeFileSync(
      join(folder, ".changeset/small.md"),
      '---\n"@x/ws-legacy": minor\n"@x/kraken": major\n---\n\nLess.\n',
    );
    expect(await missingSince("main", folder)).toEqual([
      { package: "@x/ws-legacy", needed: "major", declared: "minor" },
    ]);
  });

  it("is content with the changeset that drift writes, which is the same each time", async () => {
    removeCount();
    const report = await driftBetween("main", undefined, folder);
    await writeChangesets(folder, report);
    await writeChangesets(folder, report);
    const files = readdirSync(join(folder, ".changeset")).filter((file) => file !== "README.md");
    expect(files).toHaveLength(1);
    const text = readFileSync(join(folder, ".changeset", files[0] as string), "utf8");
    expect(text).toContain('"@x/ws-legacy": major\n"@x/kraken": major\n');
    expect(text).toContain(
      "- `cancelAll` `count`: optional field removed. Code that uses it no longer compiles.",
    );
    expect(await missingSince("main", folder)).toEqual([]);
  });

  it("asks nothing of a package that was never released", async () => {
    removeCount();
    addPackage("ws-legacy", "0.0.0", "export const x = 1;\n");
    addPackage("kraken", "0.0.0", 'export * as wsLegacy from "@x/ws-legacy";\n');
    expect(await missingSince("main", folder)).toEqual([]);
  });

  it("tells the log what changed since each release, and what is not yet released", async () => {
    const { text: before } = await contractLog(folder, targets);
    expect(before).toContain("No version has been released yet");
    git("tag", "@x/kraken@1.2.0");
    removeCount();
    const { text } = await contractLog(folder, targets);
    git("tag", "--delete", "@x/kraken@1.2.0");
    expect(text).toContain(
      "### Not yet released\n\n- **major** `@x/ws-legacy` `cancelAll`: result `count`: optional field removed\n",
    );
  });

  function removeCount(): void {
    const schema = JSON.parse(readFileSync(join(folder, spec), "utf8"));
    delete schema.$defs.response.properties.count;
    delete schema.$defs.response.else;
    writeFileSync(join(folder, spec), JSON.stringify(schema, null, 2));
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
    const options = { cwd: folder, encoding: "utf8", stdio: "pipe", env } as const;
    return execFileSync(process.execPath, [entry, command, ...words, "--root", folder], options);
  }

  function addPackage(name: string, version: string, index: string): void {
    mkdirSync(join(folder, "packages", name, "src"), { recursive: true });
    const manifest = JSON.stringify({ name: `@x/${name}`, version });
    writeFileSync(join(folder, "packages", name, "package.json"), manifest);
    writeFileSync(join(folder, "packages", name, "src/index.ts"), index);
  }

  function git(...words: string[]): void {
    execFileSync("git", ["-C", folder, "-c", "user.name=t", "-c", "user.email=t@example.org", ...words]);
  }

  function commit(subject: string): void {
    git("add", "-A");
    git("commit", "--quiet", "-m", subject);
  }
});
