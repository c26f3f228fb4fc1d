import type { TextOperator } from "./operator.ts";
import { replace, rewrite } from "./text.ts";

const MEMBER = /<field name="(\w+)" required="([YN])"([^>]*)\/>/g;
const MESSAGE = /<message name="(\w+)"[\s\S]*?<\/message>/g;
const GROUP = /<group [^>]*>[\s\S]*?<\/group>/g;

const added = (required: "Y" | "N"): string => `<field name="AddedField" required="${required}"/>`;

function inSection(section: "header" | "trailer", required: "Y" | "N"): TextOperator["edit"] {
  return (text) => text.replace(`</${section}>`, `${added(required)}</${section}>`);
}

function tagOf(name: string, text: string): string | undefined {
  return new RegExp(`number="(\\d+)" name="${name}"`).exec(text)?.[1];
}

/** What messages, groups, header and trailer are made of. */
export const fixMemberOperators: readonly TextOperator[] = [
  replace("FIX: require a field", MEMBER, ([all, , required]) =>
    required === "N" ? all?.replace('required="N"', 'required="Y"') : undefined,
  ),
  replace("FIX: require a field no longer", MEMBER, ([all, , required]) =>
    required === "Y" ? all?.replace('required="Y"', 'required="N"') : undefined,
  ),
  replace("FIX: remove a field", MEMBER, () => ""),
  replace("FIX: add an optional field", MESSAGE, ([all = ""]) =>
    all.replace("</message>", `${added("N")}</message>`),
  ),
  replace("FIX: add a required field", MESSAGE, ([all = ""]) =>
    all.replace("</message>", `${added("Y")}</message>`),
  ),
  rewrite("FIX: add an optional field to the header", inSection("header", "N")),
  rewrite("FIX: add a required field to the header", inSection("header", "Y")),
  rewrite("FIX: add an optional field to the trailer", inSection("trailer", "N")),
  rewrite("FIX: add a required field to the trailer", inSection("trailer", "Y")),
  replace("FIX: add an optional field to a group", GROUP, ([all = ""]) =>
    all.replace("</group>", `${added("N")}</group>`),
  ),
  replace("FIX: add a required field to a group", GROUP, ([all = ""]) =>
    all.replace("</group>", `${added("Y")}</group>`),
  ),
  replace(
    "FIX: move a field into a group",
    /(<field name="\w+" required="[YN]"[^>]*\/>)(\s*<group [^>]*>[\s\S]*?)<\/group>/g,
    ([, field, group]) => `${group}${field}</group>`,
  ),
  replace(
    "FIX: give a group a field of its message",
    /(<field name="\w+" required="N"[^>]*\/>)(\s*<group [^>]*>[\s\S]*?)<\/group>/g,
    ([, field, group]) => `${field}${group}${field}</group>`,
  ),
  replace(
    "FIX: a group begins with another field",
    /(<group [^>]*>\s*)(<field [^>]*\/>)(\s*)(<field [^>]*\/>)/g,
    ([, head, first, space, second]) => `${head}${second}${space}${first}`,
  ),
  replace("FIX: require a group", /<group name="\w+" required="N"/g, ([all]) =>
    all.replace('required="N"', 'required="Y"'),
  ),
  replace("FIX: require a group no longer", /<group name="\w+" required="Y"/g, ([all]) =>
    all.replace('required="Y"', 'required="N"'),
  ),
  replace(
    "FIX: allow fewer entries",
    / maxEntries="(\d+)"/g,
    ([, most]) => ` maxEntries="${Number(most) - 1}"`,
  ),
  replace(
    "FIX: allow more entries",
    / maxEntries="(\d+)"/g,
    ([, most]) => ` maxEntries="${Number(most) + 1}"`,
  ),
  replace("FIX: require a field under a condition no longer", / requiredWhen="[^"]*"/g, () => ""),
  replace(
    "FIX: require a field with another",
    /(<field name="(\w+)" required="N"[^>]*\/>\s*<field name="\w+" required="N")\/>/g,
    ([, both, other], text) => `${both} requiredWhen="${tagOf(other ?? "", text)}"/>`,
  ),
  replace(
    "FIX: allow a field only with another",
    /(<field name="(\w+)" required="N"[^>]*\/>\s*<field name="\w+" required="N")\/>/g,
    ([, both, other], text) => `${both} allowedWhen="${tagOf(other ?? "", text)}"/>`,
  ),
  {
    ...replace(
      "same: FIX, members in another order",
      /(<message [^>]*>\s*)(<field [^>]*\/>)(\s*)(<field [^>]*\/>)/g,
      ([, head, first, space, second]) => `${head}${second}${space}${first}`,
    ),
    noop: true,
  },
];
