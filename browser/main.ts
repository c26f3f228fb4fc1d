// npm run test:browser: runs each program in Chromium against the sandbox, and ends with 0 when every one of them saw
// what it should, 1 when one did not, 3 when there is no Chromium.
import { isDeepStrictEqual } from "node:util";
import { findChromium } from "./src/chromium.ts";
import { programNames, programs, runProgram } from "./src/run-program.ts";

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
process.exit(failed === 0 ? 0 : 1);
