import type { Change } from "./change.ts";
import { compare } from "./compare.ts";
import type { Pair } from "./pairs.ts";
import type { Proof } from "./proof/prove.ts";
import type { Excerpts } from "./report/excerpts.ts";
import type { Side } from "./sides.ts";
import { type Bump, largest } from "./verdict.ts";

export interface DriftReport {
  readonly base: string;
  readonly head: string;
  readonly changes: readonly Change[];
  /** How much each package with changes must be bumped. */
  readonly bumps: ReadonlyMap<string, Bump>;
  /** The lines of the specs that make the changes; absent where nobody asked. */
  readonly excerpts?: Excerpts;
  /** What shows that the verdicts are right; absent where nobody asked. */
  readonly proofs?: readonly Proof[];
  readonly disagreements?: readonly string[];
}

/** All changes between two sides, judged by rule. */
export function drift(base: Side, head: Side, pairs: readonly Pair[]): DriftReport {
  const changes = pairs.flatMap(({ before, after }) => compare(before.surface, after.surface));
  const names = [...new Set(changes.map((change) => change.package))].sort();
  const bumps = new Map(
    names.map((name) => [
      name,
      largest(changes.filter((change) => change.package === name).map(({ bump }) => bump)),
    ]),
  );
  return { base: base.name, head: head.name, changes, bumps };
}
