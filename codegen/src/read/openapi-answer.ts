import type { AnswerExample, OrderOutcome, RestOperationContract } from "../contract/rest.ts";
import type { Shape } from "../contract/shape.ts";
import { inside, type Source } from "../contract/source.ts";
import { isObject, type SchemaNode } from "./node.ts";
import type { SchemaReader } from "./schema.ts";

/**
 * The answer to HTTP 200: its success shape and the error envelopes that arrive with the same status.
 * In a `oneOf`, variants that refer to a component named `…ErrorResponse` are envelopes; one other variant is the success.
 */
export function readAnswer(
  node: SchemaNode,
  source: Source,
  reader: SchemaReader,
): Pick<RestOperationContract, "result" | "errors" | "examples"> {
  const at = inside(source, "responses", "200", "content", "application/json");
  const media: unknown = node.responses?.["200"]?.content?.["application/json"];
  if (!isObject(media) || !isObject(media.schema)) {
    throw reader.error(inside(source, "responses"), "expected a JSON schema for the answer with status 200");
  }
  const schema: SchemaNode = media.schema;
  const schemaAt = inside(at, "schema");
  const examples = readExamples(media, at, reader);
  if (!Array.isArray(schema.oneOf)) return { result: reader.read(schema, schemaAt), errors: [], examples };
  const variants = (schema.oneOf as unknown[]).map((variant, index) => ({
    shape: reader.read(variant, inside(schemaAt, "oneOf", index)),
    isError: isObject(variant) && /\/[^/]*ErrorResponse$/.test(String(variant.$ref ?? "")),
  }));
  const successes = variants.filter((variant) => !variant.isError);
  const [success] = successes;
  if (!success || successes.length !== 1) {
    throw reader.error(inside(schemaAt, "oneOf"), `expected one success, got ${successes.length}`);
  }
  const errors = variants.filter((variant) => variant.isError).map((variant) => variant.shape);
  return { result: success.shape, errors, examples };
}

function readExamples(media: SchemaNode, at: Source, reader: SchemaReader): AnswerExample[] {
  return Object.entries(media.examples ?? {}).map(([name, entry]) => {
    const place = inside(at, "examples", name);
    if (isObject(entry) && "$ref" in entry) throw reader.error(place, "write the example in place");
    if (!isObject(entry) || entry.value === undefined) throw reader.error(place, "expected a value");
    return { name, source: inside(place, "value"), value: entry.value };
  });
}

/** `x-order-outcome`, with the refusals worked out from the status' enum. */
export function readOutcome(
  node: SchemaNode,
  source: Source,
  result: Shape,
  reader: SchemaReader,
): OrderOutcome | undefined {
  const outcome: unknown = node["x-order-outcome"];
  if (outcome === undefined) return undefined;
  const at = inside(source, "x-order-outcome");
  if (!isObject(outcome) || typeof outcome.status !== "string" || !Array.isArray(outcome.accepted)) {
    throw reader.error(at, "expected status and accepted");
  }
  const steps = outcome.status.split("/").slice(1);
  const status = steps.reduce<Shape | undefined>((shape, step) => field(shape, step, reader), result);
  const values = resolve(status, reader);
  if (values?.kind !== "enum") {
    throw reader.error(inside(at, "status"), `${outcome.status} does not lead to an enum in the answer`);
  }
  const settled: unknown[] = [...outcome.accepted, ...(outcome.unsettled ?? [])];
  const unlisted = settled.find((value) => !(values.values as readonly unknown[]).includes(value));
  if (unlisted !== undefined)
    throw reader.error(at, `"${String(unlisted)}" is no value of ${outcome.status}`);
  return {
    status: steps,
    accepted: outcome.accepted,
    refused: values.values.map(String).filter((value) => !settled.includes(value)),
  };
}

function resolve(shape: Shape | undefined, reader: SchemaReader): Shape | undefined {
  return shape?.kind === "ref" ? resolve(reader.components.get(shape.name)?.shape, reader) : shape;
}

function field(shape: Shape | undefined, name: string, reader: SchemaReader): Shape | undefined {
  const object = resolve(shape, reader);
  return object?.kind === "object"
    ? object.properties.find((property) => property.name === name)?.shape
    : undefined;
}
