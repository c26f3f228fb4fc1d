// npm run interop:quickfix: plays every scenario between this package and QuickFIX, in both directions, and ends with 0 when
// all of them went as FIX says. Needs Debian's g++, libquickfix-dev and openssl. Words after the command choose scenarios
// by name.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Scenario } from "./scenario.ts";
import { acceptorScenarios } from "./scenarios/acceptor.ts";
import { initiatorScenarios } from "./scenarios/initiator.ts";
import { orderEntryScenarios } from "./scenarios/order-entry.ts";

/** No scenario takes nearly as long, in milliseconds. */
const LONGEST = 60_000;

const chosen = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), "interop-quickfix-"));
const programs = join(scratch, "programs");
execFileSync(fileURLToPath(new URL("compile.sh", import.meta.url)), [programs], { stdio: "inherit" });
const tls = { certificate: join(scratch, "certificate.pem"), key: join(scratch, "key.pem") };
const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"];
execFileSync(
  "openssl",
  ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", tls.key, "-out", tls.certificate, ...subject],
  { stdio: "ignore" },
);

/** `-`: not played in this direction. */
type Result = "ok" | "FAILED" | "-";
type Row = { initiator: Result; acceptor: Result };
const rows = new Map<string, Row>();
let failed = 0;
for (const [direction, scenarios] of [
  ["initiator", [...initiatorScenarios, ...orderEntryScenarios]],
  ["acceptor", acceptorScenarios],
] as const) {
  for (const scenario of scenarios) {
    if (chosen.length > 0 && !chosen.some((word) => scenario.name.includes(word))) continue;
    const row: Row = rows.get(scenario.name) ?? { initiator: "-", acceptor: "-" };
    rows.set(scenario.name, row);
    row[direction] = await play(direction, scenario);
    if (row[direction] === "FAILED") failed++;
  }
}
const wide = Math.max(...[...rows.keys()].map((name) => name.length));
console.log(`\n${"scenario".padEnd(wide)}  we dial QuickFIX  QuickFIX dials us`);
for (const [name, { initiator, acceptor }] of rows) {
  console.log(`${name.padEnd(wide)}  ${initiator.padEnd(16)}  ${acceptor}`);
}
const played = [...rows.values()]
  .flatMap(({ initiator, acceptor }) => [initiator, acceptor])
  .filter((result) => result !== "-");
console.log(`\n${played.length - failed} of ${played.length} ok`);
if (failed === 0) rmSync(scratch, { recursive: true });
else console.log(`QuickFIX's logs are in ${scratch}`);
process.exit(failed === 0 && played.length > 0 ? 0 : 1);

async function play(direction: string, scenario: Scenario): Promise<Result> {
  const folder = join(scratch, `${direction}-${scenario.name.replaceAll(/\W+/g, "-")}`);
  mkdirSync(folder);
  const begun = performance.now();
  try {
    await Promise.race([
      scenario.run({ folder, programs, tls }),
      new Promise((_, reject) => {
        setTimeout(() => reject(new Error("took too long")), LONGEST).unref();
      }),
    ]);
    console.log(`✓ ${direction}: ${scenario.name} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
    return "ok";
  } catch (error) {
    console.error(`✗ ${direction}: ${scenario.name}: ${error instanceof Error ? error.message : error}`);
    return "FAILED";
  }
}
