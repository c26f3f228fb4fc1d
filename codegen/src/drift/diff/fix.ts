import type { ObjectShape, Property, Shape } from "../../contract/shape.ts";
import type { Step } from "../change.ts";
import type { RuleName } from "../rules.ts";
import { placeOf, type ShapeContext } from "./context.ts";

/**
 * FIX: an optional field of another tag is one that readers do not know; all else, and what begins an entry, must be
 * found where it was.
 */
export function compareTags(
  before: Property,
  after: Property,
  isFirst: boolean,
  path: readonly Step[],
  { travel, report }: ShapeContext,
): void {
  if (before.tag === after.tag) return;
  const isOptional = travel === "received" && !before.required && !after.required && !isFirst;
  report({
    rule: isOptional ? "optional tag changed" : "tag changed",
    source: placeOf(after),
    path,
    before: before.tag ?? null,
    after: after.tag ?? null,
  });
}

/** FIX: a field that begins each entry of a group is always written, whatever its readers must take. */
export function asWritten(
  before: ObjectShape,
  after: ObjectShape,
  field: string,
  { report }: ShapeContext,
): ShapeContext["report"] {
  if (![before, after].every((entry) => begins(entry, field))) return report;
  return (found) =>
    report(
      found.rule === "field became optional" ? { ...found, rule: "first field became optional" } : found,
    );
}

/** FIX: whether each entry of a received group begins with the field, whatever the dictionary says of its presence. */
export function begins({ rules }: ObjectShape, field: string): boolean {
  return rules.some(({ kind, test }) => kind === "must" && test.kind === "present" && test.field === field);
}

/** FIX: the entries of a group are told from each other by the field that begins them. */
export function compareFirst(
  before: Shape,
  after: Shape,
  path: readonly Step[],
  { report }: ShapeContext,
): void {
  if (before.kind !== "object" || after.kind !== "object") return;
  const [old, next] = [before.properties[0], after.properties[0]];
  if (old === undefined || next === undefined || old.name === next.name || old.tag === next.tag) return;
  const values = { before: old.name, after: next.name };
  report({ rule: "group begins differently", source: after.source, path, ...values });
}

/** A field that a group's message has too ends the group for whoever does not know it in its entries. */
export function addedRule({ tag }: Property, { around = [] }: ShapeContext): RuleName {
  const isKnown = around.some(({ properties }) => properties.some((property) => property.tag === tag));
  return isKnown ? "known field added to a group" : "field added to a FIX message";
}
