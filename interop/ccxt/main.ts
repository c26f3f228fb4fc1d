// npm run interop:ccxt: lets ccxt trade on the sandbox as its users would, and ends with 0 when every scenario went as on
// the exchange, but for the differences that are listed with their reasons, and the documentation says so. Words after the
// command choose scenarios; --update writes the documentation's table.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox } from "@x/sandbox";
import { installCcxt } from "./ccxt.ts";
import { type ExchangeName, exchanges, openClient } from "./clients.ts";
import { differences } from "./differences.ts";
import type { Scenario } from "./scenario.ts";
import { document, isDocumented, markdown, type Row } from "./scenario-table.ts";
import { futuresScenarios } from "./scenarios/futures.ts";
import { futuresStreamScenarios } from "./scenarios/futures-streams.ts";
import { spotScenarios } from "./scenarios/spot.ts";
import { spotStreamScenarios } from "./scenarios/spot-streams.ts";

/** No scenario takes nearly as long, in milliseconds. */
const LONGEST = 120_000;

const SCENARIOS: Record<ExchangeName, readonly Scenario[]> = {
  kraken: [...spotScenarios, ...spotStreamScenarios],
  krakenfutures: [...futuresScenarios, ...futuresStreamScenarios],
};

const words = process.argv.slice(2);
const chosen = words.filter((word) => word !== "--update");
const scratch = mkdtempSync(join(tmpdir(), "interop-ccxt-"));
const ccxt = await installCcxt(scratch);
const rows: Row[] = [];
for (const exchange of exchanges) {
  for (const scenario of SCENARIOS[exchange]) {
    if (chosen.length > 0 && !chosen.some((word) => scenario.name.includes(word))) continue;
    const row = judge(exchange, scenario.name, await play(exchange, scenario));
    rows.push(row);
    const mark = row.result === "FAILED" ? "✗" : "✓";
    console.log(`${mark} ${exchange}: ${scenario.name}${row.why === undefined ? "" : `: ${row.why}`}`);
  }
}
rmSync(scratch, { recursive: true });

const wide = Math.max(...rows.map(({ scenario }) => scenario.length));
console.log(`\n${"ccxt".padEnd(13)}  ${"scenario".padEnd(wide)}  against the sandbox`);
for (const { exchange, scenario, result } of rows) {
  console.log(`${exchange.padEnd(13)}  ${scenario.padEnd(wide)}  ${result}`);
}
const count = (result: Row["result"]) => rows.filter((row) => row.result === result).length;
console.log(`\n${count("ok")} ok, ${count("differs")} differ, ${count("FAILED")} failed`);
let good = count("FAILED") === 0 && rows.length > 0;
if (good && chosen.length === 0) {
  const table = markdown(rows);
  if (words.includes("--update")) document(table);
  if (!isDocumented(table)) {
    good = false;
    console.error("docs/sandbox.md has another table; npm run interop:ccxt -- --update writes this one");
  }
}
process.exit(good ? 0 : 1);

/** A difference that is listed must be there, and any other must not. */
function judge(exchange: ExchangeName, scenario: string, error: string | undefined): Row {
  const difference = differences.find((one) => one.exchange === exchange && one.scenario === scenario);
  if ((error === undefined) !== (difference === undefined)) {
    return { exchange, scenario, result: "FAILED", why: error ?? "no longer differs" };
  }
  return { exchange, scenario, result: error === undefined ? "ok" : "differs", why: difference?.because };
}

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
