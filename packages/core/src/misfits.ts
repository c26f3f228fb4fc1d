import type { Check, Fault } from "./fault.ts";

/** The steps to a place; `undefined` stands for every item of a list and every value of a table with free keys. */
export type Place = readonly (string | undefined)[];

export interface Misfit {
  readonly fault: Fault;
  readonly place: Place;
  /** What is there instead; `undefined` where a required value is missing. */
  readonly found: unknown;
}

/** More than these are not looked for in one value. */
const MOST = 32;
/** Takes a field away. */
const GONE = Symbol();
/** What a place is filled with so that its check passes on to the next fault. */
const FILLERS: readonly unknown[] = [GONE, "", 0, false, null, [], {}];

/**
 * All places of a value that do not fit, where a check alone names the first. Each is put right in a copy, in all
 * entries of its list alike, and the copy checked again. What no stand-in puts right takes its surroundings with it, and
 * hides other misfits there.
 */
export function findMisfits(value: unknown, check: Check, placeOf: (path: string) => Place): Misfit[] {
  const misfits: Misfit[] = [];
  let copy = value;
  for (let fault = check(copy); fault !== undefined && misfits.length < MOST; ) {
    const place = placeOf(fault.path);
    misfits.push({ fault, place, found: valueAt(value, fault.path) });
    const mended = mend(copy, fault, place, check, placeOf);
    if (mended === undefined) break;
    copy = mended.copy;
    fault = mended.next;
  }
  return misfits;
}

function mend(
  value: unknown,
  { expected }: Fault,
  place: Place,
  check: Check,
  placeOf: (path: string) => Place,
): { readonly copy: unknown; readonly next: Fault | undefined } | undefined {
  const [, literal] = /^(?:one of )?("(?:[^"\\]|\\.)*")/.exec(expected) ?? [];
  const fillers = literal === undefined ? FILLERS : [JSON.parse(literal), ...FILLERS];
  for (let depth = place.length; depth > 0; depth--) {
    const at = place.slice(0, depth);
    for (const filler of fillers) {
      const copy = filled(value, at, filler);
      const next = check(copy);
      if (next === undefined || !isWithin(placeOf(next.path), at)) return { copy, next };
    }
  }
  return undefined;
}

function isWithin(place: Place, outer: Place): boolean {
  return outer.every((step, index) => index < place.length && place[index] === step);
}

/** A copy with the filler at the place. */
function filled(value: unknown, [step, ...inner]: Place, filler: unknown): unknown {
  const fill = (part: unknown): unknown => (inner.length === 0 ? filler : filled(part, inner, filler));
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) =>
      step === undefined || step === `${index}` ? fill(item) : item,
    );
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, field]): [string, unknown] => [
    key,
    step === undefined || step === key ? fill(field) : field,
  ]);
  if (step !== undefined && !Object.hasOwn(value, step) && inner.length === 0) entries.push([step, filler]);
  return Object.fromEntries(entries.filter(([, field]) => field !== GONE));
}

function valueAt(value: unknown, path: string): unknown {
  return pointerSteps(path).reduce<unknown>(
    (inner, step) =>
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, step)
        ? (inner as { readonly [step: string]: unknown })[step]
        : undefined,
    value,
  );
}

/** The keys of a JSON pointer. */
export function pointerSteps(path: string): string[] {
  return path
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}
