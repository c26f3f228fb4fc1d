import type { Json, ObjectShape, Shape, TupleShape } from "../contract/shape.ts";
import { sourceText } from "../contract/source.ts";
import { limits } from "./doc-comment.ts";
import { literal } from "./predicate.ts";

export type JsonSchema = { [keyword: string]: Json };

/** How a type tool wants what JSON Schema has no word for. */
export interface SchemaDialect {
  /** A reference to a component. */
  readonly ref: (component: string) => JsonSchema;
  /** An enum whose values the spec may not list in full. */
  readonly openEnum: (values: readonly (string | number)[]) => JsonSchema;
  /** A text with a format that has a type of its own, or nothing. */
  readonly format?: (format: string) => JsonSchema | undefined;
}

/**
 * The shape as a JSON Schema for a tool that makes types of it. It carries what types can say (conditions between
 * fields are the checks' business), and every description ends with the place in the spec it stands for.
 */
export function schemaDocument(shape: Shape, dialect: SchemaDialect): JsonSchema {
  return { ...structure(shape, dialect), ...annotations(shape) };
}

function structure(shape: Shape, dialect: SchemaDialect): JsonSchema {
  const part = (inner: Shape): JsonSchema => schemaDocument(inner, dialect);
  switch (shape.kind) {
    case "any":
      return {};
    case "null":
    case "boolean":
      return { type: shape.kind };
    case "number":
      return { type: shape.integer ? "integer" : "number" };
    case "string":
      return (shape.format !== undefined && dialect.format?.(shape.format)) || { type: "string" };
    case "const":
      return { const: shape.value, type: typeof shape.value, enum: [shape.value] };
    case "enum":
      if (shape.open) return dialect.openEnum(shape.values);
      return { type: typeof shape.values[0], enum: shape.values };
    case "array":
      return { type: "array", items: part(shape.items) };
    case "tuple":
      return tupleSchema(shape, part);
    case "union":
      return { anyOf: shape.variants.map(part) };
    case "ref":
      return dialect.ref(shape.name);
    case "object":
      return objectSchema(shape, part);
  }
}

/** A tuple whose end may be missing is as many tuples: type tools take the items of one for certain. */
function tupleSchema({ items, rest, minItems }: TupleShape, part: (inner: Shape) => JsonSchema): JsonSchema {
  const parts = items.map(part);
  if (rest) return { type: "array", prefixItems: parts, items: part(rest), minItems };
  const lengths = Array.from({ length: items.length - minItems + 1 }, (_, more): JsonSchema => {
    const length = minItems + more;
    return {
      type: "array",
      prefixItems: parts.slice(0, length),
      items: false,
      minItems: length,
      maxItems: length,
    };
  });
  const [only, ...others] = lengths;
  return only !== undefined && others.length === 0 ? only : { anyOf: lengths };
}

function objectSchema(shape: ObjectShape, part: (inner: Shape) => JsonSchema): JsonSchema {
  const required = shape.properties.filter((property) => property.required).map((property) => property.name);
  return {
    type: "object",
    properties: Object.fromEntries(shape.properties.map(({ name, shape: field }) => [name, part(field)])),
    ...(required.length > 0 && { required }),
    additionalProperties: typeof shape.additional === "object" ? part(shape.additional) : isFree(shape),
  };
}

/**
 * Whether the type names no field and accepts them all. Where fields are listed, the type of an open object lists those
 * alone: an index signature would let a misspelt field name compile.
 */
function isFree({ additional, properties }: ObjectShape): boolean {
  return additional === "open" && properties.length === 0;
}

function annotations(shape: Shape): JsonSchema {
  const text = [
    shape.doc.description ?? shape.doc.title,
    ...limits(shape),
    `Source: ${sourceText(shape.source)}`,
  ];
  const description = text.filter((line) => line !== undefined && line !== "").join("\n\n");
  return { description, ...(shape.doc.deprecated && { deprecated: true }) };
}

/** The type of an open enum: the known values complete in an editor, any other text is accepted. */
export function openEnumType(values: readonly (string | number)[]): string {
  return `${values.map(literal).join(" | ")} | (string & {})`;
}
