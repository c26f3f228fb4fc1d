/** What the schema reader understands. Anything else in a schema is refused, so no constraint is lost unseen. */

const ANNOTATIONS = new Set([
  "title",
  "description",
  "deprecated",
  "default",
  "examples",
  "example",
  "$comment",
]);
const IDENTITY = new Set(["$schema", "$id", "$defs", "definitions", "discriminator"]);
export const RULES = new Set(["if", "then", "else", "not", "dependentRequired", "dependentSchemas"]);

export const STRUCTURE = new Set([
  "$ref",
  "type",
  "enum",
  "const",
  "properties",
  "required",
  "additionalProperties",
  "minProperties",
  "maxProperties",
  "items",
  "prefixItems",
  "minItems",
  "maxItems",
  "uniqueItems",
  "minLength",
  "maxLength",
  "pattern",
  "format",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "oneOf",
  "anyOf",
  "allOf",
]);

export function isUnderstood(keyword: string): boolean {
  return (
    ANNOTATIONS.has(keyword) ||
    IDENTITY.has(keyword) ||
    RULES.has(keyword) ||
    STRUCTURE.has(keyword) ||
    keyword.startsWith("x-")
  );
}
