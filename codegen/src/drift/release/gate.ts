import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import parseChangeset from "@changesets/parse";
import { type Bump, largest } from "../verdict.ts";
import { type WorkspacePackage, withDependents } from "./packages.ts";

const run = promisify(execFile);

/** A package whose changesets do not say what the specs' changes mean. */
export interface Shortfall {
  readonly package: string;
  readonly needed: Bump;
  readonly declared: Bump;
}

/**
 * The packages whose changesets are missing or too small. A package that was never released has no users that a change
 * could break: whatever its first release holds, it needs no words on what it was before.
 */
export function shortfalls(
  bumps: ReadonlyMap<string, Bump>,
  declared: ReadonlyMap<string, Bump>,
  packages: readonly WorkspacePackage[],
): Shortfall[] {
  const released = new Set(packages.filter(({ version }) => version !== "0.0.0").map(({ name }) => name));
  return [...withDependents(bumps, packages)]
    .filter(([name]) => released.has(name))
    .map(([name, needed]) => ({ package: name, needed, declared: declared.get(name) ?? "none" }))
    .filter(({ needed, declared: given }) => largest([given, needed]) !== given);
}

/** What the changesets that are new or rewritten since a revision declare. */
export async function declaredSince(root: string, revision: string): Promise<Map<string, Bump>> {
  const git = ["-C", root];
  const changed = await run("git", [
    ...git,
    "diff",
    "--name-only",
    "--diff-filter=AM",
    revision,
    "--",
    ".changeset",
  ]);
  const untracked = await run("git", [
    ...git,
    "ls-files",
    "--others",
    "--exclude-standard",
    "--",
    ".changeset",
  ]);
  const files = `${changed.stdout}\n${untracked.stdout}`
    .split("\n")
    .filter((file) => file.endsWith(".md") && !file.endsWith("/README.md"));
  const declared = new Map<string, Bump>();
  for (const file of files) {
    for (const { name, type } of parseChangeset(await readFile(join(root, file), "utf8")).releases)
      declared.set(name, largest([declared.get(name) ?? "none", type]));
  }
  return declared;
}

/**
 * The revision that a change is to be compared with: where its branch left the one it goes into; on that branch itself,
 * the commit before. Nothing outside a repository.
 *
 * @param environment `GITHUB_BASE_REF` names the branch a pull request goes into.
 * @throws Error when the environment names a branch that this clone does not have.
 */
export async function gateBase(
  root: string,
  environment: { readonly [name: string]: string | undefined },
): Promise<string | undefined> {
  const git = async (...words: string[]): Promise<string | undefined> => {
    try {
      return (await run("git", ["-C", root, ...words])).stdout.trim();
    } catch {
      return undefined;
    }
  };
  const named = environment.GITHUB_BASE_REF;
  const candidates = named ? [`origin/${named}`] : ["origin/main", "main"];
  for (const branch of candidates) {
    const fork = await git("merge-base", "HEAD", branch);
    if (fork === undefined) continue;
    const head = await git("rev-parse", "HEAD");
    if (fork !== head) return fork;
    return (await git("rev-parse", "--verify", "--quiet", "HEAD^")) ?? head;
  }
  if (named) throw new Error(`origin/${named} is not in this clone: fetch the whole history`);
  return undefined;
}
