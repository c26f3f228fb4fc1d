import { filesBelow } from "./disk.ts";
import type { GeneratedFile } from "./emit/file.ts";

/** A file on disk that is not what the specs say it should be. */
export interface Difference {
  readonly kind: "stale" | "missing" | "orphaned";
  /** Relative to the target's folder. */
  readonly path: string;
}

/**
 * Every difference between what was emitted and what is on disk, tracked by git or not, in the order of paths.
 * `orphaned` is a file in the folder that nothing generates.
 */
export async function compare(folder: string, files: readonly GeneratedFile[]): Promise<Difference[]> {
  const onDisk = await filesBelow(folder);
  const differences: Difference[] = [];
  for (const { path, content } of files) {
    const found = onDisk.get(path);
    onDisk.delete(path);
    if (found === undefined) differences.push({ kind: "missing", path });
    else if (found !== content) differences.push({ kind: "stale", path });
  }
  for (const path of onDisk.keys()) differences.push({ kind: "orphaned", path });
  return differences.sort((a, b) => (a.path < b.path ? -1 : 1));
}
