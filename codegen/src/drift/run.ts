import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { targets } from "../targets.ts";
import { type DriftReport, drift } from "./drift.ts";
import { readPairs } from "./pairs.ts";
import { prove } from "./proof/prove.ts";
import { changesets } from "./release/changeset.ts";
import { contractLog, countedOn } from "./release/contract-log.ts";
import { declaredSince, gateBase, type Shortfall, shortfalls } from "./release/gate.ts";
import { workspacePackages } from "./release/packages.ts";
import { countdown } from "./release/sunsets.ts";
import { excerptsOf } from "./report/excerpts.ts";
import { htmlReport } from "./report/html.ts";
import { jsonReport } from "./report/json.ts";
import { markdownReport } from "./report/markdown.ts";
import { openSide, workingTree } from "./sides.ts";

export interface DriftOptions {
  readonly root: string;
  readonly json?: string;
  readonly markdown?: string;
  readonly html?: string;
  readonly changeset: boolean;
  readonly proof: boolean;
}

export async function runDrift(base: string, head: string | undefined, options: DriftOptions): Promise<void> {
  await using before = await openSide(options.root, base);
  await using after = head === undefined ? workingTree(options.root) : await openSide(options.root, head);
  const pairs = await readPairs(before, after, targets);
  const changes = drift(before, after, pairs);
  const judged = { ...changes, excerpts: await excerptsOf(changes.changes, before.root, after.root) };
  const report = options.proof ? { ...judged, ...(await prove(pairs)) } : judged;
  if (options.json !== undefined) await writeFile(options.json, jsonReport(report));
  if (options.html !== undefined) await writeFile(options.html, htmlReport(report));
  const text = markdownReport(report);
  if (options.markdown === undefined) process.stdout.write(text);
  else await writeFile(options.markdown, text);
  for (const text of report.disagreements ?? []) console.error(`not proven: ${text}`);
  if ((report.disagreements ?? []).length > 0) process.exitCode = 1;
  if (options.changeset)
    for (const path of await writeChangesets(options.root, report)) console.error(`written: ${path}`);
}

/** Writes a changeset for each package with changes, and returns their paths. */
export async function writeChangesets(root: string, { changes }: DriftReport): Promise<string[]> {
  const files = changesets(changes, await workspacePackages(root));
  for (const { path, content } of files) await writeFile(join(root, ".changeset", path), content);
  return files.map(({ path }) => `.changeset/${path}`);
}

/** Prints what is missing; true when nothing is. */
export async function runGate(named: string | undefined, root: string): Promise<boolean> {
  const revision = named ?? (await gateBase(root, process.env));
  if (revision === undefined) {
    console.log("No earlier commit to compare the specs with.");
    return true;
  }
  const missing = await missingSince(revision, root);
  for (const { package: name, needed, declared } of missing)
    console.error(
      `${name}: the specs' changes need a ${needed} changeset, there is ${declared === "none" ? "none" : `a ${declared}`}`,
    );
  if (missing.length > 0) console.error(`Mend with: node codegen/src/cli.ts drift ${revision} --changeset`);
  else console.log(`The changesets say what changed in the specs since ${revision}.`);
  return missing.length === 0;
}

/** What the changesets since a revision do not say of what changed in the specs since then. */
export async function missingSince(revision: string, root: string): Promise<Shortfall[]> {
  const { bumps } = await driftBetween(revision, undefined, root);
  return shortfalls(bumps, await declaredSince(root, revision), await workspacePackages(root));
}

/** @param head the working tree if left out. */
export async function driftBetween(
  base: string,
  head: string | undefined,
  root: string,
): Promise<DriftReport> {
  await using before = await openSide(root, base);
  await using after = head === undefined ? workingTree(root) : await openSide(root, head);
  return drift(before, after, await readPairs(before, after, targets));
}

/**
 * Writes the contract log, or compares it with what it should be on the day it says; false when it is not that. Prints how
 * long is left until each end.
 *
 * @param today the day of the countdown, as `2027-02-27`.
 */
export async function runContractLog(root: string, check: boolean, today: string): Promise<boolean> {
  const path = join(root, "docs/contract-log.md");
  const written = await readFile(path, "utf8").catch(() => "");
  const { text, sunsets } = await contractLog(root, targets, (check && countedOn(written)) || today);
  for (const line of countdown(sunsets, today)) console.log(line);
  const isSame = written === text;
  if (!isSame && check)
    console.error("docs/contract-log.md is stale. Mend with: node codegen/src/cli.ts contract-log");
  if (!isSame && !check) await writeFile(path, text);
  return isSame || !check;
}
