import { propertyKey } from "../contract/names.ts";
import type { Components, Shape, TupleShape } from "../contract/shape.ts";
import { knownName } from "./check.ts";
import { discriminators } from "./discriminator.ts";
import { literal } from "./predicate.ts";

export interface EmittedKnown {
  /** An expression of @x/core's type `Known`. */
  readonly code: string;
  /** Names of the components whose tables it refers to. */
  readonly refers: ReadonlySet<string>;
}

/** The table that lets a client report fields and values the spec does not list, without a second copy of the check. */
export function emitKnown(shape: Shape, components: Components): EmittedKnown {
  const refers = new Set<string>();
  return { code: table(shape, components, refers), refers };
}

function table(shape: Shape, components: Components, refers: Set<string>): string {
  switch (shape.kind) {
    case "ref": {
      const component = components.get(shape.name);
      if (component === undefined || table(component.shape, components, new Set()) === "0") return "0";
      refers.add(shape.name);
      return knownName(shape.name);
    }
    case "enum":
      return `{ values: [${shape.values.map(literal).join(", ")}] }`;
    case "array": {
      const items = table(shape.items, components, refers);
      return items === "0" ? "0" : `{ items: ${items} }`;
    }
    case "tuple": {
      const parts = shape.items.map((item) => table(item, components, refers));
      return parts.every((part) => part === "0") ? "0" : `{ tuple: [${parts.join(", ")}] }`;
    }
    case "object": {
      if (typeof shape.additional === "object" && shape.properties.length === 0) {
        const values = table(shape.additional, components, refers);
        return values === "0" ? "0" : `{ map: ${values} }`;
      }
      return fields(
        shape.properties.map(({ name, shape: field }) => [name, table(field, components, refers)]),
        typeof shape.additional === "object" ? table(shape.additional, components, refers) : undefined,
      );
    }
    case "union":
      return unionTable(shape.variants, components, refers);
    default:
      return "0";
  }
}

/** The union of the variants' tables: which variant a value is of does not matter to whether its fields are known. */
function unionTable(variants: readonly Shape[], components: Components, refers: Set<string>): string {
  const values = variants.filter((variant) => variant.kind !== "null");
  const [only] = values;
  if (values.length === 1 && only) return table(only, components, refers);
  const lists = values.flatMap((variant) => (variant.kind === "array" ? [variant.items] : []));
  if (lists.length > 0 && lists.length === values.length) {
    const items = fieldTable(lists, components, refers);
    return items === "0" ? "0" : `{ items: ${items} }`;
  }
  const tuples = values.flatMap((variant) => (variant.kind === "tuple" ? [variant] : []));
  if (tuples.length > 0 && tuples.length === values.length) return tupleTable(tuples, components, refers);
  const objects = values.map((variant) =>
    variant.kind === "ref" ? components.get(variant.name)?.shape : variant,
  );
  const shapes = new Map<string, Shape[]>();
  for (const object of objects) {
    if (object?.kind !== "object" || typeof object.additional === "object") continue;
    for (const { name, shape } of object.properties) {
      shapes.set(name, [...(shapes.get(name) ?? []), shape]);
    }
  }
  const merged = new Map(
    [...shapes].map(([name, all]) => [name, fieldTable(all, components, refers)] as const),
  );
  for (const { field, values: constants } of discriminators(values, components)) {
    merged.set(field, `{ values: [${constants.map(literal).join(", ")}] }`);
  }
  return merged.size === 0 ? "0" : fields([...merged]);
}

/** What any of the variants lists for each position. */
function tupleTable(tuples: readonly TupleShape[], components: Components, refers: Set<string>): string {
  const width = Math.max(...tuples.map((tuple) => tuple.items.length));
  const parts = Array.from({ length: width }, (_, position) => {
    const items = tuples.flatMap((tuple) => tuple.items[position] ?? []);
    return fieldTable(items, components, refers);
  });
  return parts.every((part) => part === "0") ? "0" : `{ tuple: [${parts.join(", ")}] }`;
}

/** A field that several variants have: what any of them lists for it. */
function fieldTable(shapes: readonly Shape[], components: Components, refers: Set<string>): string {
  const flat = (shape: Shape): readonly Shape[] =>
    shape.kind === "union" ? shape.variants.flatMap(flat) : shape.kind === "null" ? [] : [shape];
  const parts = shapes.flatMap(flat);
  const distinct = parts.filter(
    (part, index) =>
      part.kind !== "ref" ||
      parts.findIndex((other) => other.kind === "ref" && other.name === part.name) === index,
  );
  const [only] = distinct;
  if (distinct.length === 1 && only) return table(only, components, refers);
  const enums = distinct.map((part) => (part.kind === "ref" ? components.get(part.name)?.shape : part));
  const values = enums.flatMap((part) => (part?.kind === "enum" ? part.values : []));
  if (enums.every((part) => part?.kind === "enum")) {
    return `{ values: [${[...new Set(values)].map(literal).join(", ")}] }`;
  }
  return unionTable(distinct, components, refers);
}

function fields(entries: readonly (readonly [string, string])[], rest?: string): string {
  const list = entries.map(([name, known]) => `${propertyKey(name)}: ${known}`).join(", ");
  return `{ fields: { ${list} }${rest === undefined ? "" : `, rest: ${rest}`} }`;
}
