import { type Cell, cellText } from "./claim.ts";
import { complaint, isAlarm, isInexact, isMissed } from "./report.ts";
import { allCells, type TableMutation, tableMutations, unmet } from "./table.ts";
import type { Outcome } from "./truth.ts";
import { Undecided } from "./undecided.ts";

/** At most this part of the mutants may be said to do more harm than they do. */
const ALARMS = 0.005;

/** What a run shows. */
export interface Summary {
  readonly text: readonly string[];
  /** What went wrong, in words. */
  readonly complaints: readonly string[];
  /** Whether rules, compiler and messages agree as they must. */
  readonly agrees: boolean;
  /** Whether every verdict of the rule table is decided by some mutant. */
  readonly decided: boolean;
}

export function summarize(outcomes: readonly Outcome[]): Summary {
  const count = (wanted: (outcome: Outcome) => boolean): number => outcomes.filter(wanted).length;
  const [missed, alarms, inexact] = [count(isMissed), count(isAlarm), count(isInexact)];
  const pairs = count(({ sites }) => sites.length > 1);
  const specimens = count(({ sites }) => sites[0]?.target.startsWith("specimen") ?? false);
  const faulty = new Set(outcomes.flatMap((outcome) => outcome.faulty));
  const strangers = unmet(outcomes.map(({ claim }) => claim));
  const undecided = new Undecided();
  for (const { claim, truth } of outcomes) undecided.strike(claim, truth);
  const wrong = outcomes.filter((outcome) => isMissed(outcome) || isAlarm(outcome) || isInexact(outcome));
  const percent = ((100 * alarms) / Math.max(1, outcomes.length)).toFixed(2);
  return {
    text: [
      `${outcomes.length - pairs - specimens} single changes of the specs, ${pairs} pairs of changes, ${specimens} changes of the specimens`,
      `${missed} missed, ${alarms} false alarms (${percent} %), ${inexact} other bumps, ${faulty.size} programs that prove nothing`,
      `${allCells().length} verdicts of the rule table, by direction: ${strangers.length} met by no changed spec`,
      `${tableMutations().length} changes of the rule table: ${undecided.left.length} noticed by no changed spec`,
    ],
    complaints: [
      ...wrong.map(complaint),
      ...[...faulty].map((program) => `proves nothing: ${program}`),
      ...strangers.map((cell: Cell) => `no mutant meets ${cellText(cell)}`),
      ...undecided.left.map(
        (mutation: TableMutation) =>
          `no mutant shows that ${cellText(mutation)} is wrong with ${mutation.change}`,
      ),
    ],
    agrees: missed + inexact + faulty.size === 0 && alarms <= ALARMS * outcomes.length,
    decided: strangers.length + undecided.left.length === 0,
  };
}
