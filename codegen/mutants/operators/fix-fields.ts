import type { TextOperator } from "./operator.ts";
import { replace, rewrite } from "./text.ts";

const FIELD = /<field number="(\d+)" name="(\w+)" type="(\w+)"([^>]*?)(\/?)>/g;
const VALUE = /<value enum="([^"]+)" description="(\w+)"/g;
const NUMBERS = ["PRICE", "QTY", "AMT", "FLOAT", "PERCENTAGE"];

/** Gives a field that lists no values another type. */
function retype(name: string, from: readonly string[], to: string): TextOperator {
  return replace(name, FIELD, ([all = "", , , type = "", rest = "", closing]) =>
    from.includes(type) && closing && !rest.includes("min=")
      ? all.replace(`type="${type}"`, `type="${to}"`)
      : undefined,
  );
}

/** What fields are and which values they list. */
export const fixFieldOperators: readonly TextOperator[] = [
  replace("FIX: another tag number", FIELD, ([all = "", tag]) =>
    all.replace(`number="${tag}"`, 'number="9871"'),
  ),
  {
    name: "FIX: rename a field",
    places: (text) => [...text.matchAll(FIELD)].length,
    edit: (text, place) => {
      const name = [...text.matchAll(FIELD)][place]?.[2];
      return text.replaceAll(`name="${name}"`, `name="${name}Again"`);
    },
  },
  retype("FIX: a price is an integer", NUMBERS, "INT"),
  retype("FIX: an integer is a price", ["INT"], "PRICE"),
  retype("FIX: a price is a text", NUMBERS, "STRING"),
  retype("FIX: an integer is a text", ["INT", "SEQNUM"], "STRING"),
  retype("FIX: a text is an integer", ["STRING"], "INT"),
  replace(
    "FIX: list one more value",
    VALUE,
    ([all = ""]) => `<value enum="w" description="ADDED_VALUE"/>${all}`,
  ),
  replace("FIX: list one value less", /<value enum="[^"]+" description="\w+"[^>]*\/>/g, () => ""),
  replace(
    "FIX: list values no longer",
    /(<field number="\d+" name="\w+" type="\w+"(?:[^>]*[^/>])?)>(?:\s*<value [^>]*\/>)+\s*<\/field>/g,
    ([, field]) => `${field}/>`,
  ),
  replace(
    "FIX: another name for a value",
    VALUE,
    ([, wire, name]) => `<value enum="${wire}" description="${name}_AGAIN"`,
  ),
  replace("FIX: another value for a name", VALUE, ([, , name]) => `<value enum="v" description="${name}"`),
  replace("FIX: shorter texts", / maxLength="(\d+)"/g, ([, length]) => ` maxLength="${Number(length) - 1}"`),
  replace("FIX: longer texts", / maxLength="(\d+)"/g, ([, length]) => ` maxLength="${Number(length) + 1}"`),
  {
    ...replace(
      "same: FIX, another meaning",
      / meaning="([^"]*)"/g,
      ([, words]) => ` meaning="${words} Again."`,
    ),
    noop: true,
  },
  {
    ...rewrite("same: FIX, fields in another order", (text) => {
      const fields = /<fields>([\s\S]*)<\/fields>/.exec(text)?.[1];
      const all = fields?.match(/<field [^>]*?(?:\/>|>[\s\S]*?<\/field>)/g);
      return all && fields ? text.replace(fields, `\n${[...all].reverse().join("\n")}\n`) : undefined;
    }),
    noop: true,
  },
];
