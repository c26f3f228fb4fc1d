import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { Documents } from "../../src/read/document.ts";
import { SchemaReader } from "../../src/read/schema.ts";
import { compileCheck } from "./compile.ts";
import { instances } from "./instances.ts";
import { oracle } from "./oracle.ts";

const folder = mkdtempSync(join(tmpdir(), "codegen-check-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Schemas that each try one way to go wrong. `$defs` become components. */
const SCHEMAS: { [name: string]: object } = {
  "bounds and steps": {
    type: "object",
    properties: {
      whole: { type: "integer", minimum: 2, maximum: 50 },
      open: { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 },
      step: { type: "number", multipleOf: 0.5 },
    },
    required: ["whole"],
  },
  "text lengths in characters": {
    type: "object",
    properties: {
      short: { type: "string", minLength: 1, maxLength: 3 },
      long: { type: "string", minLength: 2 },
    },
  },
  "a pattern with slashes and quotes": {
    type: "object",
    properties: { path: { type: "string", pattern: "^/[\"'`$]{0,2}\\d+$" } },
    required: ["path"],
  },
  "names that exist on every object": {
    type: "object",
    properties: {
      constructor: { type: "string" },
      toString: { type: "integer" },
      "odd name": { const: 1 },
      "a/b~c": { type: "boolean" },
    },
    required: ["constructor", "odd name"],
  },
  "arrays in arrays": {
    type: "array",
    minItems: 2,
    maxItems: 4,
    items: { type: "array", items: { type: "integer" }, maxItems: 2 },
  },
  "a tuple with a tail": {
    type: "array",
    prefixItems: [
      { type: "string" },
      { type: "object", properties: { n: { type: "number" } }, required: ["n"] },
    ],
    minItems: 2,
    items: { type: "integer" },
  },
  "a closed tuple": {
    type: "array",
    prefixItems: [{ type: "string" }, { const: "x" }],
    minItems: 2,
    items: false,
  },
  "a map of objects": {
    type: "object",
    additionalProperties: {
      type: "object",
      properties: { v: { type: ["string", "null"] } },
      required: ["v"],
    },
    minProperties: 1,
    maxProperties: 2,
  },
  "null in every spelling": {
    type: "object",
    properties: {
      a: { type: ["string", "null"] },
      b: { oneOf: [{ $ref: "#/$defs/Point" }, { type: "null" }] },
      c: { enum: ["x", "y", null] },
      d: { anyOf: [{ type: "null" }, { type: "integer", minimum: 3 }] },
    },
    required: ["a", "b", "c", "d"],
    $defs: { Point: { type: "object", properties: { x: { type: "number" } }, required: ["x"] } },
  },
  "parts joined by allOf": {
    allOf: [
      { type: "object", properties: { a: { type: "string" } }, required: ["a"] },
      { $ref: "#/$defs/Timed" },
      { type: "object", properties: { c: { enum: ["p", "q"] } } },
    ],
    $defs: { Timed: { type: "object", properties: { t: { type: "integer" } }, required: ["t"] } },
  },
  "variants told apart by a constant": {
    oneOf: [{ $ref: "#/$defs/Place" }, { $ref: "#/$defs/PlaceTrigger" }, { $ref: "#/$defs/Cancel" }],
    $defs: {
      Place: {
        type: "object",
        properties: { type: { enum: ["PLACE"] }, order: { type: "string" } },
        required: ["type", "order"],
      },
      PlaceTrigger: {
        type: "object",
        properties: { type: { const: "PLACE" }, trigger: { type: "string" } },
        required: ["type", "trigger"],
      },
      Cancel: {
        type: "object",
        properties: { type: { const: "CANCEL" }, reason: { enum: ["a", "b"] } },
        required: ["type"],
      },
    },
  },
  "conditions between fields": {
    type: "object",
    properties: {
      kind: { enum: ["limit", "market", "stop"] },
      price: { type: "number" },
      trigger: { type: "number" },
      id: { type: "string" },
      ref: { type: "integer" },
    },
    required: ["kind"],
    not: { required: ["id", "ref"] },
    dependentRequired: { ref: ["price"] },
    allOf: [
      { if: { properties: { kind: { const: "limit" } }, required: ["kind"] }, then: { required: ["price"] } },
      {
        if: { properties: { kind: { enum: ["stop", "market"] } }, required: ["kind"] },
        then: { not: { required: ["price"] } },
      },
      {
        if: { properties: { kind: { const: "stop" } } },
        then: { required: ["trigger"] },
        else: { properties: { trigger: false } },
      },
    ],
  },
  "one of several fields": {
    type: "object",
    properties: {
      a: { type: "string" },
      b: { type: "string" },
      list: { type: "array", items: { type: "string" }, minItems: 1 },
    },
    anyOf: [{ required: ["a"] }, { required: ["b"] }, { required: ["list"] }],
  },
  "scalars of several kinds": { anyOf: [{ type: "integer" }, { type: "string" }, { type: "boolean" }] },
  formats: {
    type: "object",
    properties: {
      price: { type: "string", format: "decimal" },
      at: { type: "string", format: "date-time" },
      id: { type: "string", format: "uuid" },
    },
  },
  "a recursive component": {
    $ref: "#/$defs/Tree",
    $defs: {
      Tree: {
        type: "object",
        properties: { v: { type: "integer" }, next: { type: ["string", "null"] } },
        required: ["v"],
      },
    },
  },
};

describe.each(Object.entries(SCHEMAS))("%s", (name, schema) => {
  const file = `${name.replaceAll(" ", "-")}.json`;
  writeFileSync(join(folder, file), JSON.stringify(schema));
  const reader = new SchemaReader(
    new Documents(folder),
    ({ pointer }) => pointer.replace("/$defs/", "") || undefined,
  );
  const shape = reader.read(schema, { file, pointer: "" });

  it.each(["outbound", "inbound"] as const)("the emitted check agrees with Ajv on %s values", (direction) => {
    const check = compileCheck(shape, reader.components, direction);
    const accepts = oracle({ [file]: schema }, direction)(`${file}#`);
    let accepted = 0;
    let refused = 0;
    fc.assert(
      fc.property(instances(shape, reader.components), (value) => {
        const fault = check(value);
        if (fault === undefined) accepted++;
        else refused++;
        expect({ value, accepted: fault === undefined, fault }).toEqual({
          value,
          accepted: accepts(value),
          fault,
        });
      }),
      { numRuns: 1500, seed: 20261121 },
    );
    expect(accepted).toBeGreaterThan(10);
    expect(refused).toBeGreaterThan(10);
  });
});
