import { compare } from "../src/drift/compare.ts";
import { RULES, type Rule, type RuleName, type RuleTable, type Verdict } from "../src/drift/rules.ts";
import type { Bump, Travel, TypesVerdict, WireVerdict } from "../src/drift/verdict.ts";
import type { Judged } from "./report.ts";
import { claimed, type Verdicts } from "./truth.ts";

const TYPES: readonly TypesVerdict[] = ["none", "fixture", "exhaustive", "any"];
const WIRE: readonly WireVerdict[] = ["fine", "strict", "meaning", "breaks"];
const BUMPS: readonly Bump[] = ["patch", "minor", "major"];

/** One row of the rule table, as it is read in one direction. */
export interface Cell {
  readonly rule: RuleName;
  readonly travel: Travel;
}

/** Changes the table itself: which rows could be wrong without any mutant of the specs showing it? */
export interface TableMutation {
  readonly cells: number;
  /** Rows that no mutant of the specs meets. */
  readonly unmet: readonly Cell[];
  /** Rows that may say something else and agree with every mutant. */
  readonly survivors: readonly (Cell & { readonly changed: keyof Verdict })[];
}

/** Puts every other verdict into every row, one at a time, and asks whether some mutant of the specs disagrees. */
export function mutateTable(outcomes: readonly Judged[]): TableMutation {
  const meets = new Map<string, Judged[]>();
  for (const outcome of outcomes) {
    const { before, after } = outcome.mutant;
    const cells = new Set(
      compare(before.surface, after.surface).map(({ rule, travel }) => `${rule}|${travel}`),
    );
    for (const cell of cells) meets.set(cell, [...(meets.get(cell) ?? []), outcome]);
  }
  const cells = allCells();
  const survivors = cells.flatMap((cell) =>
    (["types", "wire", "bump"] as const)
      .filter((changed) => meets.has(keyOf(cell)) && survives(cell, changed, meets.get(keyOf(cell)) ?? []))
      .map((changed) => ({ ...cell, changed })),
  );
  return { cells: cells.length, unmet: cells.filter((cell) => !meets.has(keyOf(cell))), survivors };
}

function keyOf({ rule, travel }: Cell): string {
  return `${rule}|${travel}`;
}

export function allCells(): Cell[] {
  return (Object.keys(RULES) as RuleName[]).flatMap((rule) =>
    (["sent", "received", "none"] as const)
      .filter((travel) => (RULES[rule] as Rule)[travel] !== undefined)
      .map((travel) => ({ rule, travel })),
  );
}

function survives({ rule, travel }: Cell, changed: keyof Verdict, met: readonly Judged[]): boolean {
  const row = RULES[rule] as Rule;
  const own = row[travel] as Verdict;
  const others = { types: TYPES, wire: WIRE, bump: BUMPS }[changed].filter((value) => value !== own[changed]);
  return others.some((value) => {
    const table = { ...RULES, [rule]: { ...row, [travel]: { ...own, [changed]: value } } } as RuleTable;
    return met.every(({ mutant, truth, claim }) => agrees(claimed(mutant, table), truth, claim));
  });
}

/** A mutant on which the true table errs shows nothing about a changed one. */
function agrees(changed: Verdicts, truth: Verdicts, claim: Verdicts): boolean {
  const wanted = [claim, truth].map((verdicts) => JSON.stringify(verdicts));
  return wanted[0] !== wanted[1] || JSON.stringify(changed) === wanted[1];
}
