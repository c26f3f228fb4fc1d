// What this workspace publishes, read from the packages themselves: a new package is covered by being there.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the repository. */
export const repository = fileURLToPath(new URL("../../", import.meta.url));

/** The part of a package.json that these tests judge. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly type?: string;
  readonly license?: string;
  readonly description?: string;
  readonly repository?: { readonly directory?: string };
  readonly sideEffects?: boolean;
  readonly engines?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
  readonly bin?: Readonly<Record<string, string>>;
  /** Code by its {@link EntryPoint}; a text is a file of data, such as a dictionary. */
  readonly exports?: Readonly<Record<string, EntryPoint | string>>;
  /** What depends on the platform, by name and condition. */
  readonly imports?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly publishConfig?: { readonly access?: string; readonly provenance?: boolean };
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** One entry of `exports`: the types first, then the code, for Node where it has some of its own. */
export interface EntryPoint {
  readonly types: string;
  readonly node?: string;
  readonly default: string;
}

/** A published package of this workspace. */
export interface Package {
  readonly name: string;
  /** The name without its scope; also the folder's. */
  readonly folder: string;
  readonly root: string;
  readonly manifest: Manifest;
}

/** Every package in packages/ that is not private, by name. */
export function publishedPackages(): Package[] {
  const parent = join(repository, "packages");
  return readdirSync(parent)
    .filter((folder) => existsSync(join(parent, folder, "package.json")))
    .map((folder) => {
      const root = join(parent, folder);
      const manifest = readManifest(join(root, "package.json"));
      return { name: manifest.name, folder, root, manifest };
    })
    .filter(({ manifest }) => manifest.private !== true)
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

export function readManifest(file: string): Manifest {
  return JSON.parse(readFileSync(file, "utf8")) as Manifest;
}

/** The entry points of a package's code as they are imported: `@x/fix`, `@x/fix/codec`. */
export function entryPoints(
  manifest: Manifest,
): { readonly specifier: string; readonly entry: EntryPoint }[] {
  return Object.entries(manifest.exports ?? {}).flatMap(([subpath, entry]) =>
    typeof entry === "string" ? [] : [{ specifier: manifest.name + subpath.slice(1), entry }],
  );
}
