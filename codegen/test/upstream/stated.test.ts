import { describe, expect, test } from "vitest";
import { Documents } from "../../src/read/document.ts";
import { SchemaReader } from "../../src/read/schema.ts";
import { compareOutlines } from "../../src/upstream/compare.ts";
import { pageOutline } from "../../src/upstream/outline/from-page.ts";
import { schemaOutline } from "../../src/upstream/outline/from-schema.ts";
import { shapeOutline } from "../../src/upstream/outline/from-shape.ts";
import { readPage } from "../../src/upstream/page/read.ts";

/** The first field of a page with this text between its tags. */
function field(text: string, type = "integer", more = "") {
  const page = readPage(
    "p.md",
    `<ResponseField name="a" type="${type}"${more}>\n\n${text}\n\n</ResponseField>\n`,
  );
  return page.sections[0]?.fields[0];
}

function limits(text: string, type = "integer"): unknown {
  const read = field(text, type);
  const { outline } = pageOutline("p.md", read ? [read] : []);
  return outline.fields?.get("a")?.outline.limits;
}

describe("what a page says of a value's limits", () => {
  test.each([
    ["Default: `10`", { default: "10" }],
    ["Depth of it. Default value: `10`.", { default: "10" }],
    ["The default is `10`.", { default: "10" }],
    ["Defaults to `10`", { default: "10" }],
    ['<span className="field-attr">Default:</span> `10`', { default: "10" }],
    ["Default: `10` Example: `25`", { default: "10" }],
    ["Min: 2. Max: 50.", { minimum: 2, maximum: 50 }],
    ["Minimum value: `0.5`", { minimum: 0.5 }],
    ["Range: 1 - 10", { minimum: 1, maximum: 10 }],
    ["Valid range: [1, 10]", { minimum: 1, maximum: 10 }],
    ["Must be between -5 and 5 (inclusive).", { minimum: -5, maximum: 5 }],
    ["Must be greater than 0.", { minimum: 1 }],
    ["Must be \\<= 9", { maximum: 9 }],
    ["Deprecated: take `b`.", { deprecated: true }],
    ["Deprecated since spring. Min: 1", { deprecated: true, minimum: 1 }],
  ])("a number: %s", (text, said) => {
    expect(limits(text)).toEqual(said);
  });

  test.each([
    ["string", "Max length: 18 characters", { maxLength: 18 }],
    ["string", "Must be \\<= 36 characters.", { maxLength: 36 }],
    ["string", "Up to 18 characters long. At least 2 characters.", { minLength: 2, maxLength: 18 }],
    ["string", "Default: `gtc`", { default: "gtc" }],
    ["string", 'Default: "gtc"', { default: "gtc" }],
    ["boolean", "Default: `false`", { default: "false" }],
    ["boolean", "Default: true", { default: "true" }],
    ["number", "Default: `0.1`. Must be greater than 0", { default: "0.1", exclusiveMinimum: 0 }],
    ["array of string", "Between 2 and 50 items.", { minItems: 2, maxItems: 50 }],
    ["string[]", "At most 50 entries", { maxItems: 50 }],
  ])("a %s: %s", (type, text, said) => {
    expect(limits(text, type)).toEqual(said);
  });

  test("an attribute of its tag says that it is deprecated", () => {
    expect(field("Old.", "string", " deprecated")?.stated.limits).toEqual({ deprecated: true });
    expect(field("Old.", "string", " deprecated={false}")?.stated.limits).toEqual({});
  });
});

describe("a text that cannot be read with certainty says nothing", () => {
  test.each([
    [
      "a limit of one of several forms",
      "string",
      "One of:\n\n* **Numbers**: such as `17` (Max 18 characters)\n* **UUIDs**: Max length: 36",
    ],
    ["a limit of something else", "string", "Made of steps of 10 microseconds maximum such as `162`."],
    ["a unit that may be another", "integer", "Min: 500 milliseconds. Max: 60 seconds"],
    [
      "a range in prose",
      "integer",
      "Range of valid offsets is 500 milliseconds to 60 seconds, default is 5 seconds.",
    ],
    ["a share of another field", "number", "The minimum value is 1 / 15 of `order_qty`."],
    ["a default under a condition", "string", "Default: `quote` for trailing orders."],
    [
      "a default with an exception in the next sentence",
      "string",
      "Default: `quote`. Except for trailing orders.",
    ],
    ["a default in words", "string", "Defaults to the base currency."],
    ["a default that is no value of the type", "integer", "Default: `none`"],
    ["a default with a unit", "integer", "Default: `5s`"],
    ["two defaults", "string", "Default: `a`. Default: `b`."],
    ["a default that breaks off at the end of a line", "string", "Default: `a`\nwhen `b` is there."],
    ["a label in code", "string", "Such as `Default: 7` or `Max length: 3`."],
    ["a full stop in code", "string", "Such as `x. Max length: 3`."],
    ["a limit of text for a number", "integer", "Max length: 3"],
    ["a limit of numbers for text", "string", "Max: 3"],
    ["a limit of an entry for a list", "array of string", "Max 18 characters"],
    ["a default for a list", "array of string", "Default: `a`"],
    ["what is said of several types", "integer or string", "Min: 1"],
    ["a deprecated value", "string", "Deprecated values are `a` and `b`."],
    ["an inline tag within", "string", 'Default: <Tooltip tip="x">`a`</Tooltip>'],
    ["a negation", "integer", "Not between 1 and 5."],
    ["a table", "integer", "| Min: 1 | Max: 5 |\n| --- | --- |\n| 1 | 5 |"],
    ["a quotation", "integer", "> Min: 1"],
  ])("%s", (_what, type, text) => {
    expect(limits(text, type)).toEqual({});
  });
});

describe("circumstances on a page", () => {
  const ours = {
    type: "object",
    properties: {
      kind: { type: "string", enum: ["limit", "market", "stop", "trail"] },
      live: { type: "boolean" },
      note: { type: "string" },
      free: { type: "string" },
      price: { type: "number", default: 1 },
      stop: { type: "number" },
      gone: { type: "string" },
      always: { type: "string" },
    },
    required: ["always"],
    allOf: [
      { if: { properties: { kind: { const: "limit" } }, required: ["kind"] }, then: { required: ["price"] } },
      { if: { properties: { kind: { const: "stop" } }, required: ["kind"] }, then: { required: ["price"] } },
      {
        if: { properties: { kind: { const: "stop" }, live: { const: true } }, required: ["kind", "live"] },
        then: { required: ["stop"] },
        else: { required: ["note"] },
      },
      {
        if: { properties: { live: { const: true } }, required: ["live"] },
        then: {},
        else: { required: ["gone"] },
      },
    ],
    dependentRequired: { note: ["kind"] },
  };

  // As the tool reads the specs, and as it reads what others wrote: both find the same.
  const reader = new SchemaReader(new Documents("."), () => undefined);
  const spec = shapeOutline(reader.read(ours, { file: "spec", pointer: "" }), reader.components);

  test("of a schema are the same, whoever wrote it", () => {
    const notes: string[] = [];
    expect(compareOutlines(schemaOutline(ours, {}, "theirs"), spec, notes)).toEqual([]);
    const other = {
      ...ours,
      allOf: [{ if: { properties: { kind: { enum: ["trail"] } } }, then: { required: ["price"] } }],
    };
    expect(compareOutlines(schemaOutline(other, {}, "theirs"), spec, notes)).toMatchObject([
      { kind: "condition", path: "/price", theirs: "required if kind is trail" },
    ]);
  });

  function told(name: string, text: string): { differences: string[]; notes: string[] } {
    const page = readPage(
      "p.md",
      `<ResponseField name="${name}" type="${name === "price" || name === "stop" ? "number" : "string"}">${text}</ResponseField>\n`,
    );
    const { outline } = pageOutline("p.md", page.sections[0]?.fields ?? []);
    const notes: string[] = [];
    const differences = compareOutlines(outline, spec, notes)
      .filter(({ kind }) => kind === "condition")
      .map(({ path, theirs, ours: our }) => `${path}: ${theirs} / ${our}`);
    return { differences, notes };
  }

  test.each([
    ["price", "Condition: if `kind` is `limit`"],
    ["price", "Required if kind is one of `limit`, `stop`."],
    ["price", "Condition: kind = limit / stop"],
    ["price", "Condition: `kind` in [`stop`, `limit`]"],
    ["stop", "The stop. Condition: if `kind` is `stop` and `live` is `true`. Not shown before."],
    ["stop", "Condition: live = true, kind = stop"],
    ["gone", "Condition: `live` is `false`"],
    ["gone", "This field is required only when live is set to false"],
  ])("are ours: %s, %s", (name, text) => {
    expect(told(name, text)).toEqual({ differences: [], notes: [] });
  });

  test.each([
    ["price", "Condition: `kind` is `market`", "if kind is market"],
    ["price", "Condition: kind = limit / stop / trail", "if kind is one of limit, stop, trail"],
    ["gone", "Required when `live` is `true`.", "required if live is true"],
    ["stop", "Condition: `kind` is `stop`", "if kind is stop"],
    ["free", "Required if `kind` is `limit`", "required if kind is limit"],
  ])("are others: %s, %s", (name, text, theirs) => {
    const { differences, notes } = told(name, text);
    expect(notes).toEqual([]);
    expect(differences).toEqual([expect.stringContaining(`/${name}: ${theirs} / `)]);
  });

  test("that say what a field is for are not against a spec that names none", () => {
    expect(told("free", "Condition: `kind` is `limit`")).toEqual({ differences: [], notes: [] });
  });

  test.each([
    ["a value we do not know", "price", "Condition: `kind` is `iceberg`"],
    ["a field we do not know", "price", "Condition: `style` is `limit`"],
    ["a word too many", "price", "Condition: `kind` is `limit` on weekdays"],
    ["a negation", "price", "Condition: `kind` is not `market`"],
    ["either of two fields", "price", "Condition: `kind` is `limit` or `live` is `true`"],
    ["a field with any value", "price", "Condition: `note` is `x`"],
    ["a field twice", "price", "Condition: `kind` is `limit` and `kind` is `stop`"],
    ["words", "price", "Condition: only on the last update"],
  ])("that are not understood are noted, not compared: %s", (_what, name, text) => {
    const { differences, notes } = told(name, text);
    expect(differences).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(/^p\.md:1: the condition of \/price is not understood: "/)]);
  });

  test("with an exception after them are not read", () => {
    expect(told("price", "Condition: `kind` is `market`. Unless it is Sunday.")).toEqual({
      differences: [],
      notes: [],
    });
  });
});
