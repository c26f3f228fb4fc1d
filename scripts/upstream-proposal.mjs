// Holds what the exchange publishes against the specs of the repository in the working directory, and where they differ
// opens a pull request with the specs, the regenerated packages and the changeset the proposal asks for. What a program
// cannot propose becomes an issue. The same finding is told once.
// Usage: node scripts/upstream-proposal.mjs <place...> [options of codegen upstream]; needs git and gh.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const codegen = fileURLToPath(new URL("../codegen/src/cli.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "upstream-proposal-"));
const report = join(folder, "report.md");
const patch = join(folder, "specs.patch");

try {
  const found = spawnSync(
    process.execPath,
    [
      codegen,
      "upstream",
      ...process.argv.slice(2),
      "--root",
      process.cwd(),
      "--markdown",
      report,
      "--propose",
      patch,
    ],
    { stdio: "inherit" },
  );
  // 0: nothing differs; 1: they differ; anything else: they could not be compared.
  if (found.status === 0) console.log("the specs say what is published");
  else if (found.status === 1) tell();
  else process.exitCode = 2;
} finally {
  rmSync(folder, { recursive: true });
}

function tell() {
  const text = readFileSync(report, "utf8");
  const proposed = readFileSync(patch, "utf8");
  const finding = createHash("sha256").update(text).digest("hex").slice(0, 12);
  if (proposed === "") openIssue(finding, text);
  else openPullRequest(finding);
}

function openIssue(finding, text) {
  const known = run(
    "gh",
    "issue",
    "list",
    "--state",
    "all",
    "--search",
    `${finding} in:title`,
    "--json",
    "number",
  );
  if (JSON.parse(known).length > 0) console.log(`already told: ${finding}`);
  else
    run("gh", "issue", "create", "--title", `Upstream differs (${finding})`, "--body", text.slice(0, 60_000));
}

function openPullRequest(finding) {
  const branch = `upstream/${finding}`;
  if (run("git", "ls-remote", "--heads", "origin", branch).trim() !== "") {
    console.log(`already proposed: ${branch}`);
    return;
  }
  run("git", "switch", "--quiet", "--create", branch);
  run("git", "apply", patch);
  run(process.execPath, codegen, "generate", "--root", process.cwd());
  run(process.execPath, codegen, "drift", "HEAD", "--root", process.cwd(), "--changeset");
  run("git", "add", "--all");
  const name = "github-actions[bot]";
  const author = ["-c", `user.name=${name}`, "-c", `user.email=41898282+${name}@users.noreply.github.com`];
  run("git", ...author, "commit", "--quiet", "--message", "Take over what upstream publishes");
  run("git", "push", "--quiet", "origin", branch);
  run(
    "gh",
    "pr",
    "create",
    "--head",
    branch,
    "--title",
    `Upstream differs (${finding})`,
    "--body-file",
    report,
  );
  console.log(`proposed: ${branch}`);
}

function run(command, ...args) {
  return execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}
