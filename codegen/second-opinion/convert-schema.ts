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
 * What stands in place and the old generator gets wrong there is moved to the components: it invents names for objects
 * and unions, forgets the null of enumerations and of what lists and maps hold, and forgets the values of enumerations
 * among the variants of a union. The names given are kept by JSON pointer, so that whoever reads the same spec can find
 * them.
 */
export class SchemaConverter {
  /** Name of each schema that was moved to the components, by the JSON pointer of where it stands. */
  readonly names = new Map<string, string>();
  /** The same for what lists and maps hold if it may be null: a component that is the thing or null. */
  readonly nullables = new Map<string, string>();
  readonly added: { [name: string]: OldSchema } = {};
  readonly #components: SchemaNode;
  readonly #taken: Set<string>;

  /** @param components the document's own, before they are converted */
  constructor(components: SchemaNode) {
    this.#components = components;
    this.#taken = new Set(Object.keys(components).map((name) => name.toLowerCase()));
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
    const name = this.#add(wanted, schema);
    this.names.set(source.pointer, name);
    return reference(name, nullable === true);
  }

  #add(wanted: string, schema: OldSchema): string {
    let name = wanted;
    for (let count = 2; this.#taken.has(name.toLowerCase()); count++) name = `${wanted}${count}`;
    this.#taken.add(name.toLowerCase());
    this.added[name] = schema;
    return name;
  }

  /** What a list or a map holds. The old generator knows no null there but as a type among others. */
  #held(schema: unknown, source: Source, name: string): OldSchema {
    const { nullable, ...held } = this.inPlace(this.#spelledOut(schema), source, name);
    if (nullable !== true || Object.keys(held).length === 0)
      return { ...held, ...(nullable === true && NULL) };
    const { allOf, ...plain } = held;
    const [only] = Array.isArray(allOf) ? (allOf as OldSchema[]) : [plain];
    const own = this.#add(`${name}OrNull`, { oneOf: [only ?? plain, NULL_TYPE] });
    this.nullables.set(source.pointer, own);
    return reference(own, false);
  }

  /** The old generator writes out a component that has no structure, so that its null is lost like any other. */
  #spelledOut(schema: unknown): unknown {
    const name = isObject(schema)
      ? /^#\/components\/schemas\/(.+)$/.exec(String(schema.$ref))?.[1]
      : undefined;
    const component: unknown = name === undefined ? undefined : this.#components[name];
    const types: unknown = isObject(component) && component.enum === undefined ? component.type : undefined;
    const plain = (type: unknown): boolean => type !== "object" && type !== "array";
    return Array.isArray(types) && types.includes("null") && types.every(plain) ? component : schema;
  }

  /** A variant of a union. The old generator sees no more of an enumeration there than text or number. */
  #variant(schema: unknown, source: Source, name: string): OldSchema {
    const converted = this.inPlace(schema, source, name);
    return converted.enum === undefined ? converted : this.moved(source, name, converted);
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
      parts.additionalProperties = this.#held(
        additional,
        inside(source, "additionalProperties"),
        `${name}Value`,
      );
    }
    if (Array.isArray(schema.prefixItems)) parts.items = this.#tuple(schema, source, name);
    else if (schema.items !== undefined) {
      parts.items = this.#held(schema.items, inside(source, "items"), `${name}Item`);
    }
    if (Array.isArray(schema.allOf)) {
      // A member without structure is a condition; 3.0's tools would make an empty type of it, and of a list without
      // members a type that is joined from nothing.
      const joined = schema.allOf.flatMap((member: unknown, index) => {
        const part = this.component(member, inside(source, "allOf", index), `${name}Part${index + 1}`);
        return Object.keys(part).some((keyword) => keyword !== "required" && keyword !== "description")
          ? [part]
          : [];
      });
      if (joined.length > 0) parts.allOf = joined;
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
          : this.#variant(variant, inside(source, keyword, index), `${name}Variant${index + 1}`),
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

/** Null as a type, which 3.0 lacks: a format that the other generator is told to write as `null`. */
const NULL_TYPE: OldSchema = { type: "string", format: "null" };

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
