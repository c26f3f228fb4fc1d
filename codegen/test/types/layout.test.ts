import { describe, expect, it } from "vitest";
import type { ArrayShape, ObjectShape, Shape, TupleShape } from "../../src/contract/shape.ts";
import { emitType } from "../../src/emit/type.ts";

const about = { source: { file: "s.yaml", pointer: "/x" }, doc: { notes: {} } };
const text: Shape = { ...about, kind: "string" };
const number: Shape = { ...about, kind: "number", integer: false };
const ref = (name: string): Shape => ({ ...about, kind: "ref", name });
const values = (length: number, open = false): Shape => ({
  ...about,
  kind: "enum",
  values: Array.from({ length }, (_, index) => `value-${index}`),
  open,
});
const list = (items: Shape): ArrayShape => ({ ...about, kind: "array", items });
const tuple = (items: readonly Shape[], minItems: number, rest?: Shape): TupleShape => ({
  ...about,
  kind: "tuple",
  items,
  rest,
  minItems,
});
const union = (...variants: Shape[]): Shape => ({
  ...about,
  kind: "union",
  variants,
  exclusive: false,
  open: false,
});
const object = (
  fields: { readonly [name: string]: Shape },
  additional: ObjectShape["additional"] = "open",
): ObjectShape => ({
  ...about,
  kind: "object",
  properties: Object.entries(fields).map(([name, shape]) => ({ name, required: true, shape })),
  additional,
  rules: [],
});
const emit = (shape: Shape): string => emitType("T", shape, (component) => component).code;

describe("the type of a shape", () => {
  it.each<[what: string, shape: Shape, code: string]>([
    [
      "a union in a union joins it, and says nothing twice",
      union(text, union(number, text)),
      "string | number",
    ],
    ["a union of one is the one", union(text), "string"],
    ["a list of a union", list(union(text, number)), "(string | number)[]"],
    ["an object of nothing that is sent", object({}, "closed"), "{ [key: string]: never }"],
    ["an object of anything", object({}), "{ [key: string]: unknown }"],
    ["a tuple that may end early", tuple([text, number], 1), "[string] | [string, number]"],
    ["a tuple that goes on", tuple([text], 1, number), "[string, ...number[]]"],
    ["a tuple that goes on, and must", tuple([text], 2, number), "[string, number, ...number[]]"],
    ["a tuple that goes on to a length", { ...tuple([text], 1, number), maxItems: 1 }, "[string]"],
  ])("%s", (_what, shape, code) => {
    expect(emit(shape)).toBe(`export type T = ${code};\n`);
  });

  it("is one line as long as that fits", () => {
    expect(emit(values(8))).toMatch(/^export type T = "value-0" .* "value-7";\n$/);
    expect(emit(values(8))).toHaveLength(110 + 1);
    expect(emit(values(9))).toBe(
      `export type T =\n${Array.from({ length: 9 }, (_, index) => `  | "value-${index}"`).join("\n")};\n`,
    );
  });

  it("stands over several lines where an object is inside", () => {
    const both = list(object({ b: text }, number));
    expect(emit(union(object({ a: both }), tuple([ref("Ref"), values(9), text], 3)))).toBe(
      `export type T =
  | {
      /** Source: s.yaml#/x */
      a: ({
        /** Source: s.yaml#/x */
        b: string;
      } & {
        /** Source: s.yaml#/x */
        [key: string]: number;
      })[];
    }
  | [
      Ref,
      (
${Array.from({ length: 9 }, (_, index) => `        | "value-${index}"`).join("\n")}
      ),
      string
    ];
`,
    );
  });

  it("is an interface with what the spec says of each field, which no word of it can end", () => {
    const old = { ...text, maxLength: 3, doc: { notes: {}, description: "Ends: */", deprecated: true } };
    const rows = list({ ...text, doc: { notes: {}, description: "One row." } });
    expect(emit(object({ "o-ld": old, rows: { ...rows, maxItems: 2 } }))).toBe(
      `export interface T {
  /**
   * Ends: *\\/
   *
   * At most 3 characters.
   *
   * @deprecated Kept by the exchange for old clients only.
   *
   * Source: s.yaml#/x
   */
  "o-ld": string;
  /**
   * At most 2 items.
   *
   * Items: One row.
   *
   * Source: s.yaml#/x
   */
  rows: string[];
}
`,
    );
  });

  it("tells which components it mentions", () => {
    const { refers } = emitType("T", list(union(ref("A"), object({}, ref("B")))), String);
    expect([...refers]).toEqual(["A", "B"]);
  });
});
