import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { judgeOpenApiFile } from "../../src/upstream/open-api-file.ts";
import { OurSpecs } from "../../src/upstream/ours/specs.ts";
import { limitsOf } from "../../src/upstream/outline/limits.ts";

const repository = join(import.meta.dirname, "../../..");
const subjects = new OurSpecs(repository).rest();

// biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document that tests change at will
type Loose = any;

const documents = new Map<string, Loose>();
beforeAll(() => {
  for (const name of ["futures", "futures-history", "futures-charts", "futures-auth"]) {
    const file = join(repository, `specs/futures-rest/${name}-rest.yaml`);
    documents.set(name, parse(readFileSync(file, "utf8")));
  }
});

/** What our own file is found to say otherwise when it is changed. */
function told(name: string, change: (document: Loose) => void): string[] {
  const document: Loose = structuredClone(documents.get(name));
  change(document);
  return judgeOpenApiFile("theirs.yaml", document, subjects).verdicts.flatMap(({ subject, differences }) =>
    differences.map(
      ({ role, path, kind, theirs, ours }) => `${subject} ${role} ${path} ${kind}: ${theirs} / ${ours}`,
    ),
  );
}

/** The first parameter whose schema has the keyword. */
function parameterWith(document: Loose, keyword: string): Loose {
  for (const [path, item] of Object.entries<Loose>(document.paths))
    for (const operation of Object.values<Loose>(item))
      for (const parameter of operation.parameters ?? [])
        if (parameter.schema?.[keyword] !== undefined) return { path, ...parameter };
  return undefined;
}

describe("an OpenAPI file", () => {
  test.each([
    ["default", "other"],
    ["minimum", -7],
    ["maximum", 12_345],
    ["maxLength", 3],
    ["pattern", "^x$"],
  ])("that says another %s is told of, and so is one that says none", (keyword, value) => {
    const name = [...documents].find(([, document]) => parameterWith(document, keyword))?.[0] ?? "";
    let about = "";
    const change = (set: (schema: Loose) => void): string[] =>
      told(name, (document) => {
        const parameter = parameterWith(document, keyword);
        about = `request /${parameter.name} ${keyword}: %s / ${parameter.schema[keyword]}`;
        set(parameter.schema);
      });
    const other = change((schema) => {
      schema[keyword] = value;
    });
    expect(other).toContainEqual(expect.stringContaining(about.replace("%s", String(value))));
    const without = change((schema) => {
      delete schema[keyword];
    });
    expect(without).toContainEqual(expect.stringContaining(about.replace("%s", "none")));
    for (const line of [...other, ...without]) expect(line).toContain(` ${keyword}: `);
  });

  test("tells of a limit or a default that no spec of ours has", () => {
    const path = "/cancelallorders";
    const set = (schema: object): string[] =>
      told("futures", ({ paths }) => {
        Object.assign(paths[path].post.parameters[0].schema, schema);
      });
    const begin = `POST ${path} request /symbol`;
    expect(set({ minLength: 2, default: "all", deprecated: true })).toEqual([
      `${begin} default: all / none`,
      `${begin} deprecated: yes / none`,
      `${begin} minLength: 2 / none`,
    ]);
    // What excludes nothing is not said.
    expect(set({ minLength: 0, deprecated: false, default: null })).toEqual([]);
  });

  test("tells of an operation or a parameter that is to go", () => {
    expect(
      told("futures", ({ paths }) => {
        paths["/cancelallorders"].post.deprecated = true;
        paths["/cancelallorders"].post.parameters[0].deprecated = true;
      }),
    ).toEqual([
      "POST /cancelallorders request  deprecated: yes / none",
      "POST /cancelallorders request /symbol deprecated: yes / none",
    ]);
  });

  test("tells of a constant that is another", () => {
    const lines = told("futures", ({ components }) => {
      components.schemas.ResultSuccess.properties.result = { type: "string", const: "done" };
    });
    expect(lines).toContain(
      "POST /cancelallorders response /result value missing from the spec: done / not listed",
    );
  });

  test("tells of what stands beside a reference", () => {
    const lines = told("futures", ({ paths }) => {
      const schema = paths["/cancelallorders"].post.responses["200"].content["application/json"].schema;
      const { cancelStatus } = (schema.oneOf[0].allOf ?? [schema.oneOf[0]])[0].properties;
      cancelStatus.deprecated = true;
    });
    expect(lines).toEqual(["POST /cancelallorders response /cancelStatus deprecated: yes / none"]);
  });

  test("concludes nothing from a reference that leads nowhere", () => {
    const lines = told("futures", ({ paths }) => {
      const parameter = parameterWith({ paths }, "maximum");
      for (const operation of Object.values<Loose>(paths[parameter.path]))
        for (const each of operation.parameters ?? [])
          if (each.name === parameter.name) each.schema = { $ref: "#/components/schemas/Nowhere" };
    });
    expect(lines).toEqual([]);
  });
});

describe("limits are said in one way", () => {
  test.each([
    [{ minimum: 0, exclusiveMinimum: true }, ["number"], { exclusiveMinimum: 0 }],
    [{ maximum: 9, exclusiveMaximum: true }, ["number"], { exclusiveMaximum: 9 }],
    [{ minimum: 0, exclusiveMinimum: false }, ["number"], { minimum: 0 }],
    [{ exclusiveMinimum: 0 }, ["integer"], { minimum: 1 }],
    [{ exclusiveMaximum: 10 }, ["integer"], { maximum: 9 }],
    [{ exclusiveMaximum: 9.5 }, ["integer"], { maximum: 9 }],
    [{ exclusiveMinimum: 0 }, ["integer", "number"], { exclusiveMinimum: 0 }],
    [{ format: "uint32" }, ["integer"], { minimum: 0, maximum: 4_294_967_295 }],
    [{ format: "uint32", maximum: 5 }, ["integer"], { minimum: 0, maximum: 5 }],
    [{ minItems: 0, maxItems: 0, uniqueItems: false }, ["array"], { maxItems: 0 }],
    [{ default: false, deprecated: false }, ["boolean"], { default: "false" }],
    [{ default: "10" }, ["string"], { default: "10" }],
    [{ default: 10, minimum: "1", pattern: 7 }, ["integer"], { default: "10" }],
    [{ default: [1], maxLength: Number.NaN }, ["array"], { default: "[1]" }],
  ])("%j of %j", (schema, types, limits) => {
    expect(limitsOf(schema, new Set(types))).toEqual(limits);
  });
});
