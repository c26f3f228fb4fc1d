import { join } from "node:path";
import { compare, type Difference } from "./check.ts";
import type { GeneratedFile } from "./emit/file.ts";
import type { Target } from "./targets.ts";
import { write } from "./write.ts";

export interface TargetReport {
  readonly target: Target;
  readonly files: number;
  readonly differences: readonly Difference[];
}

/**
 * Emits all targets, then writes (or, with `check`, only compares). Every target is emitted before the first file is
 * written: a broken spec in one leaves all of them as they were.
 */
export async function generate(
  root: string,
  targets: readonly Target[],
  { check }: { readonly check: boolean },
): Promise<TargetReport[]> {
  const emitted: { target: Target; files: readonly GeneratedFile[] }[] = [];
  for (const target of targets)
    emitted.push({ target, files: distinct(target, target.emit(root, target.spec)) });
  const reports: TargetReport[] = [];
  for (const { target, files } of emitted) {
    const settle = check ? compare : write;
    reports.push({
      target,
      files: files.length,
      differences: await settle(join(root, target.folder), files),
    });
  }
  return reports;
}

/** Two spec names that differ in spelling only can meet in one file name; neither may silently win. */
function distinct(target: Target, files: readonly GeneratedFile[]): readonly GeneratedFile[] {
  const seen = new Set<string>();
  for (const { path } of files) {
    const key = path.toLowerCase();
    if (seen.has(key))
      throw new Error(`${target.name}: two declarations of ${target.spec} would both be written to ${path}`);
    seen.add(key);
  }
  return files;
}
