import type { ParameterPlace, RestMethod, RestOperationContract } from "../contract/rest.ts";
import type { ObjectShape, Property, Rule } from "../contract/shape.ts";
import { inside, type Source } from "../contract/source.ts";
import { isObject, readDoc, type SchemaNode } from "./node.ts";
import type { SchemaReader } from "./schema.ts";
import { readRules } from "./test.ts";

export interface ParameterList {
  readonly list: readonly unknown[];
  readonly source: Source;
}

interface Place {
  readonly path: string;
  readonly method: RestMethod;
  readonly shared: ParameterList;
}

interface Parameter {
  readonly property: Property;
  readonly place: ParameterPlace;
}

const FIELDS = new Set(["name", "in", "required", "description", "schema", "content", "example", "examples"]);
const FORM = "application/x-www-form-urlencoded";

/** All parameters of an operation as one object shape, and where each of them travels. */
export function readParameters(
  node: SchemaNode,
  source: Source,
  { path, method, shared }: Place,
  reader: SchemaReader,
): Pick<RestOperationContract, "params" | "conditions" | "places"> {
  const form = sendsForm(node, source, method, reader);
  const own: ParameterList = { list: node.parameters ?? [], source: inside(source, "parameters") };
  const listed = [shared, own].flatMap(({ list, source: at }) =>
    list.map((entry, index) => readParameter(entry, inside(at, index), form, reader)),
  );
  const body = readBody(node, source, reader);
  const parameters = new Map<string, Parameter>();
  for (const parameter of [...listed, ...body.parameters]) {
    const { name, shape } = parameter.property;
    if (parameters.has(name)) throw reader.error(shape.source, `two parameters are named "${name}"`);
    parameters.set(name, parameter);
  }
  matchTemplate(path, [...parameters.values()], source, reader);
  const properties = [...parameters.values()].map((parameter) => parameter.property);
  const params: ObjectShape = {
    kind: "object",
    source: own.list.length > 0 ? own.source : body.source,
    doc: { notes: {} },
    properties,
    additional: "open",
    rules: [...body.rules, ...readParameterRules(node, source, properties, reader)],
  };
  return {
    params,
    conditions: (node["x-params-rules"] ?? []).map((rule: SchemaNode) => String(rule.description)),
    places: [...parameters.values()].map((parameter) => parameter.place),
  };
}

function sendsForm(node: SchemaNode, source: Source, method: RestMethod, reader: SchemaReader): boolean {
  const form: unknown = node["x-send-parameters"];
  if (form === undefined) return false;
  const at = inside(source, "x-send-parameters");
  if (form !== "form") throw reader.error(at, 'expected "form"');
  if (method === "GET" || method === "DELETE") throw reader.error(at, `${method} requests have no body`);
  return true;
}

function readParameter(entry: unknown, at: Source, form: boolean, reader: SchemaReader): Parameter {
  if (isObject(entry) && typeof entry.$ref === "string") {
    const { node, source } = reader.target(entry.$ref, at);
    return readParameter(node, source, form, reader);
  }
  if (!isObject(entry) || typeof entry.name !== "string") throw reader.error(at, "expected a parameter");
  for (const field of Object.keys(entry)) {
    if (!FIELDS.has(field) && !field.startsWith("x-")) {
      throw reader.error(inside(at, field), `"${field}" is not supported on a parameter`);
    }
  }
  if (!["query", "header", "path"].includes(entry.in)) {
    throw reader.error(inside(at, "in"), `a parameter in "${entry.in}" is not supported`);
  }
  const text = jsonText(entry, at);
  const json = text !== undefined;
  if (!json && entry.schema === undefined) throw reader.error(at, "a parameter needs a schema");
  const shape = json ? reader.read(text.schema, text.at) : reader.read(entry.schema, inside(at, "schema"));
  const doc = readDoc(entry);
  return {
    property: {
      name: entry.name,
      required: entry.required === true,
      // The parameter, not its schema, is what a reader wants to find; a component keeps its own place.
      shape: {
        ...shape,
        source: shape.kind === "ref" ? shape.source : at,
        doc: { ...shape.doc, ...doc, notes: { ...shape.doc.notes, ...doc.notes } },
      },
    },
    place: { name: entry.name, in: form && entry.in === "query" ? "form" : entry.in, json },
  };
}

/** What a parameter's text holds when it is JSON, in either of the two ways OpenAPI has to say so. */
function jsonText(
  entry: SchemaNode,
  at: Source,
): { readonly schema: unknown; readonly at: Source } | undefined {
  const content = entry.content?.["application/json"]?.schema;
  if (content !== undefined)
    return { schema: content, at: inside(at, "content", "application/json", "schema") };
  if (entry.schema?.contentMediaType !== "application/json") return undefined;
  return { schema: entry.schema.contentSchema, at: inside(at, "schema", "contentSchema") };
}

function readBody(
  node: SchemaNode,
  source: Source,
  reader: SchemaReader,
): { readonly parameters: Parameter[]; readonly rules: readonly Rule[]; readonly source: Source } {
  if (node.requestBody === undefined) return { parameters: [], rules: [], source };
  const at = inside(source, "requestBody", "content");
  const types = Object.keys(node.requestBody.content ?? {});
  if (types.length !== 1 || types[0] !== FORM) throw reader.error(at, `expected ${FORM} and nothing else`);
  const media = node.requestBody.content[FORM];
  const schemaAt = inside(at, FORM, "schema");
  const shape = reader.read(media.schema, schemaAt);
  if (shape.kind !== "object")
    throw reader.error(schemaAt, "a form body must be an object, written in place");
  const isJson = (name: string): boolean => media.encoding?.[name]?.contentType === "application/json";
  return {
    parameters: shape.properties.map((property) => ({
      property,
      place: { name: property.name, in: "form", json: isJson(property.name) },
    })),
    rules: shape.rules,
    source: schemaAt,
  };
}

function matchTemplate(
  path: string,
  parameters: readonly Parameter[],
  source: Source,
  reader: SchemaReader,
): void {
  const inTemplate = [...path.matchAll(/\{([^}]*)\}/g)].map((match) => match[1]);
  const inList = parameters.filter(({ place }) => place.in === "path").map(({ place }) => place.name);
  for (const name of inTemplate) {
    if (name === undefined || !inList.includes(name)) {
      throw reader.error(source, `the path names {${name}}, which is no path parameter`);
    }
  }
  for (const { property, place } of parameters) {
    if (place.in !== "path") continue;
    if (!inTemplate.includes(place.name)) {
      throw reader.error(property.shape.source, `the path does not name {${place.name}}`);
    }
    if (!property.required) throw reader.error(property.shape.source, "a path parameter must be required");
  }
}

function readParameterRules(
  node: SchemaNode,
  source: Source,
  properties: readonly Property[],
  reader: SchemaReader,
): Rule[] {
  const at = inside(source, "x-params-rules");
  const list: unknown = node["x-params-rules"] ?? [];
  if (!Array.isArray(list)) throw reader.error(at, "expected a list of conditions");
  return list.flatMap((rule, index) => {
    const place = inside(at, index);
    if (!isObject(rule)) throw reader.error(place, "expected a condition");
    if (typeof rule.description !== "string") throw reader.error(place, "a condition needs a description");
    const rules = readRules(rule, place, reader);
    if (rules.length === 0) throw reader.error(place, "this condition asks for nothing");
    checkFields(rule, place, new Set(properties.map((property) => property.name)), reader);
    return rules;
  });
}

/** A misspelt field would make a condition that never applies. */
function checkFields(node: unknown, at: Source, known: ReadonlySet<string>, reader: SchemaReader): void {
  if (Array.isArray(node)) {
    node.forEach((item, index) => {
      checkFields(item, inside(at, index), known, reader);
    });
    return;
  }
  if (!isObject(node)) return;
  const named = [...(node.required ?? []), ...Object.keys(node.properties ?? {})];
  for (const field of named) {
    if (!known.has(field)) throw reader.error(at, `no parameter is named "${field}"`);
  }
  for (const keyword of ["if", "then", "else", "not", "allOf", "anyOf", "oneOf"]) {
    if (node[keyword] !== undefined) checkFields(node[keyword], inside(at, keyword), known, reader);
  }
}
