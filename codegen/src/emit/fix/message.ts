import type { FixDictionary, FixMember, FixMessageType } from "../../contract/fix.ts";
import { fileName, propertyKey, symbolName } from "../../contract/names.ts";
import type { Source } from "../../contract/source.ts";
import { docComment } from "../doc-comment.ts";
import type { GeneratedFile } from "../file.ts";
import { header } from "../header.ts";
import { emitCheck } from "./check.ts";
import { emitDecoder, emitHeaderDecoder } from "./decode.ts";
import { emitEncoder } from "./encode.ts";
import { entryName, type FixNames, knownName, RUNTIME_TYPES, RUNTIME_VALUES } from "./naming.ts";
import { emitInterface } from "./types.ts";

/** Fields the framing writes and reads by itself. */
const FRAMING_TAGS: ReadonlySet<number> = new Set([8, 9, 35]);

export interface FixEmitOptions {
  /** Module specifier of the codec runtime, as seen from the generated folder: `../codec/generated-api.ts`. */
  readonly runtime: string;
}

export function emitMessage(
  message: FixMessageType,
  names: FixNames,
  options: FixEmitOptions,
): GeneratedFile {
  const { source, members, msgType } = message;
  const name = names.message(message.name);
  const description = [message.meaning, message.page === undefined ? undefined : `See ${message.page}`]
    .filter((part) => part !== undefined)
    .join("\n\n");
  const literal = JSON.stringify(msgType);
  const received = emitInterface(name, members, "received", names, {
    source,
    description: `As received (35=${msgType}). ${description}`,
    first: `  readonly MsgType: ${literal};\n  readonly header: Header;\n  /** Fields the dictionary does not list here, in wire order. */\n  readonly unknown: readonly UnknownField[];\n`,
  });
  const input = emitInterface(name, members, "input", names, {
    source,
    description: `To be sent (35=${msgType}). ${description}`,
  });
  const body = `${received}${input}${emitKnown(name, members, ["MsgType", "header", "unknown"])}${emitCheck(name, members)}${emitEncoder(name, members)}${emitDecoder(name, "Header", msgType, members)}${descriptor(message, name)}`;
  const imports = [
    importLine(body, fromMessages(options.runtime)),
    enumerationImport(body, members, names),
    `import { type Header, type HeaderInput, messageHeader } from "../header.ts";\n`,
  ];
  return {
    path: `messages/${fileName(message.name)}.ts`,
    content: `${header(source)}${imports.join("")}\n${body}`,
  };
}

function descriptor(message: FixMessageType, name: string): string {
  const facts = [
    `name: ${JSON.stringify(message.name)}`,
    `msgType: ${JSON.stringify(message.msgType)}`,
    `category: "${message.category}"`,
    `direction: "${message.direction}"`,
    `changesOrders: ${message.changesOrders}`,
    "header: messageHeader",
    `check: check${name}`,
    `encode: encode${name}`,
    `decode: decode${name}`,
    `known: { fields: ${knownName(name)} }`,
  ];
  const doc = docComment({ description: message.meaning ?? message.name, notes: {} }, message.source);
  return `${doc}export const ${symbolName(message.name)}: FixMessage<${name}Input, ${name}, HeaderInput> = {\n  ${facts.join(",\n  ")},\n};\n`;
}

/** The fields of a message and the values its enumerations list, for finding and reporting those it does not; its groups' first. */
function emitKnown(owner: string, members: readonly FixMember[], others: readonly string[]): string {
  const groups = members
    .filter((member) => member.kind === "group")
    .map((group) => emitKnown(entryName(owner, group), group.members, []));
  const entries = members.map((member) => {
    const { field } = member;
    let table = "0";
    if (member.kind === "group") table = `{ items: { fields: ${knownName(entryName(owner, member))} } }`;
    else if (member.values.length > 0) {
      const values = `{ values: [${member.values.map(({ wire }) => JSON.stringify(wire)).join(", ")}] }`;
      table = field.type === "values" ? `{ items: ${values} }` : values;
    }
    return `${propertyKey(field.name)}: ${table}`;
  });
  const all = [...others.map((other) => `${other}: 0`), ...entries].join(", ");
  return `${groups.join("")}const ${knownName(owner)}: KnownFields = ${all === "" ? "{}" : `{ ${all} }`};\n\n`;
}

/** `header.ts`: the fields every message begins with, as the session reads and writes them. */
export function emitHeader(
  dictionary: FixDictionary,
  names: FixNames,
  options: FixEmitOptions,
): GeneratedFile {
  const members = dictionary.header.filter(({ field }) => !FRAMING_TAGS.has(field.tag));
  const source = { ...dictionary.source, pointer: "/fix/header" };
  const description = "What every message begins with, beside the fields of the framing (8, 9 and 35).";
  const body =
    emitInterface("Header", members, "received", names, {
      source,
      description: `${description} As received.`,
    }) +
    emitInterface("Header", members, "input", names, { source, description: `${description} To be sent.` }) +
    emitKnown("Header", members, []) +
    emitCheck("Header", members) +
    emitEncoder("Header", members).replace("function encodeHeader", "export function encodeHeader") +
    emitHeaderDecoder("Header", members) +
    headerDescriptor(dictionary, source);
  const imports =
    importLine(body, options.runtime) + enumerationImport(body, members, names).replace("../", "./");
  return { path: "header.ts", content: `${header(source)}${imports}\n${body}` };
}

function headerDescriptor(dictionary: FixDictionary, source: Source): string {
  const doc = docComment({ description: "The header of every message, and its codec.", notes: {} }, source);
  const facts = [
    `beginString: ${JSON.stringify(dictionary.beginString)}`,
    "check: checkHeader",
    "encode: encodeHeader",
    "decode: decodeHeader",
  ];
  return `${doc}export const messageHeader: FixHeader<HeaderInput, Header> = {\n  ${facts.join(",\n  ")},\n};\n`;
}

/** Only what the body uses, so that no generated file has an idle import. */
function importLine(body: string, runtime: string): string {
  const used = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(body);
  const names = [...RUNTIME_VALUES.filter(used), ...RUNTIME_TYPES.filter(used).map((name) => `type ${name}`)];
  return `import {\n${names.map((name) => `  ${name},\n`).join("")}} from ${JSON.stringify(runtime)};\n`;
}

function enumerationImport(body: string, members: readonly FixMember[], names: FixNames): string {
  const all = enumerations(members, names);
  const used = [...all].filter((name) => new RegExp(`\\b${name}\\b`).test(body)).sort();
  if (used.length === 0) return "";
  return `import type {\n${used.map((name) => `  ${name},\n`).join("")}} from "../fields.ts";\n`;
}

function enumerations(members: readonly FixMember[], names: FixNames): Set<string> {
  const found = new Set<string>();
  for (const member of members) {
    if (member.kind === "group") for (const name of enumerations(member.members, names)) found.add(name);
    else if (member.field.values.length > 0) found.add(names.enumeration(member.field));
  }
  return found;
}

/** From `messages/`, a relative specifier is one level further away. */
function fromMessages(runtime: string): string {
  return runtime.startsWith(".") ? `../${runtime.replace(/^\.\//, "")}` : runtime;
}
