import { RULES, type Rule, type RuleName, type RuleTable, type Verdict } from "../src/drift/rules.ts";
import type { Bump, TypesVerdict, WireVerdict } from "../src/drift/verdict.ts";
import { type Cell, type Claim, cellText } from "./claim.ts";

const TYPES: readonly TypesVerdict[] = ["none", "fixture", "exhaustive", "any"];
const WIRE: readonly WireVerdict[] = ["fine", "strict", "meaning", "breaks"];
const BUMPS: readonly Bump[] = ["none", "patch", "minor", "major"];

/** The rule table with one cell deleted, or with another verdict in it. */
export interface TableMutation extends Cell {
  readonly change: string;
  readonly table: RuleTable;
}

/** Every cell deleted, and every cell with every other value of each of its three verdicts. */
export function tableMutations(): TableMutation[] {
  return allCells().flatMap(({ rule, travel }) => {
    const row = RULES[rule] as Rule;
    const { [travel]: own, ...others } = row;
    const mutation = (change: string, changed: Rule): TableMutation => ({
      rule,
      travel,
      change,
      table: { ...RULES, [rule]: changed } as RuleTable,
    });
    const instead = (dimension: keyof Verdict, values: readonly string[]): TableMutation[] =>
      values
        .filter((value) => value !== own?.[dimension])
        .map((value) =>
          mutation(`${dimension} ${value}`, { ...row, [travel]: { ...own, [dimension]: value } } as Rule),
        );
    return [
      mutation("deleted", others),
      ...instead("types", TYPES),
      ...instead("wire", WIRE),
      ...instead("bump", BUMPS),
    ];
  });
}

export function allCells(): Cell[] {
  return (Object.keys(RULES) as RuleName[]).flatMap((rule) =>
    (["sent", "received", "none"] as const)
      .filter((travel) => (RULES[rule] as Rule)[travel] !== undefined)
      .map((travel) => ({ rule, travel })),
  );
}

/** The cells that no mutant of the specs meets. */
export function unmet(claims: readonly Claim[]): Cell[] {
  const met = new Set(claims.flatMap(({ cells }) => [...cells]));
  return allCells().filter((cell) => !met.has(cellText(cell)));
}
