import { cp, glob, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import type { Target } from "../../targets.ts";

/** Import specifier to the TypeScript file that is behind it. */
export type EntryPoints = ReadonlyMap<string, string>;

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: { readonly [subpath: string]: string | { readonly types?: string } };
}

/**
 * Puts the packages as they would be with the specs of a folder: the hand-written sources of the repository, and what is
 * generated from these specs.
 *
 * @returns where each of their entry points is.
 */
export async function headPackages(
  repository: string,
  specs: string,
  folder: string,
  targets: readonly Target[],
): Promise<EntryPoints> {
  const entries = new Map<string, string>();
  for await (const path of glob("packages/*/package.json", { cwd: repository })) {
    const manifest = JSON.parse(await readFile(join(repository, path), "utf8")) as Manifest;
    if (manifest.private === true) continue;
    const own = dirname(path);
    await cp(join(repository, own, "src"), join(folder, own, "src"), {
      recursive: true,
      filter: isHandWritten,
    });
    await cp(join(repository, path), join(folder, path));
    for (const [subpath, target] of Object.entries(manifest.exports ?? {})) {
      const types = typeof target === "string" ? undefined : target.types;
      if (types === undefined) continue;
      const source = types.replace(/^\.\/dist\//, "src/").replace(/\.d\.ts$/, ".ts");
      entries.set(manifest.name + subpath.slice(1), join(folder, own, source));
    }
  }
  for (const target of targets) {
    if (target.offers === undefined) continue;
    for (const { path, content } of target.emit(specs, target.spec)) {
      const file = join(folder, target.folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }
  }
  return entries;
}

function isHandWritten(path: string): boolean {
  return !relative("/", path).split(sep).includes("generated");
}
