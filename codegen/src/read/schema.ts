import { reach } from "../contract/reach.ts";
import type { Component, Doc, Json, Property, Shape } from "../contract/shape.ts";
import { inside, type Source, type SpecError } from "../contract/source.ts";
import type { Documents } from "./document.ts";
import { isUnderstood, RULES, STRUCTURE } from "./keywords.ts";
import { mergeAllOf } from "./merge.ts";
import { isObject, pick, readDoc, type SchemaNode, type ShapeReader } from "./node.ts";
import { isTest, readRules, readTest } from "./test.ts";

/** Gives a referenced schema its component name, or `undefined` where it is to be read in place. */
export type ComponentNaming = (target: Source) => string | undefined;

/** Reads JSON Schema 2020-12 (and thus OpenAPI 3.1 schemas) into shapes; collects the components it meets. */
export class SchemaReader implements ShapeReader {
  readonly components = new Map<string, Component>();
  readonly #documents: Documents;
  readonly #nameOf: ComponentNaming;
  readonly #origins = new Map<string, string>();

  constructor(documents: Documents, nameOf: ComponentNaming) {
    this.#documents = documents;
    this.#nameOf = nameOf;
  }

  error(source: Source, reason: string): SpecError {
    return this.#documents.error(source, reason);
  }

  read(schema: unknown, source: Source): Shape {
    if (schema === true) return { kind: "any", source, doc: { notes: {} } };
    if (!isObject(schema)) throw this.error(source, "expected a schema object");
    const node: SchemaNode = schema;
    for (const keyword of Object.keys(node)) {
      if (keyword === "nullable")
        throw this.error(source, 'nullable is OpenAPI 3.0: write type: [T, "null"]');
      if (!isUnderstood(keyword)) throw this.error(source, `unknown keyword "${keyword}"`);
    }
    if (node.$ref !== undefined) return this.#readRef(node, source);
    if (node.allOf !== undefined) return mergeAllOf(node, source, this);
    if (node.oneOf !== undefined || (node.anyOf !== undefined && !this.#asksOnly(node.anyOf, node))) {
      return this.#readUnion(node, source);
    }
    if (node.const !== undefined) return { kind: "const", source, doc: readDoc(node), value: node.const };
    if (node.enum !== undefined) return this.#readEnum(node, source);
    if (Array.isArray(node.type)) return this.#readTypes(node, source);
    return this.#readType(node, node.type ?? inferType(node), source);
  }

  target(ref: string, from: Source): { readonly node: Json; readonly source: Source } {
    const source = this.#documents.follow(ref, from);
    return { node: this.#documents.at(source, from), source };
  }

  /** A component that holds itself would need types and checks this contract has never had a use for. */
  refuseCycles(): void {
    for (const { name, shape } of this.components.values()) {
      if (reach([shape], this.components).has(name)) {
        throw this.error(shape.source, `the component ${name} contains itself`);
      }
    }
  }

  #readRef(node: SchemaNode, source: Source): Shape {
    const { node: target, source: at } = this.target(node.$ref, source);
    const beside = Object.keys(node).find((key) => key !== "$ref" && (STRUCTURE.has(key) || RULES.has(key)));
    if (beside !== undefined) throw this.error(source, `"${beside}" beside $ref is not supported; use allOf`);
    const doc = readDoc(node);
    const name = this.#nameOf(at);
    if (name === undefined) {
      const shape = this.read(target, at);
      return { ...shape, doc: { ...shape.doc, ...doc, notes: { ...shape.doc.notes, ...doc.notes } } };
    }
    const origin = `${at.file}#${at.pointer}`;
    const known = this.#origins.get(name);
    if (known !== undefined && known !== origin)
      throw this.error(source, `two schemas are named ${name}: ${known}, ${origin}`);
    if (known === undefined) {
      this.#origins.set(name, origin);
      this.components.set(name, { name, shape: this.read(target, at) });
    }
    const described = this.components.get(name)?.shape.doc.description;
    return {
      kind: "ref",
      source,
      doc: { ...(described !== undefined && { description: described }), ...doc },
      name,
    };
  }

  #readUnion(node: SchemaNode, source: Source): Shape {
    const keyword = node.oneOf !== undefined ? "oneOf" : "anyOf";
    const structure = Object.keys(node).filter((key) => STRUCTURE.has(key) || RULES.has(key));
    const beside = structure.find((key) => key !== keyword && key !== "type");
    if (beside !== undefined) throw this.error(source, `"${beside}" beside ${keyword} is not supported`);
    const variants = (node[keyword] as unknown[]).map((variant, index) =>
      this.read(variant, inside(source, keyword, index)),
    );
    return union(variants, keyword === "oneOf", source, readDoc(node));
  }

  #readEnum(node: SchemaNode, source: Source): Shape {
    const doc = readDoc(node);
    const values = (node.enum as Json[]).filter((value) => value !== null);
    const kinds = new Set(values.map((value) => typeof value));
    if (kinds.size !== 1) throw this.error(source, "an enum must hold values of one type, and null");
    if (new Set(values).size !== values.length) throw this.error(source, "an enum lists a value twice");
    const [only] = values;
    const shape: Shape =
      values.length === 1 && only !== undefined
        ? { kind: "const", source, doc, value: only as string }
        : { kind: "enum", source, doc, values: values as string[], open: false };
    const nullable =
      (node.enum as Json[]).includes(null) || (Array.isArray(node.type) && node.type.includes("null"));
    return nullable
      ? union([shape, { kind: "null", source, doc: { notes: {} } }], false, source, doc)
      : shape;
  }

  #readTypes(node: SchemaNode, source: Source): Shape {
    const types = node.type as string[];
    const doc = readDoc(node);
    const variants = types.map((type) => ({ ...this.#readType(node, type, source), doc: { notes: {} } }));
    const [only] = variants;
    return variants.length === 1 && only ? { ...only, doc } : union(variants, false, source, doc);
  }

  #readType(node: SchemaNode, type: string | undefined, source: Source): Shape {
    const base = { source, doc: readDoc(node) };
    switch (type) {
      case undefined:
        return { kind: "any", ...base };
      case "null":
      case "boolean":
        return { kind: type, ...base };
      case "integer":
      case "number":
        return { kind: "number", integer: type === "integer", ...base, ...pick(node, NUMBER_LIMITS) };
      case "string":
        return { kind: "string", ...base, ...pick(node, STRING_LIMITS) };
      case "array":
        return this.#readArray(node, source);
      case "object":
        return this.#readObject(node, source);
      default:
        throw this.error(inside(source, "type"), `unknown type "${type}"`);
    }
  }

  #readArray(node: SchemaNode, source: Source): Shape {
    const base = { source, doc: readDoc(node), ...pick(node, ["minItems", "maxItems"]) };
    if (node.prefixItems === undefined) {
      const items = this.read(node.items ?? true, inside(source, "items"));
      return { kind: "array", items, ...base, ...pick(node, ["uniqueItems"]) };
    }
    const items = (node.prefixItems as unknown[]).map((item, index) =>
      this.read(item, inside(source, "prefixItems", index)),
    );
    const rest = node.items === false ? undefined : this.read(node.items ?? true, inside(source, "items"));
    return { kind: "tuple", ...base, items, rest, minItems: node.minItems ?? 0 };
  }

  #readObject(node: SchemaNode, source: Source): Shape {
    const required = new Set<string>(node.required ?? []);
    const properties = Object.entries(node.properties ?? {}).map(
      ([name, schema]): Property => ({
        name,
        required: required.has(name),
        shape: this.read(schema, inside(source, "properties", name)),
      }),
    );
    for (const name of required) {
      if (!properties.some((property) => property.name === name)) {
        throw this.error(inside(source, "required"), `"${name}" is required but not among the properties`);
      }
    }
    const rules = readRules(node, source, this);
    if (node.anyOf !== undefined) {
      rules.push({
        kind: "must",
        source: inside(source, "anyOf"),
        test: readTest({ anyOf: node.anyOf }, source, this),
      });
    }
    const extra = node.additionalProperties;
    return {
      kind: "object",
      source,
      doc: readDoc(node),
      properties,
      additional:
        extra === undefined || extra === true
          ? "open"
          : extra === false
            ? "closed"
            : this.read(extra, inside(source, "additionalProperties")),
      ...pick(node, ["minProperties", "maxProperties"]),
      rules,
    };
  }

  #asksOnly(list: unknown[], node: SchemaNode): boolean {
    return (node.type === "object" || node.properties !== undefined) && list.every(isTest);
  }
}

const NUMBER_LIMITS = [
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "format",
] as const;
const STRING_LIMITS = ["minLength", "maxLength", "pattern", "format"] as const;

/** Flattens unions in unions and puts null last, so that a nullable shape has one form however it was written. */
export function union(variants: readonly Shape[], exclusive: boolean, source: Source, doc: Doc): Shape {
  const flat = variants.flatMap(parts);
  const nulls = flat.filter((variant) => variant.kind === "null").slice(0, 1);
  const values = flat.filter((variant) => variant.kind !== "null");
  return {
    kind: "union",
    source,
    doc,
    variants: [...values, ...nulls],
    exclusive: exclusive && values.length > 1,
    open: false,
  };
}

/** What a variant that is a union itself adds, unless words are said of several variants at once. */
function parts(variant: Shape): readonly Shape[] {
  if (variant.kind !== "union") return [variant];
  if (Object.keys(variant.doc).length === 1) return variant.variants;
  const values = variant.variants.filter(({ kind }) => kind !== "null");
  if (values.length !== 1) return [variant];
  return variant.variants.map((part) =>
    part.kind === "null" ? part : { ...part, doc: { ...part.doc, ...variant.doc } },
  );
}

function inferType(node: SchemaNode): string | undefined {
  if (node.properties !== undefined || node.required !== undefined || node.additionalProperties !== undefined)
    return "object";
  if (node.items !== undefined || node.prefixItems !== undefined || node.minItems !== undefined)
    return "array";
  return undefined;
}
