import { type Check, pointerStep } from "./fault.ts";
import { type Known, readKnown } from "./known.ts";
import { MASK } from "./mask.ts";
import { findMisfits, type Place, pointerSteps } from "./misfits.ts";
import { isSecretField } from "./redact.ts";

/** Something on the wire that the spec does not know, or knows otherwise; {@link reportDrift} tells of it. */
export interface Drift {
  /**
   * What the spec does not know never breaks a call; it is kept. A `misfit` is a value the spec knows otherwise: of
   * another type, missing though required, beyond a limit.
   */
  readonly kind: "unknown-field" | "unknown-value" | "misfit";
  /** JSON pointer into the answer. */
  readonly path: string;
  /** The operation, channel or message it was seen in. */
  readonly source: string;
  /**
   * The unknown value; the type of an unknown field's value; what is in a misfit's place, as JSON where it is a plain
   * value and `nothing` where it is missing. Credentials in it are masked, and texts cut after 100 characters.
   */
  readonly sample: string;
  /** Of a misfit: what the spec asks for, in words. */
  readonly expected?: string;
}

/**
 * Looks through what was received for what the spec does not know; made by {@link reportDrift}.
 *
 * @param known what the spec lists: a table, or its text.
 * @param mask keeps credentials out of what is reported, where they may be in it.
 * @param check finds the first value that does not fit; without it misfits are not looked for.
 */
export type DriftObserver = (
  value: unknown,
  known: Known | string,
  source: string,
  mask?: (text: string) => string,
  check?: Check,
) => void;

/** How many places are remembered as told. What comes after so many is told each time. */
const REMEMBERED = 10_000;
const LONGEST_SAMPLE = 100;

/**
 * For the `onDrift` of a client or connection: tells of every field and enum value that the spec does not list, and of
 * every value that does not fit it, each once. Entries of a list are one place, and so are those of a table with free
 * keys; another unknown value at a known place is told of.
 */
export function reportDrift(report: (drift: Drift) => void): DriftObserver {
  const told = new Set<string>();
  const tables = new Map<string, Known>();
  const tableOf = (text: string): Known => {
    const read = tables.get(text) ?? readKnown(text);
    tables.set(text, read);
    return read;
  };
  return (value, listed, source, mask = unmasked, check) => {
    const known = typeof listed === "string" ? tableOf(listed) : listed;
    const tell = (drift: Drift, place: Place): void => {
      const { kind, path } = drift;
      // Masked before it is cut: half a credential is none that a mask would know.
      const isSecret = kind !== "unknown-field" && isSecretField(pointerSteps(path).at(-1) ?? "");
      const text = isSecret ? MASK : mask(drift.sample);
      const sample = text.slice(0, LONGEST_SAMPLE);
      const key = JSON.stringify([source, kind, place, kind === "unknown-value" && sample]);
      if (told.has(key)) return;
      if (told.size < REMEMBERED) told.add(key);
      report({ ...drift, sample });
    };
    const strange = new Set<string>();
    observe(value, known, source, (drift) => {
      const place = placeIn(known, drift.path);
      if (drift.kind === "unknown-value") strange.add(JSON.stringify(place));
      tell(drift, place);
    });
    if (check === undefined) return;
    for (const { fault, place, found } of findMisfits(value, check, (path) => placeIn(known, path))) {
      // An enumeration that is closed is told of once.
      if (strange.has(JSON.stringify(place))) continue;
      const { path, expected, actual } = fault;
      const sample = typeof found === "string" ? JSON.stringify(found) : actual;
      tell({ kind: "misfit", path, source, sample, expected }, place);
    }
  };
}

function unmasked(text: string): string {
  return text;
}

/** Where a path leads, whatever the entry of a list or the free key of a table. */
function placeIn(known: Known, path: string): Place {
  let table: Known = known;
  return pointerSteps(path).map((step) => {
    const outer: Known = table;
    table = 0;
    if (outer === 0 || "values" in outer) return /^\d+$/.test(step) ? undefined : step;
    if ("items" in outer) table = outer.items;
    else if ("tuple" in outer) {
      table = outer.tuple[Number(step)] ?? 0;
      return step;
    } else if (Object.hasOwn(outer.fields, step)) {
      table = outer.fields[step] ?? 0;
      return step;
    } else if (outer.rest === undefined) return step;
    else table = outer.rest;
    return undefined;
  });
}

/** Reports every field and enum value of `value` that `known` does not list. */
export function observe(value: unknown, known: Known, source: string, report: (drift: Drift) => void): void {
  // Where the look is: a path is written only where there is something to tell.
  const keys: (string | number)[] = [];
  const tell = (kind: Drift["kind"], sample: string): void => {
    report({ kind, path: keys.map((key) => `/${pointerStep(String(key))}`).join(""), source, sample });
  };
  const inside = (key: string | number, part: unknown, table: Known): void => {
    if (table === 0 || part === null || part === undefined) return;
    keys.push(key);
    look(part, table);
    keys.pop();
  };
  const look = (part: unknown, table: Exclude<Known, 0>): void => {
    if ("values" in table) {
      const { values } = table;
      // Of another type than those listed it is a misfit.
      if (!values.includes(part as string) && values.some((listed) => typeof listed === typeof part))
        tell("unknown-value", String(part));
    } else if ("items" in table) {
      if (Array.isArray(part)) for (const [index, item] of part.entries()) inside(index, item, table.items);
    } else if ("tuple" in table) {
      if (Array.isArray(part))
        for (const [index, each] of table.tuple.entries()) inside(index, part[index], each);
    } else if (typeof part === "object" && !Array.isArray(part)) {
      const fields = part as { readonly [key: string]: unknown };
      const { fields: listed, rest } = table;
      for (const key in fields) {
        const below = listed[key];
        // Nearly every field is a listed leaf; what every object has is never 0.
        if (below === 0) continue;
        if (below !== undefined && Object.hasOwn(listed, key)) inside(key, fields[key], below);
        else if (rest !== undefined) inside(key, fields[key], rest);
        else {
          keys.push(key);
          tell("unknown-field", typeName(fields[key]));
          keys.pop();
        }
      }
    }
  };
  if (known !== 0 && value !== null && value !== undefined) look(value, known);
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
