import { type Circumstances, readCondition } from "./condition-text.ts";
import type { Difference } from "./difference.ts";
import type { FieldIs, When } from "./outline/condition.ts";
import type { Outline, OutlineField } from "./outline/outline.ts";

export interface ConditionsCompared {
  readonly differences: readonly Difference[];
  /** Words that were not understood. */
  readonly unread: readonly string[];
}

/**
 * Circumstances of a field that their text names and our spec has otherwise. What their text says in words is compared
 * where it can be read with certainty. Where our spec names none, a text that says what a field is for is not against
 * it; one that says when the field must be there is.
 */
export function compareConditions(
  theirs: OutlineField,
  ours: OutlineField,
  parent: Outline,
  path: string,
): ConditionsCompared {
  const unread: string[] = [];
  const stated = (theirs.when ?? []).map(
    ({ kind, all }): Circumstances => ({ all, isDemand: kind === "required" }),
  );
  for (const text of theirs.said ?? []) {
    const read = readCondition(text, parent);
    if (read) stated.push(read);
    else unread.push(text);
  }
  const { when } = ours;
  if (when === undefined || ours.required === true) return { differences: [], unread };
  const missing = stated.filter(
    (one) =>
      (when.length > 0 || one.isDemand) &&
      !when.some((our) => agree(one, our, parent)) &&
      !inParts(one, when, parent),
  );
  const differences = missing.map(
    (one): Difference => ({
      kind: "condition",
      path,
      theirs: `${one.isDemand ? "required " : ""}if ${describe(one.all)}`,
      ours: when.length === 0 ? "none" : when.map((our) => `${our.kind} if ${describe(our.all)}`).join("; "),
      theirPlace: theirs.outline.at,
      ourPlace: ours.outline.at,
    }),
  );
  return { differences, unread };
}

function agree({ all, isDemand }: Circumstances, { kind, all: our }: When, parent: Outline): boolean {
  if (kind === "absent") {
    // It may be there only otherwise.
    const [only] = our;
    return !isDemand && our.length === 1 && only !== undefined && same(all, [negated(only)], parent);
  }
  return (kind === "required" || !isDemand) && same(all, our, parent);
}

/** Several rules of ours may say together what they say in one list of values. */
function inParts({ all, isDemand }: Circumstances, when: readonly When[], parent: Outline): boolean {
  const [only] = all;
  if (only === undefined || all.length > 1) return false;
  const parts = when.flatMap(({ kind, all: our }) => {
    const [part] = our;
    const counts = kind === "required" || (kind === "allowed" && !isDemand);
    return counts && part && our.length === 1 && part.field === only.field ? [part] : [];
  });
  const values = parts.map((part) => valuesOf(part, parent));
  if (values.length === 0 || values.includes(undefined)) return false;
  return same(
    all,
    [{ field: only.field, values: new Set(values.flatMap((some) => [...(some ?? [])])) }],
    parent,
  );
}

function same(one: readonly FieldIs[], other: readonly FieldIs[], parent: Outline): boolean {
  return (
    one.length === other.length &&
    one.every((test) => other.some((against) => test.field === against.field && alike(test, against, parent)))
  );
}

function alike(one: FieldIs, other: FieldIs, parent: Outline): boolean {
  if (one.values === undefined || other.values === undefined)
    return one.values === other.values && one.not === other.not;
  const [mine, theirs] = [valuesOf(one, parent), valuesOf(other, parent)];
  if (mine === undefined || theirs === undefined) return false;
  return mine.size === theirs.size && [...mine].every((value) => theirs.has(value));
}

function negated({ not, ...test }: FieldIs): FieldIs {
  return not ? test : { ...test, not: true };
}

/** The values for which it holds; of a field with any value nobody can tell those it has not. */
function valuesOf({ field, values, not }: FieldIs, parent: Outline): ReadonlySet<string> | undefined {
  if (!not || values === undefined) return values;
  const outline = parent.fields?.get(field)?.outline;
  const every = outline?.types?.has("boolean") ? ["true", "false"] : outline?.values;
  return every && new Set([...every].filter((value) => !values.has(value)));
}

function describe(all: readonly FieldIs[]): string {
  return all
    .map(({ field, values, not }) => {
      if (values === undefined) return `${field} is ${not ? "not " : ""}given`;
      const quantity = not ? "none of " : values.size > 1 ? "one of " : "";
      return `${field} is ${quantity}${[...values].join(", ")}`;
    })
    .join(" and ");
}
