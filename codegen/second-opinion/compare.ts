import { type Claim, kindOf } from "./claim.ts";

/** One place where the two clients say different things. */
export interface Difference {
  /** The way to it, from the outside in: `futures-rest / model OrderJson / field side / type`. */
  readonly where: string;
  /** What the other generator's client says, or `absent`. */
  readonly theirs: string;
  /** What ours says, or `absent`. */
  readonly ours: string;
}

export interface Comparison {
  /** How many statements agree, by kind. */
  readonly agreed: ReadonlyMap<string, number>;
  readonly differences: readonly Difference[];
}

/** Compares two trees of statements. What is absent on one side is one difference, however much stands inside it. */
export function compare(theirs: Claim, ours: Claim, where: string): Comparison {
  const agreed = new Map<string, number>();
  const differences: Difference[] = [];
  const visit = (left: Claim, right: Claim, at: string): void => {
    for (const about of new Set([...left.parts.keys(), ...right.parts.keys()])) {
      const inner = `${at} / ${about}`;
      const one = left.parts.get(about);
      const other = right.parts.get(about);
      if (one?.says === other?.says) agreed.set(kindOf(about), (agreed.get(kindOf(about)) ?? 0) + 1);
      else differences.push({ where: inner, theirs: one?.says ?? "absent", ours: other?.says ?? "absent" });
      if (one && other) visit(one, other, inner);
    }
  };
  visit(theirs, ours, where);
  return { agreed, differences };
}
