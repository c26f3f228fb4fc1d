import type { AnswerExample, RestOperationContract } from "../contract/rest.ts";
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
): Pick<RestOperationContract, "answer" | "result" | "errors" | "examples"> {
  const content: SchemaNode = node.responses?.["200"]?.content ?? {};
  const text = Object.keys(content).find((type) => type.startsWith("text/"));
  const type = text ?? "application/json";
  const at = inside(source, "responses", "200", "content", type);
  const media: unknown = content[type];
  if (!isObject(media) || !isObject(media.schema)) {
    throw reader.error(
      inside(source, "responses"),
      "expected a schema for the answer with status 200, as JSON or text",
    );
  }
  const schema: SchemaNode = media.schema;
  const schemaAt = inside(at, "schema");
  const examples = readExamples(media, at, reader);
  if (!Array.isArray(schema.oneOf)) {
    const answer = text === undefined ? "json" : "text";
    const result = reader.read(schema, schemaAt);
    if (text !== undefined && result.kind !== "string") throw reader.error(schemaAt, "text is a string");
    return { answer, result, errors: [], examples };
  }
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
  return { answer: "json", result: success.shape, errors, examples };
}

function readExamples(media: SchemaNode, at: Source, reader: SchemaReader): AnswerExample[] {
  return Object.entries(media.examples ?? {}).map(([name, entry]) => {
    const place = inside(at, "examples", name);
    if (isObject(entry) && "$ref" in entry) throw reader.error(place, "write the example in place");
    if (!isObject(entry) || entry.value === undefined) throw reader.error(place, "expected a value");
    return { name, source: inside(place, "value"), value: entry.value };
  });
}
