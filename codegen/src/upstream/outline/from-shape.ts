import type { Components, ObjectShape, Property, Rule, Shape, Test } from "../../contract/shape.ts";
import { sourceText } from "../../contract/source.ts";
import { type When, whenOf } from "./condition.ts";
import { limitsOf, withLimits } from "./limits.ts";
import { either, type Outline, type OutlineField, type WireType } from "./outline.ts";

/** The outline of a shape of our contract. */
export function shapeOutline(shape: Shape, components: Components): Outline {
  const outline = plain(shape, components);
  // How many parts a tuple has is in its parts, which nobody else tells alike.
  if (shape.kind === "tuple") return outline;
  // What stands beside a reference or a union, and what a shape says of itself.
  const { default: fallback, deprecated } = shape.doc;
  const own = limitsOf({ ...shape, default: fallback, deprecated }, outline.types);
  return { ...outline, limits: withLimits(outline.limits, own) ?? {}, whole: true };
}

function plain(shape: Shape, components: Components): Outline {
  const at = sourceText(shape.source);
  const inner = (part: Shape): Outline => shapeOutline(part, components);
  switch (shape.kind) {
    case "any":
      return { at };
    case "null":
    case "boolean":
    case "string":
      return { at, types: new Set<WireType>([shape.kind]) };
    case "number":
      return { at, types: new Set<WireType>([shape.integer ? "integer" : "number"]) };
    case "const":
      return { at, types: typesOf([shape.value]), values: new Set([String(shape.value)]) };
    case "enum":
      return { at, types: typesOf(shape.values), values: new Set(shape.values.map(String)) };
    case "array":
      return { at, types: new Set<WireType>(["array"]), items: inner(shape.items) };
    case "tuple":
      // A page describes the positions in prose or not at all.
      return { at, types: new Set<WireType>(["array"]), parts: shape.items.map(inner) };
    case "object":
      return objectOutline(shape, inner);
    case "union":
      return either(shape.variants.map(inner), at);
    case "ref": {
      const component = components.get(shape.name);
      return component === undefined ? { at } : inner(component.shape);
    }
  }
}

function objectOutline(shape: ObjectShape, inner: (part: Shape) => Outline): Outline {
  const conditional = new Set(shape.rules.flatMap((rule) => [...conditionalFields(rule)]));
  const when = whenOf(shape.rules);
  const field = ({ name, required, shape: part }: Property): [string, OutlineField] => [
    name,
    {
      required: required || (conditional.has(name) ? "conditional" : false),
      ...whenEntry(when, name),
      outline: inner(part),
    },
  ];
  return {
    at: sourceText(shape.source),
    types: new Set<WireType>(["object"]),
    fields: new Map(shape.properties.map(field)),
    ...(typeof shape.additional === "object" && { free: true, entries: inner(shape.additional) }),
  };
}

function whenEntry(
  when: ReadonlyMap<string, readonly When[] | undefined>,
  name: string,
): { readonly when?: readonly When[] } {
  const said = when.has(name) ? when.get(name) : [];
  return said ? { when: said } : {};
}

/** Fields that a rule asks for in some messages. */
function conditionalFields(rule: Rule): Set<string> {
  const fields = new Set<string>();
  const visit = (test: Test | undefined): void => {
    if (test?.kind === "present") fields.add(test.field);
    else if (test !== undefined && "tests" in test) test.tests.forEach(visit);
  };
  if (rule.kind === "must") visit(rule.test);
  else {
    visit(rule.whenTrue);
    visit(rule.whenFalse);
  }
  return fields;
}

function typesOf(values: readonly (string | number | boolean)[]): Set<WireType> {
  return new Set(
    values.map((value) => {
      if (typeof value !== "number") return typeof value as "string" | "boolean";
      return Number.isInteger(value) ? "integer" : "number";
    }),
  );
}
