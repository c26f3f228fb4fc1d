import { dirname, join } from "node:path";
import { filesBelow } from "../disk.ts";
import type { Target } from "../targets.ts";
import { type Offering, offering, type Side } from "./sides.ts";

/** One target as both sides have it. */
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
