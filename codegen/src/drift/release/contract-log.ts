import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Target } from "../../targets.ts";
import { type DriftReport, drift } from "../drift.ts";
import { readPairs } from "../pairs.ts";
import { whatText, whereText } from "../report/words.ts";
import { openSide, type Side, workingTree } from "../sides.ts";
import type { Bump } from "../verdict.ts";
import { workspacePackages } from "./packages.ts";
import { type Sunset, sunsetsOf, sunsetTable } from "./sunsets.ts";

const run = promisify(execFile);

/** The umbrella is released whenever anything it passes on is: its tags are the releases of the contract. */
const RELEASE = "@x/kraken@*";

export interface ContractLog {
  readonly text: string;
  readonly sunsets: readonly Sunset[];
}

/**
 * Every change of the contract since the first release, and what ends when, as Markdown. The same specs, tags and day give
 * the same text.
 *
 * @param on the day that the days left are counted from, as `2027-02-27`.
 */
export async function contractLog(
  root: string,
  targets: readonly Target[],
  on: string,
): Promise<ContractLog> {
  const releases = await releaseTags(root);
  const sections: string[] = [];
  const coming = await comingRelease(root, releases);
  for (const [index, release] of releases.entries()) {
    const next = releases[index + 1];
    await using before = await openSide(root, release);
    await using after = next === undefined ? workingTree(root) : await openSide(root, next);
    sections.unshift(section(next ?? coming, await report(before, after, targets)));
  }
  const none = "No version has been released yet: what a first user installs is what stands in `specs/`.\n";
  const changes = releases.length === 0 ? none : sections.join("\n");
  const ends = await sunsetsOf(root, targets);
  const text = `# Contract log

Written by \`node codegen/src/cli.ts contract-log\`; [drift.md](drift.md) explains its words.

## What ends

${sunsetTable(ends, on)}
## Changes since the first release

${changes}`;
  return { text, sunsets: ends };
}

/** The day that a log counts from; nothing in a text that is no log. */
export function countedOn(log: string): string | undefined {
  return /^Counted on (\d{4}-\d\d-\d\d)[.]$/m.exec(log)?.[1];
}

async function report(before: Side, after: Side, targets: readonly Target[]): Promise<DriftReport> {
  return drift(before, after, await readPairs(before, after, targets));
}

/** What the changes since the last tag are called: the version they were given, if they were. */
async function comingRelease(root: string, releases: readonly string[]): Promise<string> {
  const umbrella = (await workspacePackages(root)).find(({ name }) => name === "@x/kraken");
  const tag = `@x/kraken@${umbrella?.version}`;
  return umbrella === undefined || releases.includes(tag) ? "Not yet released" : tag;
}

/** None outside a repository. */
async function releaseTags(root: string): Promise<string[]> {
  const words = ["-C", root, "tag", "--list", RELEASE, "--sort=version:refname"];
  const { stdout } = await run("git", words).catch(() => ({ stdout: "" }));
  return stdout.split("\n").filter((tag) => tag !== "");
}

function section(title: string, { changes }: DriftReport): string {
  const bumps: readonly Bump[] = ["major", "minor"];
  const lines = bumps.flatMap((bump) =>
    changes
      .filter((change) => change.bump === bump)
      .map((change) => `- **${bump}** \`${change.package}\` ${whereText(change)}: ${whatText(change)}\n`),
  );
  return `### ${title}\n\n${lines.length === 0 ? "Nothing that a program notices.\n" : lines.join("")}`;
}
