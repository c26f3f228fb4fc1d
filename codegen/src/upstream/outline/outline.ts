import type { When } from "./condition.ts";
import { commonLimits, type Limits } from "./limits.ts";

/**
 * What may stand at one place on the wire, as far as a documentation page, an OpenAPI file and a spec of ours can all say
 * it. Absent facts are facts the text is silent about; only what both sides say is compared.
 */
export interface Outline {
  readonly types?: ReadonlySet<WireType>;
  /** The values that are listed, as text. */
  readonly values?: ReadonlySet<string>;
  readonly fields?: ReadonlyMap<string, OutlineField>;
  /** Fields beside those listed are part of the contract: a table with free keys, or an object nothing more is said of. */
  readonly free?: boolean;
  readonly items?: Outline;
  /** What stands at each position of a list of fixed parts, and under the free keys of a table. Not compared. */
  readonly parts?: readonly Outline[];
  readonly entries?: Outline;
  readonly limits?: Limits;
  /** It would name every limit there is: what it does not name is none. A page may leave out what it takes for granted. */
  readonly whole?: true;
  /** Where it is written: `file#pointer` or `file:line`. */
  readonly at: string;
}

export type WireType = "string" | "number" | "integer" | "boolean" | "object" | "array" | "null";

export interface OutlineField {
  /** `conditional`: required under conditions that only words state. Absent: the text does not say. */
  readonly required?: boolean | "conditional";
  /** The circumstances in which it is there, must be or must not be. Absent where they cannot be told. */
  readonly when?: readonly When[];
  /** Such circumstances in words that are still to be understood. */
  readonly said?: readonly string[];
  readonly outline: Outline;
}

/** One outline for a place that may hold any of several: what it takes to be true of all, and what may be in any. */
export function either(outlines: readonly Outline[], at: string): Outline {
  const [only] = outlines;
  if (only !== undefined && outlines.length === 1) return { ...only, at };
  const types = all(outlines.map((one) => one.types));
  // A variant without values takes them all, null aside.
  const valued = outlines.filter((one) => !isNull(one));
  const values = all(valued.map((one) => one.values));
  const objects = outlines.filter((one) => one.fields !== undefined);
  const items = outlines.flatMap((one) => one.items ?? []);
  const entries = outlines.flatMap((one) => one.entries ?? []);
  const parts = partsOfAny(outlines.flatMap((one) => (one.parts ? [one.parts] : [])));
  return {
    at,
    ...(types && { types }),
    ...(values && { values }),
    ...(objects.length > 0 && { fields: fieldsOfAny(objects) }),
    ...(outlines.some((one) => one.free) && { free: true }),
    ...(items.length > 0 && { items: either(items, at) }),
    ...(entries.length > 0 && { entries: either(entries, at) }),
    ...(parts.length > 0 && { parts }),
    ...(valued.some((one) => one.limits) && { limits: commonLimits(valued.map((one) => one.limits ?? {})) }),
    ...(valued.length === 1 && valued[0]?.whole && { whole: true }),
  };
}

function partsOfAny(lists: readonly (readonly Outline[])[]): Outline[] {
  const width = Math.max(0, ...lists.map((parts) => parts.length));
  return Array.from({ length: width }, (_, index) => {
    const parts = lists.flatMap((list) => list[index] ?? []);
    return either(parts, parts[0]?.at ?? "");
  });
}

function isNull({ types }: Outline): boolean {
  return types?.size === 1 && types.has("null");
}

function all<Item>(sets: readonly (ReadonlySet<Item> | undefined)[]): ReadonlySet<Item> | undefined {
  const union = new Set<Item>();
  for (const set of sets) {
    if (set === undefined) return undefined;
    for (const item of set) union.add(item);
  }
  return union;
}

function fieldsOfAny(objects: readonly Outline[]): Map<string, OutlineField> {
  const merged = new Map<string, OutlineField>();
  for (const name of new Set(objects.flatMap((one) => [...(one.fields?.keys() ?? [])]))) {
    const found = objects.flatMap((one) => one.fields?.get(name) ?? []);
    const required = requirement(found, found.length === objects.length);
    const said = found.flatMap((field) => field.said ?? []);
    merged.set(name, {
      ...(required !== undefined && { required }),
      ...(objects.length === 1 && found[0]?.when && { when: found[0].when }),
      ...(said.length > 0 && { said }),
      outline: either(
        found.map((field) => field.outline),
        found[0]?.outline.at ?? "",
      ),
    });
  }
  return merged;
}

function requirement(found: readonly OutlineField[], inAll: boolean): OutlineField["required"] {
  const said = new Set(found.map((field) => field.required));
  if (said.has(undefined)) return undefined;
  if (said.has("conditional")) return "conditional";
  if (said.has(true)) return inAll && said.size === 1 ? true : "conditional";
  return false;
}
