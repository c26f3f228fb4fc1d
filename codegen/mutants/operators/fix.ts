import { fixFieldOperators } from "./fix-fields.ts";
import { fixMemberOperators } from "./fix-members.ts";
import type { TextOperator } from "./operator.ts";
import { replace, rewrite } from "./text.ts";

const ADDED =
  '<message name="AddedMessage" msgtype="ZZ" msgcat="app" meaning="Added."><field name="AddedField" required="Y"/></message>';

/** Changes of a FIX dictionary. */
export const fixOperators: readonly TextOperator[] = [
  rewrite("FIX: add a message", (text) => text.replace("</messages>", `${ADDED}</messages>`)),
  replace("FIX: remove a message", /<message name="(\w+)"[\s\S]*?<\/message>/g, ([all = ""]) =>
    /msgcat="admin"/.test(all) ? undefined : "",
  ),
  replace("FIX: rename a message", /<message name="(\w+)"/g, ([, name]) => `<message name="${name}Again"`),
  replace("FIX: another message type", / msgtype="(\w+)"/g, () => ' msgtype="ZY"'),
  replace("FIX: another direction", / direction="(client|exchange)"/g, () => ' direction="both"'),
  replace("FIX: change orders no longer", / changesOrders="Y"/g, () => ""),
  rewrite("FIX: another version", (text) => text.replace('minor="4"', 'minor="5"')),
  ...fixMemberOperators,
  ...fixFieldOperators,
];

/** What added messages and fields are made of; a field that stands nowhere changes nothing. */
export function withSpareField(text: string): string {
  return text.replace(
    "</fields>",
    '<field number="9870" name="AddedField" type="STRING" meaning="Added."/></fields>',
  );
}
