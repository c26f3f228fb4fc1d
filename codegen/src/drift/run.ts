import { writeFile } from "node:fs/promises";
import { targets } from "../targets.ts";
import type { DriftOptions } from "./command.ts";
import { drift, readPairs } from "./drift.ts";
import { jsonReport } from "./report/json.ts";
import { markdownReport } from "./report/markdown.ts";
import { openSide, workingTree } from "./sides.ts";

export async function runDrift(base: string, head: string | undefined, options: DriftOptions): Promise<void> {
  await using before = await openSide(options.root, base);
  await using after = head === undefined ? workingTree(options.root) : await openSide(options.root, head);
  const report = drift(before, after, await readPairs(before, after, targets));
  if (options.json !== undefined) await writeFile(options.json, jsonReport(report));
  const text = markdownReport(report);
  if (options.markdown === undefined) process.stdout.write(text);
  else await writeFile(options.markdown, text);
}
