import { mkdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { compare, type Difference } from "./check.ts";
import type { GeneratedFile } from "./emit/file.ts";

/**
 * Makes the folder hold exactly these files and returns what had to change. A file that is already right is not
 * touched, so its date and every cache that looks at it stay; each file is replaced in one step, so a reader never
 * sees half of one.
 */
export async function write(folder: string, files: readonly GeneratedFile[]): Promise<Difference[]> {
  const differences = await compare(folder, files);
  const contents = new Map(files.map(({ path, content }) => [path, content]));
  for (const { path } of differences) {
    const target = join(folder, path);
    const content = contents.get(path);
    if (content === undefined) {
      await rm(target);
      await removeEmptyParents(folder, dirname(target));
    } else {
      await mkdir(dirname(target), { recursive: true });
      const temporary = `${target}.new`;
      await writeFile(temporary, content);
      await rename(temporary, target);
    }
  }
  return differences;
}

async function removeEmptyParents(root: string, folder: string): Promise<void> {
  for (let at = folder; at.length > root.length; at = dirname(at)) {
    try {
      await rmdir(at);
    } catch {
      return; // Not empty: it and everything above it stays.
    }
  }
}
