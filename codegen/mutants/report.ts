import type { Verdicts } from "./claim.ts";
import type { Outcome } from "./truth.ts";

interface Row {
  mutants: number;
  missed: number;
  alarms: number;
  bumps: number;
}

const TYPES = ["none", "fixture", "exhaustive", "any"];
const WIRE = ["fine", "strict", "meaning", "breaks"];

/** The rules say less than compiler or messages show. */
export function isMissed({ truth, claim: { verdicts: claim } }: Outcome): boolean {
  return (
    TYPES.indexOf(claim.types) < TYPES.indexOf(truth.types) ||
    WIRE.indexOf(claim.wire) < WIRE.indexOf(truth.wire)
  );
}

/** The rules say more than compiler and messages show. */
export function isAlarm({ truth, claim: { verdicts: claim } }: Outcome): boolean {
  return (
    TYPES.indexOf(claim.types) > TYPES.indexOf(truth.types) ||
    WIRE.indexOf(claim.wire) > WIRE.indexOf(truth.wire)
  );
}

/** Another bump than the policy asks for what happens. */
export function isInexact({ truth, claim }: Outcome): boolean {
  return claim.verdicts.bump !== truth.bump;
}

/** The table, operator by operator, as Markdown. */
export function table(outcomes: readonly Outcome[]): string {
  const rows = new Map<string, Row>();
  for (const outcome of outcomes) {
    const name = outcome.sites.length > 1 ? "pairs of changes" : (outcome.sites[0]?.operator ?? "");
    const row = rows.get(name) ?? { mutants: 0, missed: 0, alarms: 0, bumps: 0 };
    row.mutants++;
    if (isMissed(outcome)) row.missed++;
    if (isAlarm(outcome)) row.alarms++;
    if (isInexact(outcome)) row.bumps++;
    rows.set(name, row);
  }
  const total = [...rows.values()].reduce(
    (sum, row) => ({
      mutants: sum.mutants + row.mutants,
      missed: sum.missed + row.missed,
      alarms: sum.alarms + row.alarms,
      bumps: sum.bumps + row.bumps,
    }),
    { mutants: 0, missed: 0, alarms: 0, bumps: 0 },
  );
  const line = (name: string, row: Row): string =>
    `| ${name} | ${row.mutants} | ${row.missed} | ${row.alarms} | ${row.bumps} |\n`;
  const head =
    "| change | mutants | missed | false alarms | another bump |\n| --- | --- | --- | --- | --- |\n";
  return (
    head +
    [...rows]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, row]) => line(name, row))
      .join("") +
    line("**all**", total)
  );
}

/** What went wrong with one mutant, for whoever must mend a rule or an oracle. */
export function complaint({ sites, truth, claim, detail }: Outcome): string {
  const where = sites.map(({ operator, file }) => `${operator} in ${file}`).join(" + ");
  const text = ({ types, wire, bump }: Verdicts): string => `${types}/${wire}/${bump}`;
  return `${where}: rules ${text(claim.verdicts)}, shown ${text(truth)}; ${detail.slice(0, 500)}`;
}
