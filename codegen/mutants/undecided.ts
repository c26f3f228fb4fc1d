import { alike, type Claim, cellText, type Verdicts } from "./claim.ts";
import { type TableMutation, tableMutations } from "./table.ts";

interface Pending {
  readonly mutation: TableMutation;
  /** How many mutants have yet to show that it is wrong. */
  readonly wanted: number;
}

/** The changes of the rule table that not enough mutants have shown to be wrong. */
export class Undecided {
  readonly #byCell: Map<string, Pending[]>;

  /** @param times how many mutants must show it of each. */
  constructor(times = 1) {
    const all = tableMutations().map((mutation): Pending => ({ mutation, wanted: times }));
    this.#byCell = Map.groupBy(all, ({ mutation }) => cellText(mutation));
  }

  get left(): readonly TableMutation[] {
    return [...this.#byCell.values()].flat().map(({ mutation }) => mutation);
  }

  /**
   * Holds the changed tables against what is true of a mutant; how many of them it shows to be wrong. A mutant on which
   * the true table errs shows nothing about a changed one.
   */
  strike(claim: Claim, truth: Verdicts): number {
    if (!alike(claim.verdicts, truth)) return 0;
    let struck = 0;
    for (const cell of claim.cells) {
      const left = (this.#byCell.get(cell) ?? []).flatMap((pending): Pending[] => {
        if (!contradicts(claim, truth, pending.mutation)) return [pending];
        struck++;
        return pending.wanted > 1 ? [{ ...pending, wanted: pending.wanted - 1 }] : [];
      });
      this.#byCell.set(cell, left);
    }
    return struck;
  }
}

function contradicts(claim: Claim, truth: Verdicts, { table, change }: TableMutation): boolean {
  try {
    return !alike(claim.by(table), truth);
  } catch (error) {
    // A table that has no answer fails whoever asks it.
    if (change === "deleted") return true;
    throw error;
  }
}
