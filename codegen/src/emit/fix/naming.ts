import type { FixDictionary, FixField, FixGroup, FixMember } from "../../contract/fix.ts";
import { typeName } from "../../contract/names.ts";
import { SpecError } from "../../contract/source.ts";

/** Names generated FIX files take from the codec; nothing of the dictionary may be called the same. */
export const RUNTIME_VALUES = [
  "findStray",
  "hide",
  "inEntry",
  "isChar",
  "isDecimal",
  "isInteger",
  "isRecord",
  "isText",
  "isTimestamp",
  "isValueList",
  "isWhole",
  "NO_UNKNOWN",
  "refuse",
] as const;
export const RUNTIME_TYPES = [
  "Decimal",
  "Draft",
  "FixFault",
  "FixHeader",
  "FixMessage",
  "KnownFields",
  "Open",
  "Reader",
  "SessionHeader",
  "UnknownField",
  "UTCTimestamp",
  "Writer",
] as const;

/** Fields of every decoded message that no dictionary field may be called. */
const MESSAGE_FIELDS = ["MsgType", "header", "unknown"];

/** The identifiers of one dictionary, free of clashes between messages, enumerations and the codec. */
export class FixNames {
  readonly #messages = new Map<string, string>();
  readonly #enumerations = new Map<string, string>();

  constructor(dictionary: FixDictionary) {
    const taken = new Set<string>([
      ...RUNTIME_TYPES,
      ...RUNTIME_VALUES,
      "Header",
      "HeaderInput",
      "Date",
      "Uint8Array",
    ]);
    for (const { name, source, members } of dictionary.messages) {
      const type = free(typeName(name), "Message", taken);
      for (const made of [type, `${type}Input`]) {
        if (taken.has(made)) throw new SpecError(source, `the type name ${made} is taken`);
        taken.add(made);
      }
      this.#messages.set(name, type);
      refuseReserved(members);
    }
    for (const { name, values, source } of dictionary.fields) {
      if (values.length === 0) continue;
      const type = free(typeName(name), "Value", taken);
      if (taken.has(type)) throw new SpecError(source, `the type name ${type} is taken`);
      taken.add(type);
      this.#enumerations.set(name, type);
    }
  }

  message(name: string): string {
    return this.#messages.get(name) as string;
  }

  enumeration(field: FixField): string {
    return this.#enumerations.get(field.name) as string;
  }
}

/** The type of a group's entries, inside the type that holds the group. */
export function entryName(owner: string, group: FixGroup): string {
  return `${owner}${typeName(group.field.name)}`;
}

/** The constant that lists the fields of a message or of a group's entries. */
export function knownName(owner: string): string {
  return `known${owner}`;
}

function free(name: string, suffix: string, taken: ReadonlySet<string>): string {
  return taken.has(name) ? `${name}${suffix}` : name;
}

function refuseReserved(members: readonly FixMember[]): void {
  for (const member of members) {
    if (member.kind === "group") refuseReserved(member.members);
    // What every object inherits would look like a value where the field is absent.
    if (MESSAGE_FIELDS.includes(member.field.name) || member.field.name in Object.prototype) {
      throw new SpecError(member.source, `a field of a message cannot be called ${member.field.name}`);
    }
  }
}
