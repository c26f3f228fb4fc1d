import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { convert } from "../../second-opinion/convert.ts";
import { openApiTargets } from "../../second-opinion/opinion.ts";
import { SpecError } from "../../src/contract/source.ts";
import { targets } from "../../src/targets.ts";

const repository = join(import.meta.dirname, "../../..");

interface Document {
  readonly paths: {
    readonly [path: string]: { readonly [method: string]: { readonly [key: string]: unknown } };
  };
  readonly components: { readonly schemas: { readonly [name: string]: unknown } };
}

function document(schemas: object, paths: object = {}): object {
  return {
    openapi: "3.1.0",
    info: { title: "Nasty", version: "1", summary: "-" },
    paths,
    components: { schemas },
  };
}

function converted(
  schemas: object,
  paths: object = {},
): { schemas: Document["components"]["schemas"]; names: Map<string, string> } {
  const { document: result, names } = convert(document(schemas, paths), "nasty.yaml");
  return { schemas: (result as unknown as Document).components.schemas, names: new Map(names) };
}

const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

test.each([
  { what: "a nullable type", given: { type: ["string", "null"] }, want: { type: "string", nullable: true } },
  { what: "a type list of one", given: { type: ["string"] }, want: { type: "string" } },
  { what: "null alone", given: { type: "null" }, want: { nullable: true } },
  {
    what: "several types",
    given: { type: ["string", "integer", "null"] },
    want: { oneOf: [{ type: "string" }, { type: "integer" }], nullable: true },
  },
  { what: "a fixed text", given: { const: "x" }, want: { type: "string", enum: ["x"] } },
  {
    what: "a fixed text that looks like null",
    given: { const: "null" },
    want: { type: "string", enum: ["null"] },
  },
  { what: "a fixed number", given: { const: 0 }, want: { type: "number", enum: [0] } },
  { what: "a fixed boolean", given: { const: false }, want: { type: "boolean" } },
  { what: "a fixed null", given: { const: null }, want: { nullable: true } },
  {
    what: "an enumeration with null",
    given: { type: ["string", "null"], enum: ["a", null] },
    want: { type: "string", enum: ["a"], nullable: true },
  },
  { what: "an enumeration without a type", given: { enum: [1, 2] }, want: { type: "number", enum: [1, 2] } },
  {
    what: "a nullable reference",
    given: { oneOf: [ref("Other"), { type: "null" }], description: "d" },
    want: { allOf: [ref("Other")], nullable: true, description: "d" },
  },
  { what: "anything beside a reference", given: { ...ref("Other"), description: "d" }, want: ref("Other") },
  {
    what: "a limit that excludes",
    given: { type: "number", exclusiveMinimum: 0 },
    want: { type: "number", minimum: 0, exclusiveMinimum: true },
  },
  {
    what: "a limit that excludes less than another",
    given: { type: "number", minimum: 5, exclusiveMinimum: 0, exclusiveMaximum: 9 },
    want: { type: "number", minimum: 5, maximum: 9, exclusiveMaximum: true },
  },
  { what: "true", given: true, want: {} },
  {
    what: "a tuple",
    given: { type: "array", prefixItems: [{ type: "string" }, { type: "string" }], items: false },
    want: { type: "array", items: { type: "string" } },
  },
  {
    what: "conditions",
    given: { type: "object", not: { required: ["a"] }, if: {}, then: {}, dependentRequired: { a: ["b"] } },
    want: { type: "object" },
  },
  {
    what: "a condition among joined parts",
    given: { allOf: [ref("Other"), ref("Third"), { if: { required: ["a"] }, then: { required: ["b"] } }] },
    want: { allOf: [ref("Other"), ref("Third")] },
  },
  {
    what: "conditions alone among joined parts",
    given: { type: "object", allOf: [{ if: { required: ["a"] }, then: { required: ["b"] } }] },
    want: { type: "object" },
  },
  {
    what: "extensions",
    given: { type: "string", "x-secret": true, examples: ["e"] },
    want: { type: "string", "x-secret": true },
  },
  {
    what: "an array of nullable items",
    given: { items: { type: ["number", "null"] }, type: "array" },
    want: { type: "array", items: ref("GivenItemOrNull") },
  },
  {
    what: "a map",
    given: { type: "object", additionalProperties: { type: ["number", "null"] } },
    want: { type: "object", additionalProperties: ref("GivenValueOrNull") },
  },
])("$what", ({ given, want }) => {
  const { schemas } = converted({ Given: given, Other: { type: "object" }, Third: { type: "object" } });
  expect(schemas.Given).toEqual(want);
});

test.each([
  { what: "a type", held: { type: ["number", "null"] }, want: [{ type: "number" }] },
  { what: "a reference", held: { oneOf: [ref("Other"), { type: "null" }] }, want: [ref("Other")] },
  { what: "a reference to what may be null", held: ref("Text"), want: [{ type: "string" }] },
  { what: "a union", held: { type: ["number", "string", "null"] }, want: [ref("GivenItem")] },
  { what: "an enumeration", held: { enum: ["a", null] }, want: [ref("GivenItem")] },
])("null in a list is a type among others: $what", ({ held, want }) => {
  const given = document({
    Given: { type: "array", items: held },
    Text: { type: ["string", "null"] },
    Other: { type: "object" },
  });
  const { document: result, nullables } = convert(given, "nasty.yaml");
  const { schemas } = (result as unknown as Document).components;
  expect(schemas.Given).toEqual({ type: "array", items: ref("GivenItemOrNull") });
  expect(schemas.GivenItemOrNull).toEqual({ oneOf: [...want, { type: "string", format: "null" }] });
  expect(nullables).toEqual(new Map([["/components/schemas/Given/items", "GivenItemOrNull"]]));
});

test("an enumeration among the variants of a union gets a name, a type does not", () => {
  const { schemas } = converted({ Given: { oneOf: [{ type: "integer" }, { const: 0 }] } });
  expect(schemas.Given).toEqual({ oneOf: [{ type: "integer" }, ref("GivenVariant2")] });
  expect(schemas.GivenVariant2).toEqual({ type: "number", enum: [0] });
});

test("alternatives of a failure get no name", () => {
  const either = { oneOf: [ref("A"), ref("B")] };
  const response = { description: "d", content: { "application/json": { schema: either } } };
  const { components, document: result } = convert(
    document({ A: {}, B: {} }, { "/": { get: { operationId: "go", responses: { 404: response } } } }),
    "nasty.yaml",
  );
  expect(components).toEqual(["A", "B"]);
  expect((result as unknown as Document).paths["/"]?.get?.responses).toEqual({ 404: response });
});

test("a property may have the name of a keyword", () => {
  const properties = {
    type: { type: ["string", "null"] },
    const: { const: 5 },
    enum: { type: "array", items: { type: "string" } },
    nullable: { type: "boolean" },
    $ref: { type: "string" },
    properties: { type: "object" },
  };
  expect(
    converted({ Given: { type: "object", properties, required: ["type", "$ref"] } }).schemas.Given,
  ).toEqual({
    type: "object",
    properties: {
      ...properties,
      type: { type: "string", nullable: true },
      const: { type: "number", enum: [5] },
    },
    required: ["type", "$ref"],
  });
});

test("values are not mistaken for schemas", () => {
  const value = { type: ["string", "null"], const: 1 };
  const { schemas } = converted({ Given: { type: "object", default: value, "x-sample": value } });
  expect(schemas.Given).toEqual({ type: "object", default: value, "x-sample": value });
});

test("objects, unions and nullable enumerations in place get names that nobody else has", () => {
  const { schemas, names } = converted({
    Given: {
      type: "object",
      properties: {
        part: { type: "object", properties: { list: { type: "array", items: { properties: { x: {} } } } } },
        "odd-one": { type: ["string", "null"], enum: ["a", null] },
        either: { oneOf: [{ type: "string" }, { type: "number" }] },
        empty: { type: "object" },
      },
    },
    GivenPart: { type: "string" },
  });
  expect(schemas.Given).toEqual({
    type: "object",
    properties: {
      part: ref("GivenPart2"),
      "odd-one": { allOf: [ref("GivenOddOne")], nullable: true },
      either: ref("GivenEither"),
      empty: { type: "object" },
    },
  });
  expect(schemas.GivenPart2).toEqual({
    type: "object",
    properties: { list: { type: "array", items: ref("GivenPartListItem") } },
  });
  expect(schemas.GivenOddOne).toEqual({ type: "string", enum: ["a"] });
  expect(schemas.GivenEither).toEqual({ oneOf: [{ type: "string" }, { type: "number" }] });
  expect(names).toEqual(
    new Map([
      ["/components/schemas/Given/properties/part/properties/list/items", "GivenPartListItem"],
      ["/components/schemas/Given/properties/part", "GivenPart2"],
      ["/components/schemas/Given/properties/odd-one", "GivenOddOne"],
      ["/components/schemas/Given/properties/either", "GivenEither"],
    ]),
  );
});

test("parameters sent as a form become one, headers stay; the answer and its success get names", () => {
  const operation = {
    operationId: "do_it",
    "x-send-parameters": "form",
    parameters: [
      { name: "a", in: "query", required: true, schema: { type: ["string", "null"] } },
      { name: "H", in: "header", schema: { type: "string" } },
    ],
    responses: {
      "200": {
        description: "d",
        content: {
          "application/json": {
            schema: { oneOf: [{ type: "object", properties: { ok: {} } }, ref("ErrorResponse")] },
          },
        },
      },
      "4XX": { $ref: "#/components/responses/Refused" },
    },
  };
  const given = document({ ErrorResponse: { type: "object" } }, { "/do~it": { post: operation } });
  const { document: result, names, components } = convert(given, "nasty.yaml");
  const post = (result as unknown as Document).paths["/do~it"]?.post;
  expect(post?.parameters).toEqual([
    { name: "H", in: "header", required: false, schema: { type: "string" } },
  ]);
  expect(post?.requestBody).toEqual({
    required: true,
    content: {
      "application/x-www-form-urlencoded": {
        schema: { type: "object", properties: { a: { type: "string", nullable: true } }, required: ["a"] },
      },
    },
  });
  expect(post?.responses).toEqual({
    "200": { description: "d", content: { "application/json": { schema: ref("DoItAnswer") } } },
    "4XX": { $ref: "#/components/responses/Refused" },
  });
  expect(components).toEqual(["ErrorResponse", "DoItResult", "DoItAnswer"]);
  const answer = "/paths/~1do~0it/post/responses/200/content/application~1json/schema";
  expect(names.get(answer)).toBe("DoItAnswer");
  expect(names.get(`${answer}/oneOf/0`)).toBe("DoItResult");
});

test.each([
  { what: "an unknown keyword", schema: { type: "array", contains: {} }, reason: /contains/ },
  { what: "nothing", schema: null, reason: /expected a schema/ },
])("$what is refused by place", ({ schema, reason }) => {
  const given = document({ Given: { type: "object", properties: { "a/b": schema } } });
  expect(() => convert(given, "nasty.yaml")).toThrow(SpecError);
  expect(() => convert(given, "nasty.yaml")).toThrow(
    /nasty\.yaml#\/components\/schemas\/Given\/properties\/a~1b/,
  );
  expect(() => convert(given, "nasty.yaml")).toThrow(reason);
});

test("only OpenAPI 3.1 is converted", () => {
  expect(() => convert({ openapi: "3.0.3", paths: {} }, "old.yaml")).toThrow(
    /old\.yaml#\/: expected an OpenAPI 3\.1/,
  );
});

const specs = openApiTargets(repository, targets).map(({ spec }) => spec);

test("the specs of both REST APIs are read twice", () => {
  expect(specs).toEqual(
    expect.arrayContaining(["specs/futures-rest/futures-rest.yaml", "specs/spot-rest/spot-rest.yaml"]),
  );
  expect(specs.filter((spec) => !/-rest\//.test(spec))).toEqual([]);
});

test.each(specs)("%s is converted whole, and the spec is left as it was", (spec) => {
  const given: unknown = parse(readFileSync(join(repository, spec), "utf8"));
  const before = structuredClone(given);
  const { document: result, components } = convert(given, spec);
  expect(given).toEqual(before);
  expect(Object.keys((result as unknown as Document).components.schemas)).toEqual(components);
  const text = JSON.stringify(result);
  expect(text).not.toMatch(/"type":(\[|"null")|"const":|"prefixItems":|"exclusiveM\w+":\d/);
  for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g))
    expect(components).toContain(name);
});
