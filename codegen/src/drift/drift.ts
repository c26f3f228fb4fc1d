import { dirname, join } from "node:path";
import { filesBelow } from "../disk.ts";
import type { Target } from "../targets.ts";
import type { Bump, Change } from "./change.ts";
import { compare, largest } from "./compare.ts";
import type { Proof } from "./proof/prove.ts";
import { type Offering, offering, type Side } from "./sides.ts";

export interface DriftReport {
  readonly base: string;
  readonly head: string;
  readonly changes: readonly Change[];
  /** How much each package with changes must be bumped. */
  readonly bumps: ReadonlyMap<string, Bump>;
  /** What shows that the verdicts are right; absent where nobody asked. */
  readonly proofs?: readonly Proof[];
  readonly disagreements?: readonly string[];
}

export interface Pair {
  readonly before: Offering;
  readonly after: Offering;
}

/** Reads every target's spec on both sides. @throws SpecError when one is there and cannot be read. */
export async function readPairs(base: Side, head: Side, targets: readonly Target[]): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (const target of targets) {
    const { offers } = target;
    if (offers === undefined || (await sameSpecs(target, base, head))) continue;
    pairs.push({
      before: await offering(target, offers, base.root),
      after: await offering(target, offers, head.root),
    });
  }
  return pairs;
}

/** Whether both sides have the same bytes wherever the target's spec may refer to. */
async function sameSpecs({ spec }: Target, base: Side, head: Side): Promise<boolean> {
  const [before, after] = await Promise.all(
    [base, head].map(({ root }) => filesBelow(join(root, dirname(spec)))),
  );
  if (before === undefined || after === undefined || before.size !== after.size) return false;
  return [...before].every(([path, text]) => after.get(path) === text);
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
