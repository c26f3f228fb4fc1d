import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { type EntryTexts, type TextReader, textReader } from "../src/book-texts.ts";

type Json = null | boolean | string | Digits | readonly Json[] | Fields;
/** A number as its text. */
interface Digits {
  readonly digits: string;
}
/** An object's fields in their order, each under a name that may be written with escapes. */
interface Fields {
  readonly fields: readonly (readonly [name: string, value: Json])[];
}

/** Writes JSON with whitespace drawn from `spaces`, turn by turn, and names escaped where `escapes` says. */
function write(value: Json, spaces: readonly string[], escapes: readonly boolean[]): string {
  let turn = 0;
  const space = (): string => spaces[turn++ % spaces.length] ?? "";
  const name = (text: string): string =>
    escapes[turn++ % escapes.length] === true
      ? `"${[...text].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`).join("")}"`
      : JSON.stringify(text);
  const put = (part: Json): string => {
    if (part === null || typeof part !== "object") return JSON.stringify(part);
    if ("digits" in part) return part.digits;
    if ("fields" in part)
      return `{${space()}${part.fields.map(([key, field]) => `${name(key)}${space()}:${space()}${put(field)}${space()}`).join(`,${space()}`)}}`;
    return `[${space()}${part.map((item) => put(item) + space()).join(`,${space()}`)}]`;
  };
  return space() + put(value) + space();
}

/** The platform's own parser, told to keep the source of numbers: slow, and nothing of ours. */
function oracle(frame: string, price: string, qty: string): EntryTexts[] {
  const parse = JSON.parse as (
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ) => {
    readonly data: readonly { readonly [side: string]: readonly { readonly [field: string]: string }[] }[];
  };
  const { data } = parse(frame, (_key, value, { source }) => (typeof value === "number" ? source : value));
  const side = (levels: readonly { readonly [field: string]: string }[] = []): string[] =>
    levels.flatMap((level) => [level[price] ?? "", level[qty] ?? ""]);
  return data.map((entry) => ({ bids: side(entry.bids), asks: side(entry.asks) }));
}

function read(reader: TextReader, frame: string): readonly EntryTexts[] {
  const { data } = JSON.parse(frame) as { readonly data: Parameters<TextReader>[1] };
  return reader(frame, data);
}

const digits: fc.Arbitrary<Digits> = fc
  .tuple(
    fc.constantFrom("", "-"),
    fc.oneof(fc.constantFrom("0", "7", "45283"), fc.bigInt(1n, 10n ** 20n).map(String)),
    fc.constantFrom("", ".0", ".00000000", ".10", ".00012300"),
    fc.constantFrom("", "e5", "E-8", "e+07"),
  )
  .map((parts) => ({ digits: parts.join("") }));

const names = fc.oneof(
  fc.constantFrom("price", "qty", "bids", "asks", "data", "limit_price", "order_qty", "extra"),
  fc.string({ maxLength: 8 }),
);

/** Anything, full of the names that are looked for elsewhere. */
const anything: fc.Arbitrary<Json> = fc.letrec<{ any: Json }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    digits,
    fc.oneof(fc.string(), fc.constantFrom('"bids":[', '{"price":1}', '\\"', "],", "é€😀")),
    fc.array(tie("any"), { maxLength: 3 }),
    fc.array(fc.tuple(names, tie("any")), { maxLength: 3 }).map((fields) => ({ fields })),
  ),
})).any;

/** Fields in any order, among others that are unknown; each of them once. */
function object(known: { readonly [name: string]: fc.Arbitrary<Json> }): fc.Arbitrary<Fields> {
  return fc
    .tuple(
      fc.tuple(...Object.entries(known).map(([name, value]) => value.map((made) => [name, made] as const))),
      fc.array(fc.tuple(names, anything), { maxLength: 2 }),
    )
    .chain(([own, others]) => {
      const taken = new Set(own.map(([name]) => name));
      const fields = [...own, ...others.filter(([name]) => !taken.has(name) && taken.add(name))];
      return fc
        .shuffledSubarray(fields, { minLength: fields.length })
        .map((shuffled) => ({ fields: shuffled }));
    });
}

const frames = (price: string, qty: string): fc.Arbitrary<string> => {
  const level = object({ [price]: digits, [qty]: digits });
  const side = fc.array(level, { maxLength: 4 });
  const entry = object({ symbol: fc.constant("A/B"), bids: side, asks: side });
  const message = object({
    type: fc.constant("update"),
    data: fc.array(entry, { minLength: 1, maxLength: 2 }),
  });
  return fc
    .tuple(
      message,
      fc.array(fc.constantFrom("", "", " ", "\n\t", "\r\n"), { minLength: 1, maxLength: 9 }),
      fc.array(fc.constantFrom(false, false, true), { minLength: 1, maxLength: 5 }),
    )
    .map(([value, spaces, escapes]) => write(value, spaces, escapes));
};

describe("reading digits", () => {
  it.each([
    ["price", "qty"],
    ["limit_price", "order_qty"],
  ] as const)(
    "finds what the platform's parser made %s and %s of, however a frame is written",
    (price, qty) => {
      const reader = textReader(price, qty);
      fc.assert(
        fc.property(frames(price, qty), (frame) => {
          expect(read(reader, frame)).toEqual(oracle(frame, price, qty));
        }),
        { numRuns: 2_000, seed: 4 },
      );
    },
  );

  const update = (bids: string, asks: string, rest = ',"checksum":1'): string =>
    `{"channel":"book","type":"update","data":[{"symbol":"A/B","bids":[${bids}],"asks":[${asks}]${rest}}]}`;
  const level = '{"price":1.50,"qty":0.10}';

  it.each([
    { written: "as the exchange does", frame: update(`${level},${level}`, level) },
    { written: "with an empty side", frame: update("", level) },
    { written: "with both empty", frame: update("", "") },
    { written: "with a field more in a level", frame: update('{"price":1.50,"qty":0.10,"orders":2}', level) },
    { written: "with a field more between", frame: update('{"price":1.50,"x":{"qty":7},"qty":0.10}', level) },
    { written: "with the quantity first", frame: update('{"qty":0.10,"price":1.50}', level) },
    { written: "with a space in a level", frame: update('{"price": 1.50,"qty":0.10}', level) },
    { written: "with a space after a level", frame: update(`${level} ,${level}`, level) },
    { written: "with a space before a number's end", frame: update('{"price":1.50 ,"qty":0.10 }', level) },
    {
      written: "with a field between the sides",
      frame: update(level, level).replace(',"asks"', ',"x":[{}],"asks"'),
    },
    { written: "with a side named twice", frame: update(level, level, ',"bids":[]') },
    {
      written: "with a side named twice, first without levels",
      frame: update("", level, `,"bids":[${level}]`),
    },
    { written: "with names in other places", frame: update(level, level, ',"x":["price","bids"],"qty":1') },
    {
      written: "with escaped names and the same elsewhere",
      frame: update('{"pr\\u0069ce":2.0,"qty":3}', level, `,"x":${level}`),
    },
    { written: "with a number named twice", frame: update('{"price":9.00,"price":1.50,"qty":0.10}', level) },
    { written: "with data named twice", frame: update(level, level).replace(/}$/, ',"data":[]}') },
    {
      written: "with nested levels elsewhere",
      frame: update(level, level).replace(/}$/, `,"x":[[[[${level}]]]]}`),
    },
  ])("finds them in a frame $written, after frames that began alike", ({ frame }) => {
    const reader = textReader("price", "qty");
    for (const one of [update(level, level), frame, update(level, ""), frame])
      expect(read(reader, one)).toEqual(oracle(one, "price", "qty"));
  });

  it("gives the shortest digits of a rare frame where the platform's parser does not tell", () => {
    const frame = update('{"qty":0.10,"price":1.50}', "");
    const { parse } = JSON;
    const spy = vi
      .spyOn(JSON, "parse")
      .mockImplementation((text, reviver) =>
        parse(text, reviver && ((name, value) => reviver.call({}, name, value))),
      );
    expect(textReader("price", "qty")(frame, [{ bids: [0], asks: [] }])).toEqual([
      { bids: ["1.5", "0.1"], asks: [] },
    ]);
    spy.mockRestore();
  });

  it("keeps to the digits", () => {
    const reader = textReader("price", "qty");
    const frame = update('{"price":45283.50,"qty":0.00100000}', '{"price":7e-08,"qty":16742421.17790510}');
    for (let time = 0; time < 2; time++)
      expect(read(reader, frame)).toEqual([
        { bids: ["45283.50", "0.00100000"], asks: ["7e-08", "16742421.17790510"] },
      ]);
  });
});
