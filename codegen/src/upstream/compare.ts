import { compareConditions } from "./compare-conditions.ts";
import { compareLimits } from "./compare-limits.ts";
import type { Difference, DifferenceKind } from "./difference.ts";
import type { Outline, WireType } from "./outline/outline.ts";

/**
 * What `theirs` says otherwise than `ours`. A thing one side is silent about is no difference.
 *
 * @param notes what was not understood is added to it
 */
export function compareOutlines(
  theirs: Outline,
  ours: Outline,
  notes: string[] = [],
  path = "",
): Difference[] {
  return [
    ...compareTypes(theirs, ours, path),
    ...compareValues(theirs, ours, path),
    ...compareLimits(theirs, ours, path),
    ...compareFields(theirs, ours, notes, path),
    ...(theirs.items && ours.items ? compareOutlines(theirs.items, ours.items, notes, `${path}/*`) : []),
  ];
}

function compareTypes(theirs: Outline, ours: Outline, path: string): Difference[] {
  if (!theirs.types || !ours.types) return [];
  // Ours may take more than they say: a text that does not speak of null is not against it.
  if ([...theirs.types].every((type) => ours.types?.has(type))) return [];
  return [at("type", path, theirs, ours, names(theirs.types), names(ours.types))];
}

function compareValues(theirs: Outline, ours: Outline, path: string): Difference[] {
  if (!theirs.values) return [];
  const listed = [...theirs.values].join(", ");
  if (!ours.values)
    return [at("value missing upstream", path, theirs, ours, `one of ${listed}`, "any value")];
  const differences: Difference[] = [];
  for (const value of theirs.values) {
    if (ours.values.has(value)) continue;
    const missing = at("value missing from the spec", path, theirs, ours, value, "not listed");
    differences.push({ ...missing, addition: { what: "value", value } });
  }
  for (const value of ours.values) {
    if (!theirs.values.has(value))
      differences.push(at("value missing upstream", path, theirs, ours, "not listed", value));
  }
  return differences;
}

function compareFields(theirs: Outline, ours: Outline, notes: string[], path: string): Difference[] {
  if (!theirs.fields || !ours.fields || theirs.free || ours.free) return [];
  const differences: Difference[] = [];
  for (const [name, field] of theirs.fields) {
    const inside = `${path}/${name}`;
    const known = ours.fields.get(name);
    if (known === undefined) {
      const missing = at(
        "field missing from the spec",
        inside,
        field.outline,
        ours,
        described(field.outline),
        "no such field",
      );
      differences.push({
        ...missing,
        addition: { what: "field", name, outline: field.outline, required: field.required === true },
      });
      continue;
    }
    if (field.required !== undefined && !alike(field.required, known.required)) {
      const said = { theirs: word(field.required), ours: word(known.required) };
      differences.push(at("required", inside, field.outline, known.outline, said.theirs, said.ours));
    }
    const conditions = compareConditions(field, known, ours, inside);
    for (const text of conditions.unread)
      notes.push(`${field.outline.at}: the condition of ${inside} is not understood: "${text}"`);
    differences.push(...conditions.differences);
    differences.push(...compareOutlines(field.outline, known.outline, notes, inside));
  }
  for (const [name, known] of ours.fields) {
    if (theirs.fields.has(name)) continue;
    const gone = at(
      "field missing upstream",
      `${path}/${name}`,
      theirs,
      known.outline,
      "no such field",
      described(known.outline),
    );
    differences.push(gone);
  }
  return differences;
}

type Required = boolean | "conditional" | undefined;

/** Conditions are words on a page and rules in a spec: either may say "optional" where the other names them. */
function alike(theirs: Required, ours: Required): boolean {
  return theirs === true ? ours === true : ours !== true;
}

function word(required: Required): string {
  if (required === "conditional") return "required under a condition";
  return required === true ? "required" : "optional";
}

function described(outline: Outline): string {
  const type = outline.types ? names(outline.types) : "a value";
  const items = outline.items?.types ? ` of ${names(outline.items.types)}` : "";
  return `${type}${items}${outline.values ? `: ${[...outline.values].join(", ")}` : ""}`;
}

function names(types: ReadonlySet<WireType>): string {
  return [...types].join(" or ");
}

function at(
  kind: DifferenceKind,
  path: string,
  theirs: Outline,
  ours: Outline,
  theirWords: string,
  ourWords: string,
): Difference {
  return { kind, path, theirs: theirWords, ours: ourWords, theirPlace: theirs.at, ourPlace: ours.at };
}
