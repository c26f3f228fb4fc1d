import { Ajv2020 } from "ajv/dist/2020.js";
import type { Direction } from "../../src/contract/direction.ts";

type Schema = { [keyword: string]: unknown };
type Documents = { readonly [file: string]: unknown };

/**
 * Ajv over the spec files themselves, not over our model of them. What our checks do on purpose differently from the
 * letter of the spec is done here to the schema, by other means: sent objects are closed with `unevaluatedProperties`,
 * received enums lose their list and required-but-nullable fields their requirement.
 *
 * @returns for a place in the documents: whether a value fits there.
 */
export function oracle(
  documents: Documents,
  direction: Direction,
): (ref: string) => (value: unknown) => boolean {
  const ajv = new Ajv2020({
    strict: false,
    ownProperties: true,
    // Formats that only name a width or a registry (int64, iiban) say nothing about a value.
    logger: false,
    validateFormats: direction === "outbound",
  });
  ajv.addFormat("decimal", /^-?\d+(\.\d+)?$/);
  ajv.addFormat("uuid", /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i);
  ajv.addFormat(
    "date-time",
    (text: string) => /T.*(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)),
  );
  for (const [file, document] of Object.entries(documents)) {
    const schema = structuredClone(document) as Schema;
    if (direction === "outbound")
      close(
        schema,
        true,
        joined(schema, (target) => lookup({ [file]: schema }, file, target)),
      );
    else loosen(schema, (target) => lookup(documents, file, target));
    delete schema.$id;
    ajv.addSchema(schema, file);
  }
  return (ref) => ajv.compile({ $ref: ref }) as (value: unknown) => boolean;
}

const QUESTIONS = new Set(["if", "then", "else", "not"]);
const CONDITIONS = new Set(["if", "then", "else", "not", "allOf", "dependentSchemas"]);

/** The schemas that `allOf` refers to: parts of an object, which the other parts' fields must be able to pass. */
function joined(node: unknown, resolve: (ref: string) => unknown, found = new Set<unknown>()): Set<unknown> {
  if (Array.isArray(node)) for (const item of node) joined(item, resolve, found);
  if (!isSchema(node)) return found;
  for (const part of Array.isArray(node.allOf) && node.allOf.length > 1 ? node.allOf : []) {
    if (isSchema(part) && typeof part.$ref === "string" && part.$ref.startsWith("#"))
      found.add(resolve(part.$ref));
  }
  for (const value of Object.values(node)) joined(value, resolve, found);
  return found;
}

/** Closes every object that describes a value of its own; a part of allOf or a condition describes none. */
function close(node: unknown, own: boolean, parts: Set<unknown>): void {
  if (Array.isArray(node)) for (const item of node) close(item, own, parts);
  if (!isSchema(node)) return;
  const whole = own && !parts.has(node);
  for (const [keyword, value] of Object.entries(node)) {
    // Below a part, what a field holds is a value of its own again.
    if (keyword === "properties")
      for (const field of Object.values(value as object)) close(field, own, parts);
    else close(value, own && !CONDITIONS.has(keyword), parts);
  }
  const describes = isSchema(node.properties) || Array.isArray(node.allOf);
  if (whole && describes && node.additionalProperties === undefined) node.unevaluatedProperties = false;
}

function loosen(node: unknown, resolve: (ref: string) => unknown): void {
  if (Array.isArray(node)) for (const item of node) loosen(item, resolve);
  if (!isSchema(node)) return;
  // A condition's question stays as asked: only what a field may hold is loosened.
  for (const [keyword, value] of Object.entries(node)) if (!QUESTIONS.has(keyword)) loosen(value, resolve);
  if (Array.isArray(node.required) && isSchema(node.properties)) {
    const properties = node.properties;
    node.required = node.required.filter((name) => !nullable(properties[name], resolve));
  }
  if (
    Array.isArray(node.enum) &&
    node.enum.filter((value) => value !== null).length > 1 &&
    typeof node.enum[0] === "string"
  ) {
    const orNull = node.enum.includes(null);
    delete node.enum;
    node.type = orNull ? ["string", "null"] : (node.type ?? "string");
  }
  if (Array.isArray(node.oneOf)) {
    node.anyOf = [...node.oneOf, ...unlisted(node.oneOf, resolve)];
    delete node.oneOf;
  }
}

/** A variant the spec does not list: an object whose telling constant has a value no listed variant has. */
function unlisted(variants: unknown[], resolve: (ref: string) => unknown): Schema[] {
  const tables = variants
    .map((variant) =>
      isSchema(variant) && typeof variant.$ref === "string" ? resolve(variant.$ref) : variant,
    )
    .filter((variant) => isSchema(variant) && variant.type !== "null")
    .map((variant) => {
      const { properties, required } = variant as {
        properties?: { [name: string]: Schema };
        required?: string[];
      };
      const entries = Object.entries(properties ?? {}).filter(([name]) => required?.includes(name));
      return new Map(
        entries.flatMap(([name, field]) => {
          const values =
            field.const !== undefined
              ? [field.const]
              : Array.isArray(field.enum) && field.enum.length === 1
                ? field.enum
                : [];
          return values.length === 1 ? [[name, values[0]] as const] : [];
        }),
      );
    });
  const [first] = tables;
  if (!first || tables.length < 2) return [];
  const distinct = (name: string): number => new Set(tables.map((table) => table.get(name))).size;
  return [...first.keys()]
    .filter((name) => tables.every((table) => table.has(name)))
    .sort((a, b) => distinct(b) - distinct(a))
    .slice(0, 1)
    .map((name) => ({
      type: "object",
      required: [name],
      properties: { [name]: { type: "string", not: { enum: tables.map((table) => table.get(name)) } } },
    }));
}

function nullable(schema: unknown, resolve: (ref: string) => unknown): boolean {
  if (!isSchema(schema)) return false;
  if (typeof schema.$ref === "string") return nullable(resolve(schema.$ref), resolve);
  if (schema.type === "null" || (Array.isArray(schema.type) && schema.type.includes("null"))) return true;
  return [schema.oneOf, schema.anyOf].some(
    (list) => Array.isArray(list) && list.some((variant) => nullable(variant, resolve)),
  );
}

function lookup(documents: Documents, from: string, ref: string): unknown {
  const [path = "", pointer = ""] = ref.split("#");
  const file = path === "" ? from : new URL(path, `file:///${from}`).pathname.slice(1);
  return pointer
    .split("/")
    .slice(1)
    .reduce<unknown>(
      (node, step) => (node as Schema)[step.replaceAll("~1", "/").replaceAll("~0", "~")],
      documents[file],
    );
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
