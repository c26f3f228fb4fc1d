import type { FixDictionary } from "../../contract/fix.ts";
import { propertyKey } from "../../contract/names.ts";
import { docComment } from "../doc-comment.ts";
import type { GeneratedFile } from "../file.ts";
import { header } from "../header.ts";
import type { FixNames } from "./naming.ts";

/** The enumerations: values named by meaning, and the type of each. */
export function emitFields(dictionary: FixDictionary, names: FixNames): GeneratedFile {
  const parts = dictionary.fields
    .filter(({ values }) => values.length > 0)
    .map((field) => {
      const name = names.enumeration(field);
      const members = field.values.map((value) => {
        const markets = value.markets.length === 0 ? [] : [`Markets: ${value.markets.join(", ")}.`];
        const description = sentence(value.meaning ?? value.name);
        const doc = docComment({ description, notes: {} }, value.source, { facts: markets, indent: "  " });
        return `${doc}  ${propertyKey(value.name)}: ${JSON.stringify(value.wire)},\n`;
      });
      const about = `Tag ${field.tag}. ${field.meaning ?? field.name}`;
      const doc = docComment({ description: about, notes: {} }, field.source);
      return `${doc}export const ${name} = {\n${members.join("")}} as const;\n${doc}export type ${name} = (typeof ${name})[keyof typeof ${name}];\n`;
    });
  const content = `${header({ ...dictionary.source, pointer: "/fix/fields" })}\n${parts.join("\n")}`;
  return { path: "fields.ts", content };
}

/** Meanings in the dictionary are phrases; a doc comment wants a sentence. */
function sentence(phrase: string): string {
  const capital = phrase.charAt(0).toUpperCase() + phrase.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
