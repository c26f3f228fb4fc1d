import { pick, type Random } from "../../src/drift/random.ts";
import type { TextOperator } from "./operator.ts";

/** Replaces one of the places a pattern finds. */
function one(
  pattern: RegExp,
  replace: (match: RegExpMatchArray, text: string, random: Random) => string | undefined,
) {
  return (text: string, random: Random): string | undefined => {
    const matches = [...text.matchAll(pattern)];
    if (matches.length === 0) return undefined;
    const match = pick(random, matches);
    const next = replace(match, text, random);
    if (next === undefined) return undefined;
    return text.slice(0, match.index) + next + text.slice(match.index + match[0].length);
  };
}

const MEMBER = /<field name="(\w+)" required="([YN])"([^>]*)\/>/g;
const MESSAGE = /<message name="(\w+)"[\s\S]*?<\/message>/g;
const FIELD = /<field number="(\d+)" name="(\w+)" type="(\w+)"([^>]*?)(\/?)>/g;
const VALUE = /<value enum="([^"]+)" description="(\w+)"/g;

/** Changes of a FIX dictionary. */
export const fixOperators: readonly TextOperator[] = [
  {
    name: "FIX: require a field",
    edit: one(MEMBER, ([all, , required]) =>
      required === "N" ? all?.replace('required="N"', 'required="Y"') : undefined,
    ),
  },
  {
    name: "FIX: require a field no longer",
    edit: one(MEMBER, ([all, , required]) =>
      required === "Y" ? all?.replace('required="Y"', 'required="N"') : undefined,
    ),
  },
  { name: "FIX: remove a field", edit: one(MEMBER, () => "") },
  {
    name: "FIX: add an optional field",
    edit: one(MESSAGE, ([all = ""]) =>
      all.includes('"SecurityDesc"')
        ? undefined
        : all.replace("</message>", '<field name="AddedField" required="N"/></message>'),
    ),
  },
  {
    name: "FIX: add a required field",
    edit: one(MESSAGE, ([all = ""]) =>
      all.replace("</message>", '<field name="AddedField" required="Y"/></message>'),
    ),
  },
  {
    name: "FIX: add a message",
    edit: (text) =>
      text.replace(
        "</messages>",
        '<message name="AddedMessage" msgtype="ZZ" msgcat="app" meaning="Added."><field name="AddedField" required="Y"/></message></messages>',
      ),
  },
  {
    name: "FIX: remove a message",
    edit: one(MESSAGE, ([all = ""]) => (/msgcat="admin"/.test(all) ? undefined : "")),
  },
  {
    name: "FIX: rename a message",
    edit: one(/<message name="(\w+)"/g, ([, name]) => `<message name="${name}Again"`),
  },
  { name: "FIX: another message type", edit: one(/ msgtype="(\w+)"/g, () => ' msgtype="ZY"') },
  {
    name: "FIX: another tag number",
    edit: one(FIELD, ([all = "", tag]) => all.replace(`number="${tag}"`, 'number="9871"')),
  },
  { name: "FIX: another version", edit: (text) => text.replace('minor="4"', 'minor="5"') },
  {
    name: "FIX: a price is an integer",
    edit: one(FIELD, ([all = "", , , type = "", , closing]) =>
      ["PRICE", "QTY", "AMT", "FLOAT", "PERCENTAGE"].includes(type) && closing
        ? all.replace(`type="${type}"`, 'type="INT"')
        : undefined,
    ),
  },
  {
    name: "FIX: an integer is a price",
    edit: one(FIELD, ([all = "", , , type, rest = "", closing]) =>
      type === "INT" && closing && !rest.includes("min=")
        ? all.replace('type="INT"', 'type="PRICE"')
        : undefined,
    ),
  },
  {
    name: "FIX: a price is a text",
    edit: one(FIELD, ([all = "", , , type = "", , closing]) =>
      ["PRICE", "QTY", "AMT"].includes(type) && closing
        ? all.replace(`type="${type}"`, 'type="STRING"')
        : undefined,
    ),
  },
  {
    name: "FIX: list one more value",
    edit: one(VALUE, ([all = ""]) => `<value enum="w" description="ADDED_VALUE"/>${all}`),
  },
  { name: "FIX: list one value less", edit: one(/<value enum="[^"]+" description="\w+"[^>]*\/>/g, () => "") },
  {
    name: "FIX: another name for a value",
    edit: one(VALUE, ([, wire, name]) => `<value enum="${wire}" description="${name}_AGAIN"`),
  },
  {
    name: "FIX: another value for a name",
    edit: one(VALUE, ([, , name]) => `<value enum="v" description="${name}"`),
  },
  {
    name: "FIX: shorter texts",
    edit: one(/ maxLength="(\d+)"/g, ([, length]) => ` maxLength="${Number(length) - 1}"`),
  },
  {
    name: "FIX: longer texts",
    edit: one(/ maxLength="(\d+)"/g, ([, length]) => ` maxLength="${Number(length) + 1}"`),
  },
  {
    name: "FIX: require a field under a condition no longer",
    edit: one(/ requiredWhen="[^"]*"/g, () => ""),
  },
  {
    name: "FIX: a group begins with another field",
    edit: one(
      /(<group [^>]*>\s*)(<field [^>]*\/>)(\s*)(<field [^>]*\/>)/g,
      ([, head, first, space, second]) => `${head}${second}${space}${first}`,
    ),
  },
  {
    name: "same: FIX, members in another order",
    noop: true,
    edit: one(
      /(<message [^>]*>\s*)(<field [^>]*\/>)(\s*)(<field [^>]*\/>)/g,
      ([, head, first, space, second]) => `${head}${second}${space}${first}`,
    ),
  },
  {
    name: "same: FIX, another meaning",
    noop: true,
    edit: one(/ meaning="([^"]*)"/g, ([, words]) => ` meaning="${words} Said in other words."`),
  },
  {
    name: "same: FIX, fields in another order",
    noop: true,
    edit: (text) => {
      const fields = /<fields>([\s\S]*)<\/fields>/.exec(text)?.[1];
      const all = fields?.match(/<field [^>]*?(?:\/>|>[\s\S]*?<\/field>)/g);
      return all && fields ? text.replace(fields, `\n${[...all].reverse().join("\n")}\n`) : undefined;
    },
  },
];

/** What added messages and fields are made of; a field that stands nowhere changes nothing. */
export function withSpareField(text: string): string {
  return text.replace(
    "</fields>",
    '<field number="9870" name="AddedField" type="STRING" meaning="Added."/></fields>',
  );
}
