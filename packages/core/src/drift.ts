import { pointerStep } from "./fault.ts";

/**
 * What a schema knows of a value, emitted beside its check: 0 for a leaf, a list of the known values of an open enum,
 * a table of fields (with `rest` for the values of free keys beside them), and tables for the items of an array, the
 * parts of a tuple and the values of a map with free keys.
 */
export type Known =
  | 0
  | { readonly values: readonly (string | number)[] }
  | { readonly items: Known }
  | { readonly tuple: readonly Known[] }
  | { readonly map: Known }
  | { readonly fields: { readonly [name: string]: Known }; readonly rest?: Known };

/** Something on the wire that the spec does not know. It never breaks a call; it is kept and reported. */
export interface Drift {
  readonly kind: "unknown-field" | "unknown-value";
  /** JSON pointer into the answer. */
  readonly path: string;
  /** The operation, channel or message it was seen in. */
  readonly source: string;
  /** The unknown value, or the type of an unknown field's value; never a credential's text. */
  readonly sample: string;
}

/**
 * Looks through what was received for what the spec does not know; made by {@link reportDrift}.
 *
 * @param mask keeps credentials out of what is reported, where they may be in it.
 */
export type DriftObserver = (
  value: unknown,
  known: Known,
  source: string,
  mask?: (text: string) => string,
) => void;

/** How many places are remembered as told. What comes after so many is told each time. */
const REMEMBERED = 10_000;

/**
 * For the `onDrift` of a client or connection: tells of every field and enum value that the spec does not list, each
 * once. Entries of a list are one place; another unknown value at a known place is told of.
 */
export function reportDrift(report: (drift: Drift) => void): DriftObserver {
  const told = new Set<string>();
  return (value, known, source, mask) =>
    observe(value, known, source, (drift) => {
      const { kind, path, sample } = drift;
      const key = [source, path.replace(/\/\d+(?=\/|$)/g, "/*"), kind === "unknown-value" ? sample : ""].join(
        "\n",
      );
      if (told.has(key)) return;
      if (told.size < REMEMBERED) told.add(key);
      report(mask ? { ...drift, sample: mask(sample) } : drift);
    });
}

/** Reports every field and enum value of `value` that `known` does not list. */
export function observe(
  value: unknown,
  known: Known,
  source: string,
  report: (drift: Drift) => void,
  path = "",
): void {
  if (known === 0 || value === null || value === undefined) return;
  if ("values" in known) {
    if ((typeof value === "string" || typeof value === "number") && !known.values.includes(value)) {
      report({ kind: "unknown-value", path, source, sample: String(value).slice(0, 100) });
    }
  } else if ("items" in known) {
    if (Array.isArray(value))
      value.forEach((item, index) => {
        observe(item, known.items, source, report, `${path}/${index}`);
      });
  } else if ("tuple" in known) {
    if (Array.isArray(value))
      known.tuple.forEach((part, index) => {
        observe(value[index], part, source, report, `${path}/${index}`);
      });
  } else if (typeof value === "object" && !Array.isArray(value)) {
    for (const [key, field] of Object.entries(value)) {
      const at = `${path}/${pointerStep(key)}`;
      if ("map" in known) observe(field, known.map, source, report, at);
      else if (Object.hasOwn(known.fields, key)) observe(field, known.fields[key] ?? 0, source, report, at);
      else if (known.rest !== undefined) observe(field, known.rest, source, report, at);
      else report({ kind: "unknown-field", path: at, source, sample: typeof field });
    }
  }
}
