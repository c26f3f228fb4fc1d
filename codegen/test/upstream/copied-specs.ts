import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";

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
      execFileSync("git", ["apply", "--check", "specs.patch"], { cwd: root });
      execFileSync("git", ["apply", "specs.patch"], { cwd: root });
    },
  };
}
