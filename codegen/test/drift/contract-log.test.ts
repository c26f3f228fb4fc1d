import { readFileSync } from "node:fs";
import { join } from "node:path";
import parseChangeset from "@changesets/parse";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contractLog, countedOn } from "../../src/drift/release/contract-log.ts";
import { countdown } from "../../src/drift/release/sunsets.ts";
import { driftBetween, writeChangesets } from "../../src/drift/run.ts";
import { type Bump, largest } from "../../src/drift/verdict.ts";
import { targets } from "../../src/targets.ts";
import { repository } from "./edit.ts";
import { SpecRepository } from "./spec-repository.ts";

describe("the committed log", () => {
  it("is what the specs and the releases make of it on the day it says", async () => {
    const committed = readFileSync(join(repository, "docs/contract-log.md"), "utf8");
    const { text } = await contractLog(repository, targets, countedOn(committed) ?? "");
    expect(committed, "mend with: node codegen/src/cli.ts contract-log").toBe(text);
  });
});

describe("the log of a repository with releases", () => {
  const method = "specs/ws-legacy/methods/cancelAll.schema.json";
  const history = "specs/futures-rest/futures-history-rest.yaml";
  const day = "2027-02-27";
  let specs: SpecRepository;
  let log: string;
  let declared: string[];

  beforeAll(async () => {
    specs = new SpecRepository("ws-legacy", "futures-rest/futures-history-rest.yaml");
    specs.write("docs/contract-log.md", "# Contract log\n");
    release("1.2.0");
    specs.editSchema(method, ({ $defs }) => {
      $defs.response.properties.elapsed = { type: "integer", description: "Milliseconds it took." };
    });
    release("1.3.0");
    specs.write(history, specs.read(history).replaceAll("2027-03-01", "2027-02-26"));
    specs.editSchema(method, ({ $defs }) => {
      delete $defs.response.properties.count;
      delete $defs.response.else;
      $defs.response.description = "Says that all is cancelled.";
    });
    await writeChangesets(specs.root, await driftBetween("@x/kraken@1.3.0", undefined, specs.root));
    declared = readChangesets();
    ({ text: log } = await contractLog(specs.root, targets, day));
  });
  afterAll(() => specs.remove());

  it("counts down to each end, and says what has ended", () => {
    expect(log).toContain(`Counted on ${day}.\n`);
    expect(log).toMatch(
      /^\| 2027-02-26 \| ended \| `specs\/futures-rest\/futures-history-rest\.yaml` \| 9 \|/m,
    );
    expect(countedOn(log)).toBe(day);
  });

  it("lists what a program notices of each release, the newest first", () => {
    expect(log.slice(log.indexOf("## Changes"))).toMatchInlineSnapshot(`
      "## Changes since the first release

      ### Not yet released

      - **major** \`@x/ws-legacy\` \`cancelAll\`: result \`count\`: optional field removed
      - **minor** \`@x/futures-rest\` \`getExecutionEvents\`: end date: end date changed: "2027-03-01" → "2027-02-26"
      - **minor** \`@x/futures-rest\` \`getOrderEvents\`: end date: end date changed: "2027-03-01" → "2027-02-26"
      - **minor** \`@x/futures-rest\` \`getTriggerEvents\`: end date: end date changed: "2027-03-01" → "2027-02-26"
      - **minor** \`@x/futures-rest\` \`getPositionEvents\`: end date: end date changed: "2027-03-01" → "2027-02-26"
      - **minor** \`@x/futures-rest\` \`accountLog\`: end date: end date changed: "2027-03-01" → "2027-02-26"
      - **minor** \`@x/futures-rest\` \`accountLogCsv\`: end date: end date changed: "2027-03-01" → "2027-02-26"
      - **minor** \`@x/futures-rest\` \`getPublicExecutionEvents\`: end date: end date changed: "2027-03-01" → "2027-02-26"
      - **minor** \`@x/futures-rest\` \`getPublicOrderEvents\`: end date: end date changed: "2027-03-01" → "2027-02-26"
      - **minor** \`@x/futures-rest\` \`getPublicPriceEvents\`: end date: end date changed: "2027-03-01" → "2027-02-26"
      - **minor** \`@x/ws-legacy\` \`cancelAll\`: answer: condition between fields dropped: "count", "status"

      ### @x/kraken@1.3.0

      - **minor** \`@x/ws-legacy\` \`cancelAll\`: result \`elapsed\`: new optional field
      "
    `);
  });

  it("says of what is not yet released what the changesets say", () => {
    const [, section = ""] = /### Not yet released\n([^#]*)/.exec(log) ?? [];
    const listed = new Map<string, Bump>();
    for (const [, bump, name = ""] of section.matchAll(/^- \*\*(major|minor)\*\* `(.+?)`/gm))
      listed.set(name, largest([listed.get(name) ?? "none", bump as Bump]));
    const own = declared
      .flatMap((text) => parseChangeset(text).releases)
      .filter(({ name, type }) => name !== "@x/kraken" && type !== "patch");
    expect(own).not.toEqual([]);
    expect([...listed].sort()).toEqual(own.map(({ name, type }) => [name, type]).sort());
  });

  it("calls a release by the version it was given before its tag is set", async () => {
    specs.addPackage("kraken", "2.0.0", 'export * as wsLegacy from "@x/ws-legacy";\n');
    const { text } = await contractLog(specs.root, targets, day);
    expect(text).toBe(log.replace("### Not yet released", "### @x/kraken@2.0.0"));
  });

  function release(version: string): void {
    specs.addPackage("kraken", version, 'export * as wsLegacy from "@x/ws-legacy";\n');
    specs.commit(`Release ${version}`);
    specs.git("tag", `@x/kraken@${version}`);
  }

  function readChangesets(): string[] {
    return specs
      .list(".changeset")
      .flatMap((file) => (file === "README.md" ? [] : [specs.read(`.changeset/${file}`)]));
  }
});

describe("a log before the first release", () => {
  it("says so", async () => {
    const specs = new SpecRepository("ws-legacy");
    const { text } = await contractLog(specs.root, targets, "2026-11-21");
    specs.remove();
    expect(text).toContain("Nothing is announced to end.");
    expect(text).toContain("No version has been released yet");
  });
});

describe("the countdown", () => {
  const ends = [{ spec: "a.yaml", date: "2027-03-01", operations: 3, successor: undefined }];

  it.each([
    ["2027-02-27", "2 days until 3 operations of a.yaml end on 2027-03-01"],
    ["2027-03-01", "3 operations of a.yaml ended on 2027-03-01"],
    ["2027-03-09", "3 operations of a.yaml ended on 2027-03-01"],
  ])("says on %s: %s", (on, said) => {
    expect(countdown(ends, on)).toEqual([said]);
  });
});
