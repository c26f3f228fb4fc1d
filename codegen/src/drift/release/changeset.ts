import { createHash } from "node:crypto";
import type { Change } from "../change.ts";
import { type Bump, largest } from "../verdict.ts";
import { changelog } from "./changelog.ts";
import { type WorkspacePackage, withDependents } from "./packages.ts";

export interface ChangesetFile {
  /** Below `.changeset/`. */
  readonly path: string;
  readonly content: string;
}

/**
 * One changeset for each package with changes, so that no package's changelog tells of another's. A package that passes
 * on all of its exports is named in it too, with the same bump. The same changes give the same files.
 */
export function changesets(
  changes: readonly Change[],
  packages: readonly WorkspacePackage[],
): ChangesetFile[] {
  const names = [...new Set(changes.map((change) => change.package))].sort();
  return names.map((name) => {
    const own = changes.filter((change) => change.package === name);
    const bump = largest(own.map((change) => change.bump));
    const releases = [...withDependents(new Map([[name, bump]]), packages)];
    const head = releases.map(([released, by]: [string, Bump]) => `"${released}": ${by}\n`).join("");
    const content = `---\n${head}---\n\n${changelog(own)}\n`;
    const digest = createHash("sha256").update(content).digest("hex").slice(0, 8);
    return { path: `contract-${name.replace(/^.*\//, "")}-${digest}.md`, content };
  });
}
