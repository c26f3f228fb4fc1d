// npm run test:browser: runs each program in Chromium against the sandbox, then the sandbox's own page and a drift report, and ends
// with 0 when every program saw what it should and the pages are as they should be, 1 when something is not, 3 when there is no Chromium.
// With --update it makes the docs' picture of the page anew.
import { isDeepStrictEqual } from "node:util";
import { findChromium } from "./src/chromium.ts";
import { checkDriftPage } from "./src/drift-page.ts";
import { programNames, programs, runProgram } from "./src/run-program.ts";
import { checkSandboxPage } from "./src/sandbox-page.ts";

const chromium = findChromium();
if (chromium === undefined) {
  console.error(
    "No Chromium found. On Debian: apt-get install chromium. Elsewhere, install Chromium or Chrome and put it on the PATH,\n" +
      "or name its program: CHROMIUM=/path/to/chromium npm run test:browser",
  );
  process.exit(3);
}

let failed = 0;
for (const program of programNames) {
  try {
    const { seen, counts, browser, gzipped } = await runProgram(program, chromium);
    // What the sandbox itself counted must say the same.
    const expected = programs[program];
    const good =
      isDeepStrictEqual(seen, { ...expected.seen }) &&
      isDeepStrictEqual({ ...counts }, { ...expected.counts });
    if (!good) failed++;
    const said = Object.entries(seen).map(([what, count]) => `${count} ${what}`);
    console.log(
      `${good ? "✓" : "✗"} ${program} in ${browser}: ${said.join(", ")}; ${counts.open} open at the sandbox ` +
        `(${gzipped} bytes of script, gzipped)`,
    );
  } catch (error) {
    failed++;
    console.error(`✗ ${program}: ${error instanceof Error ? error.message : error}`);
  }
}
try {
  for (const { what, holds } of await checkSandboxPage(chromium, process.argv.includes("--update"))) {
    if (!holds) failed++;
    console.log(`${holds ? "✓" : "✗"} the sandbox's page: ${what}`);
  }
} catch (error) {
  failed++;
  console.error(`✗ the sandbox's page: ${error instanceof Error ? error.message : error}`);
}
try {
  for (const { what, holds } of await checkDriftPage(chromium)) {
    if (!holds) failed++;
    console.log(`${holds ? "✓" : "✗"} the drift report: ${what}`);
  }
} catch (error) {
  failed++;
  console.error(`✗ the drift report: ${error instanceof Error ? error.message : error}`);
}
process.exit(failed === 0 ? 0 : 1);
