import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";
import type { ObjectShape, Shape, TupleShape } from "../../src/contract/shape.ts";

type Schema = { [keyword: string]: unknown };

/** Stands for "any other text". No type can have this name. */
const OPEN_TEXT = "open-text";

/** A module whose interface `components` holds the types that openapi-typescript makes of shapes, by name. */
export async function theirTypes(
  shapes: ReadonlyMap<string, Shape>,
  nameOf: (name: string, component: string) => string,
): Promise<string> {
  const schemas: { [name: string]: Schema } = { [OPEN_TEXT]: { type: "string" } };
  // Of an array of arrays the library forgets one now and then, unless what the array holds has a name.
  const named = (item: Schema): string => {
    const name = `item-${Object.keys(schemas).length}`;
    schemas[name] = item;
    return name;
  };
  for (const [name, shape] of shapes)
    schemas[name] = schema(shape, { nameOf: (component) => nameOf(name, component), named });
  const document = {
    openapi: "3.1.0",
    info: { title: "", version: "" },
    paths: {},
    components: { schemas },
  };
  // The library's input type is narrower than JSON Schema.
  const text = astToString(await openapiTS(document as unknown as OpenAPI3, { silent: true }));
  return text.replaceAll(`components["schemas"]["${OPEN_TEXT}"]`, "(string & {})");
}

interface Names {
  readonly nameOf: (component: string) => string;
  /** Gives a schema a name of its own. */
  readonly named: (schema: Schema) => string;
}

/** What a type can say of a shape, as JSON Schema. */
function schema(shape: Shape, names: Names): Schema {
  const part = (inner: Shape): Schema => schema(inner, names);
  switch (shape.kind) {
    case "any":
      return {};
    case "null":
    case "boolean":
    case "number":
    case "string":
      return { type: shape.kind };
    case "const":
      return { const: shape.value, type: typeof shape.value, enum: [shape.value] };
    case "enum": {
      const values = { type: typeof shape.values[0], enum: shape.values };
      return shape.open ? { anyOf: [values, refTo(OPEN_TEXT)] } : values;
    }
    case "array":
      return { type: "array", items: refTo(names.named(part(shape.items))) };
    case "tuple":
      return tupleSchema(shape, part);
    case "union":
      return { anyOf: shape.variants.map(part) };
    case "ref":
      return refTo(names.nameOf(shape.name));
    case "object":
      return objectSchema(shape, part);
  }
}

function refTo(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

/** The library takes a tuple's length from its items alone, so each length is a schema. */
function tupleSchema({ items, minItems }: TupleShape, part: (inner: Shape) => Schema): Schema {
  const lengths = Array.from({ length: items.length - minItems + 1 }, (_, extra) => minItems + extra);
  return {
    anyOf: lengths.map((length) => ({
      type: "array",
      prefixItems: items.slice(0, length).map(part),
      items: false,
      minItems: length,
      maxItems: length,
    })),
  };
}

function objectSchema({ properties, additional }: ObjectShape, part: (inner: Shape) => Schema): Schema {
  const free = additional === "open" && properties.length === 0;
  return {
    type: "object",
    properties: Object.fromEntries(properties.map(({ name, shape }) => [name, part(shape)])),
    required: properties.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: typeof additional === "object" ? part(additional) : free,
  };
}
