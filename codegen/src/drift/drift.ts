import type { Target } from "../targets.ts";
import type { Bump, Change } from "./change.ts";
import { compare, largest } from "./compare.ts";
import { type Offering, offering, type Side } from "./sides.ts";

export interface DriftReport {
  readonly base: string;
  readonly head: string;
  readonly changes: readonly Change[];
  /** How much each package with changes must be bumped. */
  readonly bumps: ReadonlyMap<string, Bump>;
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
    if (offers === undefined) continue;
    pairs.push({
      before: await offering(target, offers, base.root),
      after: await offering(target, offers, head.root),
    });
  }
  return pairs;
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
