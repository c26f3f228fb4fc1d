import { isNullable } from "../../contract/direction.ts";
import type {
  Components,
  Doc,
  Json,
  ObjectShape,
  Property,
  Shape,
  TupleShape,
} from "../../contract/shape.ts";
import type { Source } from "../../contract/source.ts";
import type { Place, Step } from "../change.ts";
import type { RuleName } from "../rules.ts";
import { besideAnother } from "./beside.ts";
import { compareConditions } from "./conditions.ts";
import { placeOf, resolve, type ShapeContext } from "./context.ts";
import { addedRule, asWritten, compareFirst, compareTags } from "./fix.ts";
import { compareLeaves, limitRule } from "./leaves.ts";
import { compareCounts } from "./limits.ts";
import type { Inclusion } from "./texts.ts";
import { inUnion } from "./union.ts";
import { alike, isToldBy, pairVariants, variantsOf } from "./variants.ts";

type Path = Place["path"];

/**
 * Compares two shapes of the same place, and everything below them that both have.
 *
 * @param orNull whether the place may be null on both sides, whatever the shapes say.
 */
export function compareShapes(
  before: Shape,
  after: Shape,
  path: Path,
  context: ShapeContext,
  orNull = false,
): void {
  compareDocs(before.doc, after.doc, after.source, path, context);
  if (before.kind === "ref" && after.kind === "ref") {
    const pair = `${before.name} ${after.name} ${orNull}`;
    if (context.seen.has(pair)) return;
    context.seen.add(pair);
  }
  const [old, next] = [resolve(before, context.components.before), resolve(after, context.components.after)];
  if (before.kind === "ref" && after.kind === "ref" && (before !== old || after !== next))
    compareDocs(old.doc, next.doc, next.source, path, context);
  compareVariants(old, next, path, context, orNull);
}

function compareDocs(
  before: Doc,
  after: Doc,
  source: Source,
  path: Path,
  { report, travel }: ShapeContext,
): void {
  if (!alike(words(before), words(after))) report({ rule: "documentation changed", source, path });
  if ((before.deprecated ?? false) !== (after.deprecated ?? false))
    report({ rule: after.deprecated ? "deprecated" : "documentation changed", source, path });
  if (travel === "sent" && !alike(before.default ?? null, after.default ?? null)) {
    const values = { before: before.default ?? null, after: after.default ?? null };
    report({ rule: "default changed", source, path, ...values });
  }
}

function words({ title, description, examples, notes }: Doc): Json {
  return [title ?? null, description ?? null, examples ?? [], notes];
}

function compareVariants(
  before: Shape,
  after: Shape,
  path: Path,
  context: ShapeContext,
  orNull: boolean,
): void {
  const { report } = context;
  const [old, next] = [
    variantsOf(before, context.components.before),
    variantsOf(after, context.components.after),
  ];
  if (old.nullable !== next.nullable && old.variants.length > 0 && next.variants.length > 0) {
    const rule: RuleName = next.nullable ? "null allowed" : "null no longer allowed";
    report({ rule: orNull ? `${rule} by the type` : rule, source: after.source, path });
  }
  const mayBeNull = orNull || (old.nullable && next.nullable);
  const [first] = old.variants;
  const [other] = next.variants;
  if (first && other && old.variants.length === 1 && next.variants.length === 1) {
    // What may be null beside a component has the component's words too.
    if (first.kind === "ref" && other.kind === "ref") compareShapes(first, other, path, context, mayBeNull);
    else compareSingle(first, other, path, context);
    return;
  }
  const { pairs, gone, come } = pairVariants(old.variants, next.variants, context.components);
  for (const [a, b] of pairs) {
    const step: Step = { kind: "variant", before: old.variants.indexOf(a), after: next.variants.indexOf(b) };
    const report = inUnion([a, b], old.variants, next.variants, [...path, step], context);
    compareShapes(a, b, [...path, step], { ...context, report }, mayBeNull);
  }
  // Exactly one variant of an exclusive union fits: a second of a type takes something from the first.
  const isExclusive = [before, after].some((side) => side.kind === "union" && side.exclusive);
  const isSettled = (variant: Shape, others: readonly Shape[], change: "come" | "gone"): boolean => {
    const rules = besideAnother(variant, others, change, isExclusive, context);
    for (const rule of rules ?? []) report({ rule, source: variant.source, path });
    return rules !== undefined;
  };
  for (const variant of gone) {
    if (isSettled(variant, next.variants, "gone")) continue;
    const rule: RuleName = isToldBy(
      variant,
      old.variants,
      context.components.before,
      next.variants,
      context.components.after,
    )
      ? "told variant removed"
      : "variant removed";
    const step: Step = { kind: "variant", before: old.variants.indexOf(variant), after: undefined };
    report({ rule, source: variant.source, path: [...path, step] });
  }
  for (const variant of come) {
    if (isSettled(variant, old.variants, "come")) continue;
    const rule: RuleName =
      old.variants.length < 2
        ? "alternative type added"
        : isToldBy(variant, next.variants, context.components.after, old.variants, context.components.before)
          ? "told variant added"
          : "variant added";
    const step: Step = { kind: "variant", before: undefined, after: next.variants.indexOf(variant) };
    report({ rule, source: variant.source, path: [...path, step] });
  }
}

function compareSingle(before: Shape, after: Shape, path: Path, context: ShapeContext): void {
  const [old, next] = [resolve(before, context.components.before), resolve(after, context.components.after)];
  if (old.kind === "object" && next.kind === "object") compareObjects(old, next, path, context);
  else if (old.kind === "array" && next.kind === "array") {
    compareLengths(old, next, path, context);
    if ((old.uniqueItems ?? false) !== (next.uniqueItems ?? false))
      tell(next.uniqueItems ? "shrunk" : "grown", next.source, path, context);
    const inner: Path = [...path, { kind: "item", position: undefined }];
    if (context.fix) compareFirst(old.items, next.items, inner, context);
    compareShapes(old.items, next.items, inner, context);
  } else if (old.kind === "tuple" && next.kind === "tuple") compareTuples(old, next, path, context);
  else
    compareLeaves(
      old,
      next,
      (rule, values) => context.report({ rule, source: next.source, path, ...values }),
      context,
    );
}

function tell(inclusion: Inclusion, source: Source, path: Path, context: ShapeContext): void {
  if (inclusion !== "same") context.report({ rule: limitRule(inclusion, context), source, path });
}

interface Lengths {
  readonly source: Source;
  readonly minItems?: number;
  readonly maxItems?: number;
}

function compareLengths(before: Lengths, after: Lengths, path: Path, context: ShapeContext): void {
  tell(compareCounts(before.minItems, after.minItems, -1), after.source, path, context);
  tell(compareCounts(before.maxItems, after.maxItems, 1), after.source, path, context);
}

function compareTuples(before: TupleShape, after: TupleShape, path: Path, context: ShapeContext): void {
  const { report } = context;
  const { source } = after;
  const shared = Math.min(before.items.length, after.items.length);
  for (let position = 0; position < shared; position++) {
    const [old, next] = [before.items[position] as Shape, after.items[position] as Shape];
    compareShapes(old, next, [...path, { kind: "item", position }], context);
  }
  const told = path.at(-1)?.kind === "variant" && before.items.length !== after.items.length;
  if (told) report({ rule: "row of another length", source, path });
  for (let position = shared; position < after.items.length && !told; position++) {
    const rule: RuleName = position < after.minItems ? "item appended" : "optional item appended";
    report({ rule, source, path: [...path, { kind: "item", position }] });
  }
  for (let position = shared; position < before.items.length && !told; position++) {
    const rule: RuleName = position < before.minItems ? "item removed" : "optional item removed";
    report({ rule, source, path: [...path, { kind: "item", position }] });
  }
  const [old, next] = [Math.min(before.minItems, shared), Math.min(after.minItems, shared)];
  if (old !== next)
    report({ rule: next < old ? "item became optional" : "item became required", source, path });
  if (before.rest && after.rest) {
    compareShapes(before.rest, after.rest, [...path, { kind: "item", position: undefined }], context);
  } else if (before.rest || after.rest) {
    report({ rule: after.rest ? "item appended" : "item removed", source, path });
  }
}

function compareObjects(before: ObjectShape, after: ObjectShape, path: Path, context: ShapeContext): void {
  const old = new Map(before.properties.map((property) => [property.name, property]));
  const next = new Map(after.properties.map((property) => [property.name, property]));
  const inner = context.fix ? { ...context, around: [...(context.around ?? []), before] } : context;
  const isRenamed = (gone: Property, come: Property): boolean =>
    gone.tag !== undefined && gone.tag === come.tag && !next.has(gone.name) && !old.has(come.name);
  for (const [name, property] of old) {
    const renamed = after.properties.find((other) => isRenamed(property, other));
    const same = next.get(name) ?? renamed;
    const at: Path = [...path, { kind: "field", name }];
    if (renamed !== undefined) {
      const values = { before: name, after: renamed.name };
      context.report({ rule: "field renamed", source: placeOf(renamed), path: at, ...values });
    }
    if (same === undefined) reportRemoved(property, after, at, context);
    else {
      compareTags(property, same, at, context);
      comparePresence(property, same, at, { ...context, report: asWritten(before, after, name, context) });
      compareShapes(property.shape, same.shape, at, inner);
    }
  }
  for (const [name, property] of next)
    if (!old.has(name) && !before.properties.some((other) => isRenamed(other, property)))
      reportAdded(property, before, [...path, { kind: "field", name }], context);
  compareRest(before, after, path, context);
  tell(compareCounts(before.minProperties, after.minProperties, -1), after.source, path, context);
  tell(compareCounts(before.maxProperties, after.maxProperties, 1), after.source, path, context);
  const condition = compareConditions(before, after);
  if (condition !== undefined) {
    const { kind, source, fields } = condition;
    const unchecked =
      context.fix && context.travel === "received" && (kind === "loosened" || kind === "changed");
    const rule: RuleName = unchecked ? "unchecked limit loosened" : `condition ${kind}`;
    context.report({ rule, source, path, after: fields });
  }
}

function reportRemoved(property: Property, after: ObjectShape, path: Path, context: ShapeContext): void {
  const { components, travel } = context;
  const always = travel === "sent" ? property.required : isAlways(property, components.before);
  const rule: RuleName =
    after.additional !== "open" && (travel === "sent" || !always)
      ? "field removed where none may be"
      : travel === "received" && property.required && !always
        ? "field removed, nullable"
        : `field removed, ${always ? "required" : "optional"}`;
  context.report({ rule, source: placeOf(property), path });
}

function reportAdded(property: Property, before: ObjectShape, path: Path, context: ShapeContext): void {
  const { components, travel, fix } = context;
  const always = travel === "sent" ? property.required : isAlways(property, components.after);
  const rule: RuleName =
    travel === "received" && fix
      ? addedRule(property, context)
      : travel === "received" && before.additional !== "open"
        ? always
          ? "required field added where none may be"
          : "field added where none may be"
        : `field added, ${always ? "required" : "optional"}`;
  context.report({ rule, source: placeOf(property), path });
}

/** Whether the types have it that a received field is there: one that may be null may be left out too. */
function isAlways({ required, shape }: Property, components: Components): boolean {
  return required && !isNullable(shape, components);
}

function comparePresence(
  before: Property,
  after: Property,
  path: Path,
  { components, travel, report }: ShapeContext,
): void {
  if (before.required === after.required) return;
  const source = placeOf(after);
  const nullable = isNullable(before.shape, components.before) || isNullable(after.shape, components.after);
  if (travel === "received" && nullable) {
    const still = isNullable(before.shape, components.before) && isNullable(after.shape, components.after);
    if (still)
      report({ rule: `nullable field became ${after.required ? "required" : "optional"}`, source, path });
    else if (after.required ? isAlways(after, components.after) : isAlways(before, components.before))
      report({ rule: `field became ${after.required ? "required" : "optional"}`, source, path });
    return;
  }
  report({ rule: `field became ${after.required ? "required" : "optional"}`, source, path });
}

function compareRest(before: ObjectShape, after: ObjectShape, path: Path, context: ShapeContext): void {
  const [old, next] = [before.additional, after.additional];
  const { source } = after;
  if (typeof old === "object" && typeof next === "object") {
    compareShapes(old, next, [...path, { kind: "value" }], context);
    return;
  }
  if (old === next) return;
  if (typeof old === "object" || typeof next === "object") {
    context.report({ rule: "type changed", source, path });
    return;
  }
  context.report({
    rule: next === "closed" ? "unlisted fields refused" : "unlisted fields allowed",
    source,
    path,
  });
}
