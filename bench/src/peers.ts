import { execFile } from "node:child_process";
import { access, mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

/** Other people's packages, to be measured beside ours: each in exactly this version. */
const versions = {
  "@hey-api/openapi-ts": "0.99.0",
  "@sotatech/nest-quickfix": "0.12.1",
  ajv: "8.20.0",
  ccxt: "4.5.84",
  ccxws: "0.47.0",
  // The last that is free to use for everyone: later ones want a licence key.
  fixparser: "2.9.5",
  jspurefix: "5.11.4",
  "node-kraken-api": "2.2.2",
  // What nest-quickfix and jspurefix read their decorators with.
  "reflect-metadata": "0.2.2",
  typebox: "1.4.3",
  // Those that need a compiler's API run on the last one that has it.
  typescript: "5.9.3",
  valibot: "1.5.0",
  zod: "4.6.7",
} as const;

/** Gives a module of a peer, by what a program would import. */
export interface Peers {
  <Module>(specifier: string): Promise<Module>;
  /** The folder that holds their `node_modules`, for a process of their own. */
  readonly folder: string;
}

/**
 * Installs the peers into a folder of their own outside the repository, which nothing but a benchmark needs and which is
 * used again by the next run. No script of theirs is run.
 */
export async function installPeers(): Promise<Peers> {
  const name = Object.entries(versions).map(([peer, version]) => `${peer}-${version}`);
  const folder = join(tmpdir(), "kraken-bindings-bench", name.join("_").replaceAll("/", "-"));
  const done = join(folder, "installed");
  try {
    await access(done);
  } catch {
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, "package.json"),
      JSON.stringify({ private: true, dependencies: versions }, undefined, 2),
    );
    const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"];
    await promisify(execFile)("npm", ["install", ...flags], { cwd: folder });
    await writeFile(done, "");
  }
  const { resolve } = createRequire(join(folder, "package.json"));
  const load: <Module>(specifier: string) => Promise<Module> = (specifier) =>
    import(pathToFileURL(resolve(specifier)).href);
  return Object.assign(load, { folder });
}
