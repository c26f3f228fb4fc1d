// A project of a stranger: a folder outside the workspace with the packed packages installed by npm, without a network.
import { cpSync, existsSync, realpathSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { mustRun } from "./command.ts";
import type { Tarball } from "./pack.ts";
import { readManifest, repository } from "./workspace.ts";

const template = join(repository, "packaging", "consumer");

/** Copies the consumer project into `folder` and installs `tarballs`, with what they need, into it. */
export async function installConsumer(folder: string, tarballs: readonly Tarball[]): Promise<void> {
  cpSync(template, folder, { recursive: true });
  const dependencies = {
    ...Object.fromEntries(thirdParties(tarballs)),
    ...Object.fromEntries(tarballs.map(({ name, file }) => [name, `file:${relative(folder, file)}`])),
  };
  const manifest = {
    ...readManifest(join(template, "package.json")),
    dependencies,
    // What the packages ask of one another must come from the tarballs too, not from a registry.
    overrides: Object.fromEntries(Object.keys(dependencies).map((name) => [name, `$${name}`])),
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, undefined, 2));
  const options = [
    "--offline",
    "--install-links",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--no-package-lock",
  ];
  await mustRun(
    "npm",
    ["install", ...options, "--cache", join(folder, ".npm")],
    folder,
    withoutNpm(process.env),
  );
}

/** The few packages of others that a consumer's install brings along, from this workspace's own node_modules. */
function thirdParties(tarballs: readonly Tarball[]): Map<string, string> {
  const found = new Map<string, string>();
  const own = new Set(tarballs.map(({ name }) => name));
  const visit = (name: string, from: string) => {
    if (own.has(name) || found.has(name)) return;
    const folder = resolveFolder(name, from);
    found.set(name, `file:${folder}`);
    for (const next of Object.keys(readManifest(join(folder, "package.json")).dependencies ?? {}))
      visit(next, folder);
  };
  for (const { folder, manifest } of tarballs) {
    for (const name of Object.keys(manifest.dependencies ?? {}))
      visit(name, join(repository, "packages", folder));
  }
  // Types of the platform, for the half of the project that runs on Node.
  visit("@types/node", join(repository, "packaging"));
  return found;
}

/** Where `from` finds the package `name`: in its own node_modules, or beside it in the store. */
function resolveFolder(name: string, from: string): string {
  const nested = join(from, "node_modules", name);
  const folder = existsSync(nested)
    ? nested
    : join(from.slice(0, from.lastIndexOf("node_modules") + 12), name);
  if (!existsSync(folder))
    throw new Error(`${name}, which ${from} depends on, is not installed; run "npm run build"`);
  return realpathSync(folder);
}

/** npm hands its settings to what it starts; the stranger's npm has none of ours. */
function withoutNpm(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^npm_/i.test(name)));
}
