import type { Outline } from "../outline/outline.ts";

/** A place in an outline: what may stand there, and how the schema that holds it leads to it. */
export interface Found {
  readonly outline: Outline;
  /** Absent at the root of a message. */
  readonly parent?: Outline;
  /** Below the parent's schema: `properties/price`. Absent where the parent's schema does not say it itself. */
  readonly step?: string;
}

/** Where the keys of a JSON pointer lead, whatever the entry of a list or the free key of a table. */
export function placeOf(outline: Outline, keys: readonly string[]): Found | undefined {
  return keys.reduce<Found | undefined>((found, key) => found && inside(found.outline, key), { outline });
}

function inside(parent: Outline, key: string): Found | undefined {
  const { fields, items, parts, entries, types } = parent;
  const isIndex = /^(?:\d+|\*)$/.test(key);
  if (items && isIndex) return { outline: items, parent, step: "items" };
  const part = parts?.[Number(key)];
  if (part) return { outline: part, parent, step: `prefixItems/${key}` };
  const name = fieldName(parent, key);
  const field = name === undefined ? undefined : fields?.get(name);
  if (field)
    return {
      outline: field.outline,
      parent,
      step: `properties/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`,
    };
  // The fields of an entry of a FIX group stand below its count.
  if (fields && isIndex && types?.has("integer")) return { outline: parent };
  return entries && { outline: entries, parent, step: "additionalProperties" };
}

/** What an outline calls a field: FIX fields have their tag before them. */
export function fieldName({ fields }: Outline, key: string): string | undefined {
  if (fields?.has(key)) return key;
  return [...(fields?.keys() ?? [])].find((name) => /^\d+ - /.test(name) && name.split(" - ").includes(key));
}

/** The keys of a JSON pointer. */
export function keysOf(path: string): string[] {
  return path
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}
