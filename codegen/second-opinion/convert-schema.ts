import { typeName } from "../src/contract/names.ts";
import type { Json } from "../src/contract/shape.ts";
import { inside, type Source, SpecError } from "../src/contract/source.ts";
import { isObject, type SchemaNode } from "../src/read/node.ts";
import { LEFT_OUT, REWRITTEN, SAME } from "./keywords.ts";

/** A schema as OpenAPI 3.0 writes it. */
export type OldSchema = { [keyword: string]: Json };

/**
 * Turns JSON Schema 2020-12 into the schemas of OpenAPI 3.0.
 *
 * Objects, unions and nullable enumerations that stand in place are moved to the components: the old generator invents
 * names for the first two and forgets the null of the third. The names given are kept by JSON pointer, so that whoever
 * reads the same spec can find them.
 */
export class SchemaConverter {
  /** Name of each schema that was moved to the components, by the JSON pointer of where it stands. */
  readonly names = new Map<string, string>();
  readonly added: { [name: string]: OldSchema } = {};
  readonly #taken: Set<string>;

  /** @param taken names of the document's own components */
  constructor(taken: Iterable<string>) {
    this.#taken = new Set([...taken].map((name) => name.toLowerCase()));
  }

  /**
   * A schema that stands in place.
   *
   * @param name what it is called if it has to be moved
   * @throws SpecError for a keyword it does not know: nothing is lost unseen.
   */
  inPlace(schema: unknown, source: Source, name: string): OldSchema {
    const converted = this.component(schema, source, name);
    if (!mustMove(converted)) return converted;
    return this.moved(source, name, converted);
  }

  /** A schema that has a name already, or needs none. */
  component(schema: unknown, source: Source, name: string): OldSchema {
    if (typeof schema === "boolean") return {};
    if (!isObject(schema)) throw new SpecError(source, "expected a schema");
    for (const keyword of Object.keys(schema)) {
      if (SAME.has(keyword) || LEFT_OUT.has(keyword) || REWRITTEN.has(keyword) || keyword.startsWith("x-"))
        continue;
      throw new SpecError(source, `no conversion of "${keyword}" to OpenAPI 3.0 is known`);
    }
    if (typeof schema.$ref === "string") return { $ref: schema.$ref };
    const kept = Object.entries(schema).filter(([keyword]) => SAME.has(keyword) || keyword.startsWith("x-"));
    return {
      ...(Object.fromEntries(kept) as OldSchema),
      ...limits(schema),
      ...values(schema),
      ...this.#parts(schema, source, name),
      ...this.#types(schema, source, name),
    };
  }

  /** Makes a component of a converted schema and returns the reference that takes its place. */
  moved(source: Source, wanted: string, { nullable, ...schema }: OldSchema): OldSchema {
    let name = wanted;
    for (let count = 2; this.#taken.has(name.toLowerCase()); count++) name = `${wanted}${count}`;
    this.#taken.add(name.toLowerCase());
    this.names.set(source.pointer, name);
    this.added[name] = schema;
    return reference(name, nullable === true);
  }

  #parts(schema: SchemaNode, source: Source, name: string): OldSchema {
    const parts: OldSchema = {};
    if (isObject(schema.properties)) {
      parts.properties = Object.fromEntries(
        Object.entries(schema.properties).map(([field, part]) => [
          field,
          this.inPlace(part, inside(source, "properties", field), name + typeName(field)),
        ]),
      );
    }
    const additional: unknown = schema.additionalProperties;
    if (typeof additional === "boolean") parts.additionalProperties = additional;
    else if (additional !== undefined) {
      parts.additionalProperties = this.inPlace(
        additional,
        inside(source, "additionalProperties"),
        `${name}Value`,
      );
    }
    if (Array.isArray(schema.prefixItems)) parts.items = this.#tuple(schema, source, name);
    else if (schema.items !== undefined) {
      parts.items = this.inPlace(schema.items, inside(source, "items"), `${name}Item`);
    }
    if (Array.isArray(schema.allOf)) {
      // A member without structure is a condition; 3.0's tools would make an empty type of it.
      parts.allOf = schema.allOf.flatMap((member: unknown, index) => {
        const part = this.component(member, inside(source, "allOf", index), `${name}Part${index + 1}`);
        return Object.keys(part).some((keyword) => keyword !== "required" && keyword !== "description")
          ? [part]
          : [];
      });
    }
    return parts;
  }

  /** 3.0 has no tuples: any item may stand anywhere. */
  #tuple(schema: SchemaNode, source: Source, name: string): OldSchema {
    const items = (schema.prefixItems as unknown[]).map((item, index) =>
      this.inPlace(item, inside(source, "prefixItems", index), `${name}Item${index + 1}`),
    );
    if (isObject(schema.items))
      items.push(this.inPlace(schema.items, inside(source, "items"), `${name}Item`));
    return either(items);
  }

  #types(schema: SchemaNode, source: Source, name: string): OldSchema {
    for (const keyword of ["oneOf", "anyOf"] as const) {
      const list: unknown = schema[keyword];
      if (!Array.isArray(list)) continue;
      // `anyOf` on an object asks for some of its fields; it offers no other shape.
      if (keyword === "anyOf" && schema.properties !== undefined) continue;
      const variants = list.map((variant: unknown, index) =>
        isObject(variant) && variant.type === "null"
          ? NULL
          : this.inPlace(variant, inside(source, keyword, index), `${name}Variant${index + 1}`),
      );
      return either(variants);
    }
    const type: unknown = schema.type;
    if (typeof type === "string") return typed(type);
    if (!Array.isArray(type)) return schema.properties === undefined ? {} : { type: "object" };
    return either(type.map(typed));
  }
}

const NULL: OldSchema = { nullable: true };

function typed(type: string): OldSchema {
  return type === "null" ? NULL : { type };
}

/** Always `oneOf`: the old generator joins the alternatives of `anyOf` into one object. */
function either(variants: readonly OldSchema[]): OldSchema {
  const values = distinct(variants.filter((variant) => variant !== NULL));
  const nullable = values.length < variants.length && variants.includes(NULL);
  const [only] = values;
  if (values.length === 0) return NULL;
  if (values.length > 1 || only === undefined) return { oneOf: values, ...(nullable && NULL) };
  return typeof only.$ref === "string" && nullable
    ? { allOf: [only], ...NULL }
    : { ...only, ...(nullable && NULL) };
}

function distinct(schemas: readonly OldSchema[]): OldSchema[] {
  return [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()];
}

function reference(name: string, nullable: boolean): OldSchema {
  return either([{ $ref: `#/components/schemas/${name}` }, ...(nullable ? [NULL] : [])]);
}

function mustMove(schema: OldSchema): boolean {
  const { properties, allOf, oneOf } = schema;
  if (isObject(properties) && Object.keys(properties).length > 0) return true;
  if (schema.enum !== undefined) return schema.nullable === true;
  if (Array.isArray(allOf)) return !(allOf.length === 1 && isReference(allOf[0]));
  return oneOf !== undefined;
}

function isReference(schema: unknown): boolean {
  return isObject(schema) && typeof schema.$ref === "string";
}

/** Numbers in 2020-12, flags beside `minimum` and `maximum` in 3.0. */
function limits(schema: SchemaNode): OldSchema {
  const found: OldSchema = {};
  const { exclusiveMinimum, exclusiveMaximum } = schema;
  if (typeof exclusiveMinimum === "number" && !(schema.minimum > exclusiveMinimum)) {
    Object.assign(found, { minimum: exclusiveMinimum, exclusiveMinimum: true });
  }
  if (typeof exclusiveMaximum === "number" && !(schema.maximum < exclusiveMaximum)) {
    Object.assign(found, { maximum: exclusiveMaximum, exclusiveMaximum: true });
  }
  return found;
}

/** `const` is an enum of one value; null is no value but a flag. A fixed boolean is a boolean: 3.0's tools know no more. */
function values(schema: SchemaNode): OldSchema {
  if (schema.const === undefined && schema.enum === undefined) return {};
  const listed: readonly Json[] = schema.const === undefined ? schema.enum : [schema.const];
  const kept = listed.filter((value) => value !== null);
  const [first] = kept;
  const nullable = kept.length < listed.length ? NULL : {};
  if (first === undefined) return NULL;
  if (typeof first === "boolean") return { type: "boolean", ...nullable };
  return { type: typeof first === "number" ? "number" : "string", enum: kept, ...nullable };
}
