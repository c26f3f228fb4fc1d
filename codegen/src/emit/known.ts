import type { Components, Shape, TupleShape } from "../contract/shape.ts";
import { discriminators } from "./discriminator.ts";

/**
 * The text that lets a client report fields and values the spec does not list, as `readKnown` of @x/core reads it. What
 * components list is written out: a longer text costs an import less than names that refer to each other.
 */
export function knownText(shape: Shape, components: Components): string {
  switch (shape.kind) {
    case "ref": {
      const component = components.get(shape.name);
      return component === undefined ? "" : knownText(component.shape, components);
    }
    case "enum":
      return values(shape.values);
    case "array":
      return items(knownText(shape.items, components));
    case "tuple":
      return parts(shape.items.map((item) => knownText(item, components)));
    case "object": {
      const { properties, additional } = shape;
      const rest = typeof additional === "object" ? knownText(additional, components) : undefined;
      if (properties.length === 0 && rest === "") return "";
      return fields(
        properties.map(({ name, shape: field }) => [name, knownText(field, components)]),
        rest,
      );
    }
    case "union":
      return unionText(shape.variants, components);
    default:
      return "";
  }
}

/** The union of the variants' tables: which variant a value is of does not matter to whether its fields are known. */
function unionText(variants: readonly Shape[], components: Components): string {
  const present = variants.filter((variant) => variant.kind !== "null");
  const [only] = present;
  if (present.length === 1 && only) return knownText(only, components);
  const lists = present.flatMap((variant) => (variant.kind === "array" ? [variant.items] : []));
  if (lists.length > 0 && lists.length === present.length) {
    return items(fieldText(lists, components));
  }
  const tuples = present.flatMap((variant) => (variant.kind === "tuple" ? [variant] : []));
  if (tuples.length > 0 && tuples.length === present.length) return tupleText(tuples, components);
  const objects = present.map((variant) =>
    variant.kind === "ref" ? components.get(variant.name)?.shape : variant,
  );
  const shapes = new Map<string, Shape[]>();
  for (const object of objects) {
    if (object?.kind !== "object" || typeof object.additional === "object") continue;
    for (const { name, shape } of object.properties) {
      shapes.set(name, [...(shapes.get(name) ?? []), shape]);
    }
  }
  const merged = new Map([...shapes].map(([name, all]) => [name, fieldText(all, components)] as const));
  for (const { field, values: constants } of discriminators(present, components)) {
    const listed = constants.filter((constant) => typeof constant !== "boolean");
    if (listed.length === constants.length) merged.set(field, values(listed));
  }
  return merged.size === 0 ? "" : fields([...merged]);
}

/** What any of the variants lists for each position. */
function tupleText(tuples: readonly TupleShape[], components: Components): string {
  const width = Math.max(...tuples.map((tuple) => tuple.items.length));
  return parts(
    Array.from({ length: width }, (_, position) => {
      return fieldText(
        tuples.flatMap((tuple) => tuple.items[position] ?? []),
        components,
      );
    }),
  );
}

/** A field that several variants have: what any of them lists for it. */
function fieldText(shapes: readonly Shape[], components: Components): string {
  const flat = (shape: Shape): readonly Shape[] =>
    shape.kind === "union" ? shape.variants.flatMap(flat) : shape.kind === "null" ? [] : [shape];
  const all = shapes.flatMap(flat);
  const distinct = all.filter(
    (part, index) =>
      part.kind !== "ref" ||
      all.findIndex((other) => other.kind === "ref" && other.name === part.name) === index,
  );
  const [only] = distinct;
  if (distinct.length === 1 && only) return knownText(only, components);
  const enums = distinct.map((part) => (part.kind === "ref" ? components.get(part.name)?.shape : part));
  const listed = enums.flatMap((part) => (part?.kind === "enum" ? part.values : []));
  if (enums.every((part) => part?.kind === "enum")) return values([...new Set(listed)]);
  return unionText(distinct, components);
}

function values(listed: readonly (string | number)[]): string {
  const texts = listed.map((value) =>
    typeof value === "number" || /^[-\d]/.test(value) ? JSON.stringify(value) : word(value),
  );
  return `(${texts.join(",")})`;
}

function items(table: string): string {
  return table && `[${table}]`;
}

function parts(tables: readonly string[]): string {
  return tables.every((table) => table === "") ? "" : `<${tables.join(",")}>`;
}

function fields(entries: readonly (readonly [string, string])[], rest?: string): string {
  const free = rest === undefined ? [] : [`*${rest}`];
  return `{${[...entries.map(([name, table]) => word(name) + table), ...free].join(",")}}`;
}

function word(text: string): string {
  return /^[\w $./:-]+$/.test(text) ? text : JSON.stringify(text);
}
