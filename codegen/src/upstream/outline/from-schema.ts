import { escapeStep } from "../../contract/source.ts";
import type { SchemaNode } from "../../read/node.ts";
import { list, members, resolve } from "../json.ts";
import type { When } from "./condition.ts";
import { limitsOf, withLimits } from "./limits.ts";
import { either, type Outline, type OutlineField, type WireType } from "./outline.ts";
import { whenInSchema } from "./schema-condition.ts";

/** How deep a schema is followed; a schema that holds itself ends here. */
const DEPTH = 24;

/**
 * The outline of a JSON Schema as others write it: OpenAPI 3.0's `nullable` beside 3.1's type lists, keywords we do not
 * know, references that lead nowhere. What cannot be read is not said.
 *
 * @param root the document that references lead into
 */
export function schemaOutline(value: unknown, root: unknown, at: string, depth = DEPTH): Outline {
  const schema = members(value);
  // A schema that is nowhere says nothing.
  if (depth === 0 || value === undefined) return { at };
  if (typeof schema.$ref === "string") {
    const target = resolve(root, schema.$ref);
    const place = `${at.split("#")[0]}${schema.$ref}`;
    const outline = schemaOutline(target, root, place, depth - 1);
    const limits = withLimits(outline.limits, limitsOf(schema, outline.types));
    return nullable(schema, { ...outline, ...(limits && { limits }) });
  }
  // JSON inside a text is what it says it is.
  if (schema.contentSchema !== undefined)
    return schemaOutline(schema.contentSchema, root, `${at}/contentSchema`, depth - 1);
  const below = (part: unknown, ...steps: string[]): Outline =>
    schemaOutline(part, root, [at, ...steps.map(escapeStep)].join("/"), depth - 1);
  const own = plain(schema, at, below);
  const variants = [schema.oneOf, schema.anyOf].find(Array.isArray) as unknown[] | undefined;
  const outline = [
    own,
    ...list(schema.allOf).map((part, index) => below(part, "allOf", String(index))),
    ...(variants
      ? [
          either(
            variants.map((part, index) => below(part, "oneOf", String(index))),
            at,
          ),
        ]
      : []),
  ].reduce(both);
  // Conditions often stand in parts of their own, away from the properties they are about.
  const bare = list(schema.allOf)
    .map(members)
    .filter((part) => part.properties === undefined);
  return nullable(schema, conditioned(outline, [schema, ...bare].map(whenInSchema)));
}

function conditioned(outline: Outline, all: readonly ReadonlyMap<string, readonly When[]>[]): Outline {
  if (outline.fields === undefined) return outline;
  const fields = [...outline.fields].map(([name, field]): [string, OutlineField] => {
    const when = all.flatMap((one) => one.get(name) ?? []);
    return [name, when.length > 0 ? { ...field, when: [...(field.when ?? []), ...when] } : field];
  });
  return { ...outline, fields: new Map(fields) };
}

function plain(
  schema: SchemaNode,
  at: string,
  below: (part: unknown, ...steps: string[]) => Outline,
): Outline {
  const types = new Set(
    (typeof schema.type === "string" ? [schema.type] : list(schema.type)).filter(isWireType),
  );
  const listed = schema.const !== undefined ? [schema.const] : list(schema.enum);
  const values = listed.filter((value) => value !== null).map(String);
  const required = new Set(list(schema.required));
  const fields =
    schema.properties !== undefined
      ? new Map(
          Object.entries(members(schema.properties)).map(([name, part]): [string, OutlineField] => [
            name,
            { required: required.has(name), outline: below(part, "properties", name) },
          ]),
        )
      : undefined;
  if (types.size === 0 && fields) types.add("object");
  return {
    at,
    ...(types.size > 0 && { types }),
    ...(values.length > 0 && { values: new Set(values) }),
    ...(fields && { fields }),
    ...((typeof schema.additionalProperties === "object" || isBare(schema)) && { free: true }),
    ...(schema.items !== undefined && { items: below(schema.items, "items") }),
    limits: limitsOf(schema, types),
    whole: true,
  };
}

/** What holds when both do: the second is a further part of the same `allOf`. */
function both(one: Outline, other: Outline): Outline {
  const fields = new Map(one.fields ?? []);
  for (const [name, field] of other.fields ?? []) {
    const known = fields.get(name);
    const required = known?.required === true || field.required === true ? true : field.required;
    const when = [...(known?.when ?? []), ...(field.when ?? [])];
    fields.set(name, {
      ...(required !== undefined && { required }),
      ...(when.length > 0 && { when }),
      outline: known ? both(known.outline, field.outline) : field.outline,
    });
  }
  const { whole: _one, ...mine } = one;
  const { whole: _other, ...more } = other;
  return {
    ...mine,
    ...more,
    at: one.at,
    ...(one.types &&
      other.types && { types: new Set([...one.types].filter((type) => other.types?.has(type))) }),
    ...(fields.size > 0 && { fields }),
    limits: withLimits(one.limits, other.limits) ?? {},
    ...(one.whole && other.whole && { whole: true }),
  };
}

function nullable(schema: SchemaNode, outline: Outline): Outline {
  if (schema.nullable !== true || outline.types === undefined) return outline;
  return { ...outline, types: new Set([...outline.types, "null"]) };
}

function isWireType(type: unknown): type is WireType {
  return ["string", "number", "integer", "boolean", "object", "array", "null"].includes(String(type));
}

/** An object of which nothing more is said. */
function isBare({ type, properties, allOf, oneOf, anyOf }: SchemaNode): boolean {
  return type === "object" && [properties, allOf, oneOf, anyOf].every((part) => part === undefined);
}
