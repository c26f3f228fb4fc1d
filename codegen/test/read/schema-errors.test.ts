import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { SpecError } from "../../src/contract/source.ts";
import { Documents } from "../../src/read/document.ts";
import { SchemaReader } from "../../src/read/schema.ts";

const folder = mkdtempSync(join(tmpdir(), "codegen-read-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What is wrong, the schema, and the message a spec's author gets: file, line, pointer, reason. */
const MISTAKES: [what: string, yaml: string, message: string][] = [
  ["an unknown keyword", "type: string\nmaxlength: 3", 's.yaml:1#/: unknown keyword "maxlength"'],
  [
    "OpenAPI 3.0's nullable",
    "type: string\nnullable: true",
    's.yaml:1#/: nullable is OpenAPI 3.0: write type: [T, "null"]',
  ],
  [
    "an unknown type",
    "properties:\n  a:\n    type: float",
    's.yaml:3#/properties/a/type: unknown type "float"',
  ],
  [
    "a required field that is nowhere described",
    "type: object\nproperties:\n  a: {type: string}\nrequired: [b]",
    's.yaml:4#/required: "b" is required but not among the properties',
  ],
  [
    "an enum of two kinds",
    "properties:\n  side: {enum: [buy, 1]}",
    "s.yaml:2#/properties/side: an enum must hold values of one type, and null",
  ],
  ["an enum that lists a value twice", "enum: [a, b, a]", "s.yaml:1#/: an enum lists a value twice"],
  [
    "a reference to nothing",
    "properties:\n  a:\n    $ref: '#/$defs/Nowhere'",
    "s.yaml:2#/properties/a: nothing stands at s.yaml#/$defs/Nowhere",
  ],
  [
    "a reference to another host",
    "$ref: https://example.com/a.json",
    "s.yaml:1#/: $ref to another host: https://example.com/a.json",
  ],
  [
    "a reference out of the repository",
    "$ref: ../../../etc/passwd",
    "../../../etc/passwd#/: the file lies outside the repository",
  ],
  ["a reference to a file that is not there", "$ref: other.yaml", "other.yaml#/: cannot be read: ENOENT"],
  [
    "a constraint beside $ref",
    "properties:\n  a: {$ref: '#/$defs/A', minLength: 1}\n$defs:\n  A: {type: string}",
    's.yaml:2#/properties/a: "minLength" beside $ref is not supported; use allOf',
  ],
  [
    "a constraint beside oneOf",
    "oneOf: [{type: string}, {type: integer}]\nminLength: 1",
    's.yaml:1#/: "minLength" beside oneOf is not supported',
  ],
  [
    "if that leads nowhere",
    "type: object\nproperties: {a: {type: string}}\nif: {required: [a]}",
    "s.yaml:3#/if: if without then or else says nothing",
  ],
  [
    "a condition about a nested object",
    "type: object\nproperties: {a: {type: object}}\nif: {properties: {a: {type: object}}}\nthen: {required: [a]}",
    "s.yaml:3#/if/properties/a: a condition cannot ask about a field of kind object",
  ],
  [
    "allOf that joins a text",
    "allOf: [{type: object, properties: {}}, {type: string}]",
    "s.yaml:1#/allOf/1: allOf joins objects only; this member is of kind string",
  ],
  [
    "a part of allOf that refuses the others' fields",
    "allOf:\n  - {type: object, properties: {a: {type: string}}, additionalProperties: false}\n  - {type: object, properties: {b: {type: string}}}",
    "s.yaml:1#/: a part of allOf restricts additionalProperties, which would refuse the other parts' fields",
  ],
  ["YAML with a key twice", "type: string\ntype: integer", "s.yaml:2#/: duplicated mapping key"],
];

describe("a spec that cannot be read", () => {
  it.each(MISTAKES)("%s is refused with its place and the reason", (_what, yaml, message) => {
    writeFileSync(join(folder, "s.yaml"), `${yaml}\n`);
    const documents = new Documents(folder);
    const read = (): void => {
      const reader = new SchemaReader(documents, ({ pointer }) => pointer.slice(7) || undefined);
      reader.read(documents.load("s.yaml").value, { file: "s.yaml", pointer: "" });
      reader.refuseCycles();
    };
    expect(read).toThrow(SpecError);
    expect(read).toThrow(message);
  });
});
