import type { Difference } from "./compare.ts";

/** A difference that is known, and why it stands. */
export interface Disagreement extends Difference {
  readonly reason: string;
}

export interface Settlement {
  readonly explained: readonly Disagreement[];
  /** Differences nobody has explained. */
  readonly unlisted: readonly Difference[];
  /** Entries of the list that no longer say what is. */
  readonly outdated: readonly Disagreement[];
}

const FIELDS = ["where", "theirs", "ours", "reason"] as const;

/** Reads the committed list. Throws an error that names the entry when one is not whole or stands twice. */
export function parseDisagreements(text: string, file: string): Disagreement[] {
  const list: unknown = JSON.parse(text);
  if (!Array.isArray(list)) throw new Error(`${file}: expected a list`);
  const places = new Set<string>();
  return list.map((entry: Partial<Disagreement> | null, index) => {
    const { where, theirs, ours, reason } = entry ?? {};
    if (!where || !theirs || !ours || !reason) {
      throw new Error(`${file}: entry ${index} needs ${FIELDS.join(", ")}, each with text`);
    }
    if (places.has(where)) throw new Error(`${file}: two entries for ${where}`);
    places.add(where);
    return { where, theirs, ours, reason };
  });
}

/** Holds the differences found against the list. An entry explains one only if it names what both sides say. */
export function settle(differences: readonly Difference[], list: readonly Disagreement[]): Settlement {
  const same = (one: Difference, other: Difference): boolean =>
    one.where === other.where && one.theirs === other.theirs && one.ours === other.ours;
  return {
    explained: list.filter((entry) => differences.some((difference) => same(difference, entry))),
    unlisted: differences.filter((difference) => !list.some((entry) => same(difference, entry))),
    outdated: list.filter((entry) => !differences.some((difference) => same(difference, entry))),
  };
}
