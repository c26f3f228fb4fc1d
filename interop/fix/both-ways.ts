import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Scenario } from "./scenario.ts";

/** No scenario takes nearly as long, in milliseconds. */
const LONGEST = 240_000;

export interface BothWays<Place> {
  /** The other engine. */
  readonly peer: string;
  /** Our side dials. */
  readonly initiator: readonly Scenario<Place>[];
  /** The other side dials. */
  readonly acceptor: readonly Scenario<Place>[];
  /** Where scenarios get folders of their own. */
  readonly scratch: string;
  /** @param folder empty, and the scenario's own */
  place(folder: string): Place;
  /** Parts of the names of those to play; all when there are none. */
  readonly chosen: readonly string[];
}

/** `-`: not played in this direction. */
type Result = "ok" | "FAILED" | "-";
type Row = { initiator: Result; acceptor: Result };

/** Plays scenarios in both directions, prints the table, and says whether all of them went well. */
export async function playBothWays<Place>(run: BothWays<Place>): Promise<boolean> {
  const { peer, scratch, chosen } = run;
  const rows = new Map<string, Row>();
  for (const direction of ["initiator", "acceptor"] as const) {
    for (const scenario of run[direction]) {
      const { name } = scenario;
      if (chosen.length > 0 && !chosen.some((word) => name.includes(word))) continue;
      const row: Row = rows.get(name) ?? { initiator: "-", acceptor: "-" };
      rows.set(name, row);
      const folder = join(scratch, `${direction}-${name.replaceAll(/\W+/g, "-")}`);
      mkdirSync(folder);
      row[direction] = await play(`${direction}: ${name}`, scenario, run.place(folder));
    }
  }
  const wide = Math.max(0, ...[...rows.keys()].map((name) => name.length));
  const [dial, dialed] = [`we dial ${peer}`, `${peer} dials us`];
  console.log(`\n${"scenario".padEnd(wide)}  ${dial}  ${dialed}`);
  for (const [name, { initiator, acceptor }] of rows) {
    console.log(`${name.padEnd(wide)}  ${initiator.padEnd(dial.length)}  ${acceptor}`);
  }
  const played = [...rows.values()]
    .flatMap(({ initiator, acceptor }) => [initiator, acceptor])
    .filter((result) => result !== "-");
  const good = played.filter((result) => result === "ok").length;
  console.log(`\n${good} of ${played.length} ok`);
  return good === played.length && good > 0;
}

async function play<Place>(name: string, scenario: Scenario<Place>, place: Place): Promise<Result> {
  const begun = performance.now();
  try {
    await Promise.race([
      scenario.run(place),
      new Promise((_, reject) => {
        setTimeout(() => reject(new Error("took too long")), LONGEST).unref();
      }),
    ]);
    console.log(`✓ ${name} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
    return "ok";
  } catch (error) {
    console.error(`✗ ${name}: ${error instanceof Error ? error.message : error}`);
    return "FAILED";
  }
}
