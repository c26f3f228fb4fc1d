import fc from "fast-check";
import type { ObjectShape, Property, Shape } from "../../src/contract/shape.ts";

const about = { source: { file: "s.yaml", pointer: "/a*/b" }, doc: { notes: {} } };

const name = fc.oneof(
  fc.constantFrom(
    "a",
    "b",
    "constructor",
    "toString",
    "1st",
    "a b",
    'say "hi"',
    "it's",
    "back\\slash",
    "ünï",
    "new",
  ),
  fc.stringMatching(/^[a-z_$][\w$]{0,8}$/),
);
const doc = fc.constantFrom(
  about.doc,
  { ...about.doc, description: "Ends a comment: */ and goes on.\n\nOver lines." },
  { ...about.doc, deprecated: true },
);
const word = fc.string({ unit: "grapheme", maxLength: 30 }).filter((text) => text.isWellFormed());

/** Shapes of every kind but references, in each other, with names and words that need care. */
export const anyShape: fc.Arbitrary<Shape> = fc.letrec<{ shape: Shape; leaf: Shape; object: ObjectShape }>(
  (tie) => ({
    leaf: fc.oneof(
      fc.constantFrom<Shape>(
        { ...about, kind: "any" },
        { ...about, kind: "null" },
        { ...about, kind: "boolean" },
        { ...about, kind: "number", integer: false, minimum: 1 },
        { ...about, kind: "string", maxLength: 3 },
      ),
      word.map((value): Shape => ({ ...about, kind: "const", value })),
      fc.integer().map((value): Shape => ({ ...about, kind: "const", value })),
      fc.boolean().map((value): Shape => ({ ...about, kind: "const", value })),
      fc
        .tuple(fc.uniqueArray(word, { minLength: 1, maxLength: 8 }), fc.boolean())
        .map(([values, open]): Shape => ({ ...about, kind: "enum", values, open })),
      fc
        .uniqueArray(fc.integer(), { minLength: 1, maxLength: 4 })
        .map((values): Shape => ({ ...about, kind: "enum", values, open: false })),
    ),
    object: fc
      .tuple(
        fc.uniqueArray(
          fc
            .tuple(name, fc.boolean(), tie("shape"), doc)
            .map(([name, required, shape, doc]): Property => ({ name, required, shape: { ...shape, doc } })),
          { maxLength: 4, selector: (property) => property.name },
        ),
        fc.oneof(fc.constantFrom("open" as const, "closed" as const), tie("shape")),
      )
      .map(
        ([properties, additional]): ObjectShape => ({
          ...about,
          kind: "object",
          properties,
          additional,
          rules: [],
        }),
      ),
    shape: fc.oneof(
      { maxDepth: 4, withCrossShrink: false },
      tie("leaf"),
      tie("object"),
      tie("shape").map((items): Shape => ({ ...about, kind: "array", items })),
      fc
        .tuple(fc.array(tie("shape"), { minLength: 1, maxLength: 3 }), fc.nat({ max: 3 }))
        .map(([items, missing]): Shape => {
          const minItems = Math.max(0, items.length - missing);
          return { ...about, kind: "tuple", items, rest: undefined, minItems, maxItems: items.length };
        }),
      fc
        .array(tie("shape"), { minLength: 1, maxLength: 4 })
        .map((variants): Shape => ({ ...about, kind: "union", variants, exclusive: false, open: false })),
    ),
  }),
).shape;
