/** What of JSON Schema 2020-12 OpenAPI 3.0 also has, with the same meaning and the same form. */
export const SAME = new Set([
  "title",
  "description",
  "deprecated",
  "default",
  "format",
  "pattern",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "multipleOf",
  "minItems",
  "maxItems",
  "uniqueItems",
  "minProperties",
  "maxProperties",
  "required",
  "readOnly",
  "writeOnly",
]);

/**
 * What 3.0 lacks and no type of TypeScript tells: conditions, annotations, identity. Left out. That our side keeps the
 * conditions is the business of other tests.
 */
export const LEFT_OUT = new Set([
  "if",
  "then",
  "else",
  "not",
  "dependentRequired",
  "dependentSchemas",
  "discriminator",
  "$comment",
  "$schema",
  "$id",
  "$defs",
  "definitions",
  "example",
  "examples",
]);

/** Handled one by one in `convert-schema.ts`. */
export const REWRITTEN = new Set([
  "$ref",
  "type",
  "const",
  "enum",
  "properties",
  "additionalProperties",
  "items",
  "prefixItems",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "oneOf",
  "anyOf",
  "allOf",
]);
