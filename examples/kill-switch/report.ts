import Table from "cli-table3";
import type { KillReport, Verdict } from "./kill.ts";

/** What each wire did, and what is known of each venue. */
export function describeReport({ attempts, verdicts, rounds }: KillReport): string {
  const sheet = new Table({
    head: ["wire", "venue", "outcome"],
    colWidths: [20, 9, 80],
    style: { head: [], border: [] },
    wordWrap: true,
  });
  for (const attempt of attempts) {
    const told = attempt.outcome === "cancelled" ? `${attempt.count} cancelled` : undefined;
    sheet.push([
      attempt.wire,
      attempt.venue,
      told ?? `${attempt.outcome}: ${"why" in attempt ? attempt.why : ""}`,
    ]);
  }
  const spent = rounds === 1 ? "1 round" : `${rounds} rounds`;
  return [sheet.toString(), ...verdicts.map(describeVerdict), `after ${spent}`].join("\n");
}

export function describeVerdict(verdict: Verdict): string {
  switch (verdict.state) {
    case "nothing open":
      return `${verdict.venue}: nothing open, says ${verdict.saidBy.join(" and ")}`;
    case "open":
      return `${verdict.venue}: ${verdict.count} STILL OPEN, says ${verdict.saidBy.join(" and ")}`;
    case "unknown":
      return `${verdict.venue}: UNKNOWN, ${verdict.why}`;
  }
}

/** 0: nothing is open. 1: something is. 2: it is not known of every venue. */
export function exitCodeOf({ verdicts }: KillReport): 0 | 1 | 2 {
  if (verdicts.some(({ state }) => state === "open")) return 1;
  return verdicts.some(({ state }) => state === "unknown") ? 2 : 0;
}
