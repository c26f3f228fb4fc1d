// Packs packages exactly as a release does.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseTarGzip } from "nanotar";
import { mustRun } from "./command.ts";
import { type Manifest, type Package, repository } from "./workspace.ts";

/** A packed package: where it is and what is in it, paths relative to the package. */
export interface Tarball {
  readonly name: string;
  readonly folder: string;
  readonly file: string;
  /** Bytes to download and bytes once unpacked. */
  readonly packed: number;
  readonly unpacked: number;
  readonly files: readonly string[];
  readonly manifest: Manifest;
}

const pnpm = join(repository, "node_modules", ".bin", process.platform === "win32" ? "pnpm.cmd" : "pnpm");

/** @throws Error when the package has not been built: there would be nothing to pack but its package.json. */
export async function packPackage(pkg: Package, into: string): Promise<Tarball> {
  if (!existsSync(join(pkg.root, "dist"))) {
    throw new Error(`${pkg.name} is not built; run "npm run build" first`);
  }
  const file = join(into, `${pkg.folder}.tgz`);
  await mustRun(pnpm, ["pack", "--out", file], pkg.root);
  const bytes = await readFile(file);
  const entries = (await parseTarGzip(new Uint8Array(bytes))).filter((entry) => entry.type === "file");
  const manifest = entries.find((entry) => entry.name === "package/package.json");
  if (manifest === undefined) throw new Error(`${file} has no package.json`);
  return {
    name: pkg.name,
    folder: pkg.folder,
    file,
    packed: bytes.byteLength,
    unpacked: entries.reduce((sum, entry) => sum + (entry.data?.byteLength ?? 0), 0),
    files: entries.map((entry) => entry.name.replace(/^package\//, "")).toSorted(),
    manifest: JSON.parse(manifest.text) as Manifest,
  };
}
