import { judgeAll } from "../src/drift/compare.ts";
import { compareSurfaces, type Raw } from "../src/drift/diff/subjects.ts";
import { RULES, type RuleName, type RuleTable } from "../src/drift/rules.ts";
import type { Surface } from "../src/drift/surface/surface.ts";
import {
  type Bump,
  gravest,
  largest,
  type Travel,
  type TypesVerdict,
  type WireVerdict,
  worst,
} from "../src/drift/verdict.ts";
import type { Mutant } from "./corpus.ts";

export interface Verdicts {
  readonly types: TypesVerdict;
  readonly wire: WireVerdict;
  readonly bump: Bump;
}

/** One row of the rule table, as it is read in one direction. */
export interface Cell {
  readonly rule: RuleName;
  readonly travel: Travel;
}

export function cellText({ rule, travel }: Cell): string {
  return `"${rule}" (${travel})`;
}

/** What the rules say of a mutant; another table can be asked without comparing the contracts again. */
export class Claim {
  readonly verdicts: Verdicts;
  /** The cells of the table that have a say in it. */
  readonly cells: ReadonlySet<string>;
  readonly #raws: readonly Raw[];
  readonly #names: Pick<Surface, "target" | "package">;

  constructor({ before, after }: Mutant) {
    this.#raws = compareSurfaces(before.surface, after.surface);
    this.#names = { target: after.surface.target, package: after.surface.package };
    this.cells = new Set(this.#raws.map(({ difference }) => cellText(difference)));
    this.verdicts = this.by(RULES);
  }

  /** @throws Error when the table has no row for one of the changes. */
  by(table: RuleTable): Verdicts {
    const changes = judgeAll(this.#raws, this.#names, table);
    return {
      types: gravest(changes.map(({ types }) => types)),
      wire: worst(changes.map(({ wire }) => wire)),
      bump: largest(changes.map(({ bump }) => bump)),
    };
  }
}

export function alike(a: Verdicts, b: Verdicts): boolean {
  return a.types === b.types && a.wire === b.wire && a.bump === b.bump;
}
