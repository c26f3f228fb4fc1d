import type { FixDictionary, FixMember } from "../../contract/fix.ts";
import { fileName, symbolName } from "../../contract/names.ts";
import { SpecError } from "../../contract/source.ts";
import type { GeneratedFile } from "../file.ts";
import { header } from "../header.ts";
import { emitFields } from "./fields.ts";
import { emitHeader, emitMessage, type FixEmitOptions } from "./message.ts";
import { entryName, FixNames } from "./naming.ts";

export type { FixEmitOptions };

/** Everything a FIX dictionary becomes: enumerations, the header, one file a message, and an index. */
export function emitFix(dictionary: FixDictionary, options: FixEmitOptions): GeneratedFile[] {
  const names = new FixNames(dictionary);
  const messages = dictionary.messages.map((message) => emitMessage(message, names, options));
  const paths = new Set<string>();
  messages.forEach(({ path }, index) => {
    const message = dictionary.messages[index];
    if (paths.has(path) && message) throw new SpecError(message.source, `the file name ${path} is taken`);
    paths.add(path);
  });
  return [
    emitFields(dictionary, names),
    emitHeader(dictionary, names, options),
    ...messages,
    emitIndex(dictionary, names),
  ];
}

function emitIndex(dictionary: FixDictionary, names: FixNames): GeneratedFile {
  const fields = dictionary.fields
    .filter(({ values }) => values.length > 0)
    .map((field) => names.enumeration(field));
  const lines = [
    ...(fields.length === 0 ? [] : [`export { ${fields.join(", ")} } from "./fields.ts";`]),
    `export type { Header, HeaderInput } from "./header.ts";`,
    ...dictionary.messages.map((message) => {
      const name = names.message(message.name);
      const types = [name, ...entryNames(name, message.members)].flatMap((type) => [
        `type ${type}`,
        `type ${type}Input`,
      ]);
      return `export { ${[symbolName(message.name), ...types].join(", ")} } from "./messages/${fileName(message.name)}.ts";`;
    }),
  ];
  return { path: "index.ts", content: `${header(dictionary.source)}${lines.join("\n")}\n` };
}

function entryNames(owner: string, members: readonly FixMember[]): string[] {
  return members
    .filter((member) => member.kind === "group")
    .flatMap((group) => [entryName(owner, group), ...entryNames(entryName(owner, group), group.members)]);
}
