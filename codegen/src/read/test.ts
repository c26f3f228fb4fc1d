import type { Rule, Shape, Test } from "../contract/shape.ts";
import { inside, type Source } from "../contract/source.ts";
import { isObject, type SchemaNode, type ShapeReader } from "./node.ts";

/** Turns the conditional keywords of an object schema into rules. */
export function readRules(node: SchemaNode, source: Source, reader: ShapeReader): Rule[] {
  const rules: Rule[] = [];
  if (node.if !== undefined) {
    const part = (keyword: "if" | "then" | "else"): Test | undefined =>
      node[keyword] === undefined ? undefined : readTest(node[keyword], inside(source, keyword), reader);
    const whenTrue = part("then");
    const whenFalse = part("else");
    if (!whenTrue && !whenFalse)
      throw reader.error(inside(source, "if"), "if without then or else says nothing");
    rules.push({
      kind: "if",
      source: inside(source, "if"),
      test: part("if") as Test,
      ...(whenTrue && { whenTrue }),
      ...(whenFalse && { whenFalse }),
    });
  }
  if (node.not !== undefined) {
    const at = inside(source, "not");
    rules.push({ kind: "must", source: at, test: { kind: "not", test: readTest(node.not, at, reader) } });
  }
  for (const [field, needed] of Object.entries(node.dependentRequired ?? {})) {
    const tests: Test[] = (needed as string[]).map((name) => ({ kind: "present", field: name }));
    rules.push({
      kind: "if",
      source: inside(source, "dependentRequired", field),
      test: { kind: "present", field },
      whenTrue: { kind: "all", tests },
    });
  }
  for (const [field, schema] of Object.entries(node.dependentSchemas ?? {})) {
    const at = inside(source, "dependentSchemas", field);
    rules.push({
      kind: "if",
      source: at,
      test: { kind: "present", field },
      whenTrue: readTest(schema, at, reader),
    });
  }
  return rules;
}

/** Whether a schema only asks a question about the object it stands in, rather than describing a shape of its own. */
export function isTest(node: unknown): boolean {
  if (!isObject(node)) return false;
  const keywords = Object.keys(node).filter((keyword) => keyword !== "description" && keyword !== "$comment");
  const asked = new Set(["required", "properties", "not", "allOf", "anyOf", "oneOf", "if", "then", "else"]);
  return keywords.length > 0 && keywords.every((keyword) => asked.has(keyword)) && !("type" in node);
}

export function readTest(node: unknown, source: Source, reader: ShapeReader): Test {
  if (!isObject(node)) throw reader.error(source, "a condition must be a schema object");
  const tests: Test[] = [];
  const each = (keyword: string, list: unknown): Test[] =>
    (list as unknown[]).map((item, index) => readTest(item, inside(source, keyword, index), reader));
  for (const [keyword, value] of Object.entries(node)) {
    switch (keyword) {
      case "required":
        tests.push(...(value as string[]).map((field): Test => ({ kind: "present", field })));
        break;
      case "properties":
        for (const [field, schema] of Object.entries(value as object)) {
          if (schema === true) continue;
          if (schema === false) tests.push({ kind: "not", test: { kind: "present", field } });
          else
            tests.push({
              kind: "field",
              field,
              shape: simple(schema, inside(source, keyword, field), reader),
            });
        }
        break;
      case "not":
        tests.push({ kind: "not", test: readTest(value, inside(source, keyword), reader) });
        break;
      case "allOf":
        tests.push(...each(keyword, value));
        break;
      case "anyOf":
        tests.push({ kind: "any", tests: each(keyword, value) });
        break;
      case "oneOf":
        tests.push({ kind: "one", tests: each(keyword, value) });
        break;
      case "type":
        if (value !== "object")
          throw reader.error(source, `a condition about an object cannot ask for type ${value}`);
        break;
      case "description":
      case "$comment":
        break;
      default:
        throw reader.error(inside(source, keyword), `"${keyword}" is not supported in a condition`);
    }
  }
  const [only] = tests;
  return tests.length === 1 && only ? only : { kind: "all", tests };
}

/** Conditions ask about leaves and lists only: a nested object in a condition would need a name to be understood. */
function simple(schema: unknown, source: Source, reader: ShapeReader): Shape {
  const shape = reader.read(schema, source);
  const supported = new Set(["const", "enum", "string", "number", "boolean", "null", "array"]);
  if (!supported.has(shape.kind) || (shape.kind === "array" && shape.items.kind !== "any")) {
    throw reader.error(source, `a condition cannot ask about a field of kind ${shape.kind}`);
  }
  return shape;
}
