import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { gitEnvironment } from "../git-environment.ts";

const repository = join(import.meta.dirname, "../../..");

/** A copy of the specs for each test of a file. */
export function copiedSpecs() {
  let root = "";
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "propose-"));
    cpSync(join(repository, "specs"), join(root, "specs"), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true }));
  return {
    get root() {
      return root;
    },
    /** The patch is one that git takes. */
    apply(patch: string): void {
      writeFileSync(join(root, "specs.patch"), patch);
      const options = { cwd: root, env: gitEnvironment };
      execFileSync("git", ["apply", "--check", "specs.patch"], options);
      execFileSync("git", ["apply", "specs.patch"], options);
    },
  };
}
