// npm run interop:ccxt: lets ccxt trade on the sandbox as its users would, and ends with 0 when every scenario went as on
// the exchange, but for the differences that are listed with their reasons. Words after the command choose scenarios.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox } from "@x/sandbox";
import { installCcxt } from "./ccxt.ts";
import { type ExchangeName, exchanges, openClient } from "./clients.ts";
import { differences } from "./differences.ts";
import type { Scenario } from "./scenario.ts";
import { futuresScenarios } from "./scenarios/futures.ts";
import { futuresStreamScenarios } from "./scenarios/futures-streams.ts";
import { spotScenarios } from "./scenarios/spot.ts";
import { spotStreamScenarios } from "./scenarios/spot-streams.ts";

/** No scenario takes nearly as long, in milliseconds. */
const LONGEST = 30_000;

const SCENARIOS: Record<ExchangeName, readonly Scenario[]> = {
  kraken: [...spotScenarios, ...spotStreamScenarios],
  krakenfutures: [...futuresScenarios, ...futuresStreamScenarios],
};

const chosen = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), "interop-ccxt-"));
const ccxt = await installCcxt(scratch);
const rows: { readonly exchange: string; readonly scenario: string; readonly result: string }[] = [];
let failed = 0;

for (const exchange of exchanges) {
  for (const scenario of SCENARIOS[exchange]) {
    if (chosen.length > 0 && !chosen.some((word) => scenario.name.includes(word))) continue;
    const error = await play(exchange, scenario);
    const difference = differences.find((one) => one.exchange === exchange && one.scenario === scenario.name);
    const good = (error === undefined) === (difference === undefined);
    if (!good) failed++;
    const result = good ? (difference === undefined ? "ok" : "differs") : "FAILED";
    rows.push({ exchange, scenario: scenario.name, result });
    const why = good ? difference?.because : (error ?? "no longer differs");
    console.log(`${good ? "✓" : "✗"} ${exchange}: ${scenario.name}${why === undefined ? "" : `: ${why}`}`);
  }
}
rmSync(scratch, { recursive: true });

const wide = Math.max(...rows.map(({ scenario }) => scenario.length));
console.log(`\n${"ccxt".padEnd(13)}  ${"scenario".padEnd(wide)}  against the sandbox`);
for (const { exchange, scenario, result } of rows) {
  console.log(`${exchange.padEnd(13)}  ${scenario.padEnd(wide)}  ${result}`);
}
const count = (result: string) => rows.filter((row) => row.result === result).length;
console.log(`\n${count("ok")} ok, ${count("differs")} differ, ${failed} failed`);
process.exit(failed === 0 && rows.length > 0 ? 0 : 1);

/** Plays a scenario on a sandbox of its own. Comes back with what went wrong. */
async function play(exchange: ExchangeName, scenario: Scenario): Promise<string | undefined> {
  await using sandbox = await startSandbox({ market: "resting", seed: "ccxt" });
  const client = openClient(ccxt, exchange, sandbox);
  try {
    await client.loadHttpProxyAgent();
    await client.loadMarkets();
    await Promise.race([
      scenario.run(client, sandbox),
      new Promise((_, reject) => {
        setTimeout(() => reject(new Error("took too long")), LONGEST).unref();
      }),
    ]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await client.close();
  }
}
