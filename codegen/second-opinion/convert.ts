import { typeName } from "../src/contract/names.ts";
import type { Json } from "../src/contract/shape.ts";
import { inside, type Source, SpecError } from "../src/contract/source.ts";
import { isObject, type SchemaNode } from "../src/read/node.ts";
import { type OldSchema, SchemaConverter } from "./convert-schema.ts";

/** An OpenAPI 3.0 document that says what a 3.1 document says, as far as 3.0 can. */
export interface Converted {
  readonly document: { readonly [key: string]: Json };
  /** Names of all its schemas, those moved there by the conversion too. */
  readonly components: readonly string[];
  /** Names given to schemas that had none, by their JSON pointer in the original. */
  readonly names: ReadonlyMap<string, string>;
  /** Names given to what lists and maps hold if it may be null, by the JSON pointer of what is held. */
  readonly nullables: ReadonlyMap<string, string>;
}

const FORM = "application/x-www-form-urlencoded";
const METHODS = ["get", "post", "put", "delete"] as const;

/**
 * Converts OpenAPI 3.1 to 3.0.3. Examples go, because 3.0 holds them against schemas it cannot express. The
 * `x-send-parameters: form` of an operation is carried out: its query parameters become a form body.
 *
 * @param file named in errors
 * @throws SpecError for what 3.0 cannot say and this conversion has no rule for.
 */
export function convert(document: unknown, file: string): Converted {
  const root: Source = { file, pointer: "" };
  if (!isObject(document) || !/^3\.1\.\d+$/.test(String(document.openapi))) {
    throw new SpecError(root, "expected an OpenAPI 3.1 document");
  }
  const components: SchemaNode = isObject(document.components) ? document.components : {};
  const own: SchemaNode = components.schemas ?? {};
  const schemas = new SchemaConverter(own);
  const at = inside(root, "components");
  const named = mapValues(own, (schema, name) =>
    schemas.component(schema, inside(at, "schemas", name), typeName(name)),
  );
  const responses = mapValues(components.responses ?? {}, (response, name) =>
    convertResponse(response, inside(at, "responses", name), { name: typeName(name), fails: false }, schemas),
  );
  const parameters = mapValues(components.parameters ?? {}, (parameter, name) =>
    convertParameter(parameter, inside(at, "parameters", name), typeName(name), schemas),
  );
  const paths = mapValues(document.paths ?? {}, (item, path) =>
    convertPathItem(item, inside(root, "paths", path), schemas, document),
  );
  return {
    document: {
      openapi: "3.0.3",
      info: { title: String(document.info?.title ?? file), version: String(document.info?.version ?? "0") },
      servers: document.servers ?? [],
      security: document.security ?? [],
      paths,
      components: {
        schemas: { ...named, ...schemas.added },
        responses,
        parameters,
        securitySchemes: components.securitySchemes ?? {},
      },
    },
    components: [...Object.keys(named), ...Object.keys(schemas.added)],
    names: schemas.names,
    nullables: schemas.nullables,
  };
}

function convertPathItem(item: SchemaNode, at: Source, schemas: SchemaConverter, document: SchemaNode): Json {
  const shared: unknown[] = item.parameters ?? [];
  const operations = METHODS.filter((method) => item[method] !== undefined).map((method) => {
    const operation: SchemaNode = item[method];
    const all = [...shared, ...(operation.parameters ?? [])].map((entry: unknown, index) => ({
      entry: resolve(entry, document),
      at:
        index < shared.length
          ? inside(at, "parameters", index)
          : inside(at, method, "parameters", index - shared.length),
    }));
    return [method, convertOperation(operation, inside(at, method), all, schemas)];
  });
  return Object.fromEntries(operations) as Json;
}

interface Listed {
  readonly entry: SchemaNode;
  readonly at: Source;
}

function convertOperation(
  node: SchemaNode,
  at: Source,
  listed: readonly Listed[],
  schemas: SchemaConverter,
): Json {
  const name = typeName(String(node.operationId));
  const toForm = node["x-send-parameters"] === "form";
  const form = listed.filter(({ entry }) => toForm && entry.in === "query");
  const others = listed.filter((parameter) => !form.includes(parameter));
  const body =
    form.length > 0 ? formBody(form, name, schemas) : convertBody(node.requestBody, at, name, schemas);
  return {
    operationId: String(node.operationId),
    ...(node.tags && { tags: node.tags }),
    ...(node.security && { security: node.security }),
    parameters: others.map(({ entry, at: place }) =>
      convertParameter(entry, place, name + typeName(String(entry.name)), schemas),
    ),
    ...(body && { requestBody: body }),
    responses: mapValues(node.responses ?? {}, (response, status) =>
      convertResponse(
        response,
        inside(at, "responses", status),
        { name: status === "200" ? name : name + status, fails: !status.startsWith("2") },
        schemas,
      ),
    ),
  };
}

function formBody(form: readonly Listed[], name: string, schemas: SchemaConverter): Json {
  const properties = form.map(({ entry, at }) => [
    entry.name,
    convertSchemaOf(entry, at, name + typeName(String(entry.name)), schemas),
  ]);
  const required = form.filter(({ entry }) => entry.required === true).map(({ entry }) => String(entry.name));
  const schema: OldSchema = {
    type: "object",
    properties: Object.fromEntries(properties) as OldSchema,
    ...(required.length > 0 && { required }),
  };
  return { required: required.length > 0, content: { [FORM]: { schema } } };
}

function convertBody(
  body: SchemaNode | undefined,
  at: Source,
  name: string,
  schemas: SchemaConverter,
): Json | undefined {
  if (body === undefined) return undefined;
  return {
    required: body.required === true,
    content: mapValues(body.content ?? {}, (media, type) => ({
      // A form's object is the list of parameters itself; it needs no name.
      schema: schemas.component(media.schema, inside(at, "requestBody", "content", type, "schema"), name),
    })),
  };
}

function convertParameter(entry: SchemaNode, at: Source, name: string, schemas: SchemaConverter): Json {
  return {
    name: String(entry.name),
    in: String(entry.in),
    required: entry.required === true,
    schema: convertSchemaOf(entry, at, name, schemas),
  };
}

/** A parameter that travels as JSON text is typed by what the text holds. */
function convertSchemaOf(entry: SchemaNode, at: Source, name: string, schemas: SchemaConverter): OldSchema {
  const json: unknown = entry.content?.["application/json"]?.schema;
  if (json !== undefined)
    return schemas.inPlace(json, inside(at, "content", "application/json", "schema"), name);
  const text: unknown = entry.schema?.contentSchema;
  if (text !== undefined) return schemas.inPlace(text, inside(at, "schema", "contentSchema"), name);
  return schemas.inPlace(entry.schema, inside(at, "schema"), name);
}

interface Answered {
  readonly name: string;
  readonly fails: boolean;
}

function convertResponse(
  response: SchemaNode,
  at: Source,
  answered: Answered,
  schemas: SchemaConverter,
): Json {
  if (typeof response.$ref === "string") return { $ref: response.$ref };
  return {
    description: String(response.description ?? ""),
    ...(response.content && {
      content: mapValues(response.content, (media, type) => ({
        schema: convertAnswer(media.schema, inside(at, "content", type, "schema"), answered, schemas),
      })),
    }),
  };
}

/**
 * The success gets the operation's name; the alternatives together are its answer. Error envelopes have names. What
 * comes with the status of a failure is no operation's answer in either client and needs no name for its alternatives.
 */
function convertAnswer(
  schema: unknown,
  at: Source,
  { name, fails }: Answered,
  schemas: SchemaConverter,
): OldSchema {
  if (!isObject(schema) || !Array.isArray(schema.oneOf)) return schemas.inPlace(schema, at, `${name}Result`);
  const variants = schema.oneOf.map((variant: unknown, index) =>
    schemas.inPlace(variant, inside(at, "oneOf", index), `${name}Result`),
  );
  return fails ? { oneOf: variants } : schemas.moved(at, `${name}Answer`, { oneOf: variants });
}

function resolve(entry: unknown, document: SchemaNode): SchemaNode {
  const name = isObject(entry)
    ? /^#\/components\/parameters\/(.+)$/.exec(String(entry.$ref))?.[1]
    : undefined;
  return name === undefined ? (entry as SchemaNode) : document.components?.parameters?.[name];
}

function mapValues(
  object: SchemaNode,
  change: (value: SchemaNode, key: string) => Json,
): { [key: string]: Json } {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}
