import { glob, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Bump, largest } from "../verdict.ts";

/** A published package of the workspace. */
export interface WorkspacePackage {
  readonly name: string;
  readonly version: string;
  /** The packages whose exports it passes on as a whole. */
  readonly passesOn: readonly string[];
}

/** The packages below `packages/` that are published. */
export async function workspacePackages(root: string): Promise<WorkspacePackage[]> {
  const packages: WorkspacePackage[] = [];
  for await (const path of glob("packages/*/package.json", { cwd: root })) {
    const manifest = JSON.parse(await readFile(join(root, path), "utf8")) as {
      readonly name: string;
      readonly version: string;
      readonly private?: boolean;
    };
    if (manifest.private === true) continue;
    const passesOn = await reExported(join(root, dirname(path), "src"));
    packages.push({ name: manifest.name, version: manifest.version, passesOn });
  }
  return packages.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function reExported(folder: string): Promise<string[]> {
  const found = new Set<string>();
  for await (const file of glob("**/*.ts", { cwd: folder, exclude: ["generated/**"] })) {
    const text = await readFile(join(folder, file), "utf8");
    for (const [, name] of text.matchAll(/^export \*(?: as \w+)? from "(@[^/"]+\/[^/"]+)/gm))
      found.add(name as string);
  }
  return [...found].sort();
}

/**
 * What each package must be bumped by when these are. A package that passes on all that another exports breaks with it:
 * changesets would give such a dependent a patch.
 */
export function withDependents(
  bumps: ReadonlyMap<string, Bump>,
  packages: readonly WorkspacePackage[],
): Map<string, Bump> {
  const all = new Map(bumps);
  // One round for each package is enough for the longest chain of packages that pass one another on.
  for (const _round of packages) {
    for (const { name, passesOn } of packages) {
      const bump = largest([all.get(name) ?? "none", ...passesOn.map((other) => all.get(other) ?? "none")]);
      if (bump !== "none") all.set(name, bump);
    }
  }
  return all;
}
