import { type Known, readKnown } from "@x/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Components, Shape } from "../../src/contract/shape.ts";
import { knownText } from "../../src/emit/known.ts";

const node = { source: { file: "specs/demo.yaml", pointer: "" }, doc: { notes: {} } };
const none: Components = new Map();

/** A shape, and what is to be known of it. */
type Pair = readonly [Shape, Known];

const name = fc.oneof(
  fc.string(),
  fc.string({ unit: "grapheme" }),
  fc.constantFrom(
    "__proto__",
    "*",
    "}",
    "a,b",
    '"',
    "\\",
    "\n",
    "constructor",
    "limit order",
    "60",
    "-1",
    "é",
  ),
);
const value = fc.oneof(
  name,
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
);
const leaf: fc.Arbitrary<Pair> = fc.constant([{ ...node, kind: "any" }, 0] as const);
const listed = fc
  .uniqueArray(value, { minLength: 1, maxLength: 4 })
  .map((values): Pair => [{ ...node, kind: "enum", values, open: true }, { values }]);

const { shape: pairs } = fc.letrec<{ shape: Pair }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 4 },
    leaf,
    listed,
    tie("shape").map(
      ([items, known]): Pair => [{ ...node, kind: "array", items }, known === 0 ? 0 : { items: known }],
    ),
    fc.array(tie("shape"), { maxLength: 3 }).map((parts): Pair => {
      const tuple = parts.map(([, known]) => known);
      return [
        { ...node, kind: "tuple", items: parts.map(([part]) => part), rest: undefined, minItems: 0 },
        tuple.every((known) => known === 0) ? 0 : { tuple },
      ];
    }),
    fc
      .tuple(
        fc.uniqueArray(fc.tuple(name, tie("shape")), { maxLength: 3, selector: ([field]) => field }),
        fc.option(tie("shape")),
      )
      .map(([entries, free]): Pair => {
        const properties = entries.map(([field, [shape]]) => ({ name: field, required: false, shape }));
        const fields = Object.fromEntries(entries.map(([field, [, known]]) => [field, known]));
        return [
          { ...node, kind: "object", properties, additional: free?.[0] ?? "open", rules: [] },
          entries.length === 0 && free?.[1] === 0 ? 0 : { fields, ...(free && { rest: free[1] }) },
        ];
      }),
  ),
}));

describe("what is known of a value", () => {
  it("is read from its text as it was written, whatever the names and values", () => {
    fc.assert(
      fc.property(pairs, ([shape, known]) => {
        expect(readKnown(knownText(shape, none))).toEqual(known);
      }),
      { numRuns: 2_000 },
    );
  });

  it("is short to read", () => {
    const shape: Shape = {
      ...node,
      kind: "object",
      properties: [
        {
          name: "status",
          required: true,
          shape: { ...node, kind: "enum", values: ["ok", "60", 60], open: true },
        },
        {
          name: "fills",
          required: true,
          shape: { ...node, kind: "array", items: { ...node, kind: "ref", name: "Fill" } },
        },
        { name: "odd,name", required: false, shape: { ...node, kind: "string" } },
      ],
      additional: { ...node, kind: "ref", name: "Fill" },
      rules: [],
    };
    const properties = [{ name: "id", required: true, shape: { ...node, kind: "string" } as const }];
    const fill: Shape = { ...node, kind: "object", properties, additional: "open", rules: [] };
    const components: Components = new Map([["Fill", { name: "Fill", shape: fill }]]);
    expect(knownText(shape, components)).toBe('{status(ok,"60",60),fills[{id}],"odd,name",*{id}}');
  });
});
