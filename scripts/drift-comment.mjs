// Tells a pull request what its changes of the specs mean: the report of codegen drift as a comment, the same one each
// time. Reads which pull request it is from what GitHub sets in a workflow on pull_request; needs git and gh.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const { GITHUB_BASE_REF, GITHUB_REF = "" } = process.env;
const [, number] = /^refs\/pull\/(\d+)\//.exec(GITHUB_REF) ?? [];
if (!GITHUB_BASE_REF || number === undefined) {
  console.error("GITHUB_BASE_REF and GITHUB_REF must say which pull request it is");
  process.exit(2);
}
const base = `origin/${GITHUB_BASE_REF}`;
const codegen = fileURLToPath(new URL("../codegen/src/cli.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "drift-comment-"));
const report = join(folder, "report.md");

try {
  const changed = run("git", "diff", "--name-only", `${base}...HEAD`, "--", "specs");
  if (changed.trim() === "") console.log("the specs are as they were");
  else {
    const mergeBase = run("git", "merge-base", base, "HEAD").trim();
    run(process.execPath, codegen, "drift", mergeBase, "--root", process.cwd(), "--markdown", report);
    run("gh", "pr", "comment", number, "--edit-last", "--create-if-none", "--body-file", report);
    console.log(`told pull request ${number}`);
  }
} finally {
  rmSync(folder, { recursive: true });
}

function run(command, ...args) {
  return execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}
