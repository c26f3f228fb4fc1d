// npm test: everything that must hold, each step even when an earlier one failed, and one closing line with the sum.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { install, root, run } from "./workspace.mjs";

const scratch = mkdtempSync(join(tmpdir(), "kraken-bindings-"));
const report = join(scratch, "vitest.json");

/** Steps that pass or fail as a whole. */
const checks = [
  ["Nothing generated is stale", "node", ["codegen/src/cli.ts", "generate", "--check"]],
  [
    "Everything builds and type-checks",
    "turbo",
    ["run", "build", "typecheck", "--output-logs=errors-only", "--continue"],
  ],
  ["Code is linted and formatted", "biome", ["check", "--diagnostic-level=warn", "--error-on-warnings", "."]],
  ["Specs are linted", "redocly", ["lint"]],
];

let passed = 0;
let failed = 0;
console.log("\n● Install what the lockfile names");
await install();
// turbo puts a build from its cache beside what an older one left, and the tarballs' tests would find both.
for (const name of readdirSync(join(root, "packages"))) {
  rmSync(join(root, "packages", name, "dist"), { recursive: true, force: true });
}
for (const [title, command, args] of checks) {
  console.log(`\n● ${title}`);
  if ((await run(command, args)) === 0) passed++;
  else {
    failed++;
    console.error(`✗ ${title}`);
  }
}

console.log("\n● Tests");
// By itself vitest leaves a core to somebody who watches; of two that is half of the machine. And tests of connections
// that break mostly wait for a deadline: one more than there are cores makes use of that.
const workers = `--maxWorkers=${availableParallelism() + 1}`;
const ended = await run("vitest", [
  "run",
  workers,
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${report}`,
]);
try {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(report, "utf8"),
  );
  // A file that could not even be loaded has no test to fail, and a skipped test is one that did not pass.
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  const here = numFailedTests + numPendingTests + numTodoTests + broken.length;
  passed += numPassedTests;
  // An error outside of every test, such as a rejection nobody handled, is in no test's result.
  failed += here === 0 && ended !== 0 ? 1 : here;
} catch {
  console.error("✗ the test runner ended without a report");
  failed++;
}
rmSync(scratch, { recursive: true });

console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
