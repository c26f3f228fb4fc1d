import type { FixMember } from "../../contract/fix.ts";
import { propertyAccess } from "../../contract/names.ts";
import { entryName } from "./naming.ts";

/** The function that writes the fields of a message, header or entry in the dictionary's order, its groups' first. */
export function emitEncoder(name: string, members: readonly FixMember[]): string {
  const groups = members
    .filter((member) => member.kind === "group")
    .map((group) => emitEncoder(entryName(name, group), group.members));
  const lines = members.map((member) => {
    const write = statement(name, member);
    // The writer passes over fields that are not there; only what has parts of its own is asked about here.
    if (member.required || !hasParts(member)) return `  ${write}\n`;
    return `  if (m${propertyAccess(member.field.name)} !== undefined) ${write}\n`;
  });
  const head = `function encode${name}(w: Writer, m: ${name}Input): void {\n`;
  return `${groups.join("")}${head}${lines.join("")}}\n\n`;
}

function hasParts(member: FixMember): boolean {
  return member.kind === "group" || member.field.type === "data";
}

function statement(owner: string, member: FixMember): string {
  const { field } = member;
  const value = `m${propertyAccess(field.name)}`;
  const key = field.tag;
  if (member.kind === "group") {
    const each = `for (const entry of ${value}) encode${entryName(owner, member)}(w, entry);`;
    return `{\n    w.number(${key}, ${value}.length);\n    ${each}\n  }`;
  }
  if (field.type === "values") return `w.values(${key}, ${value});`;
  if (field.values.length > 0) return `w.text(${key}, ${value});`;
  switch (field.type) {
    case "integer":
    case "whole":
      return `w.number(${key}, ${value});`;
    case "boolean":
      return `w.boolean(${key}, ${value});`;
    case "timestamp":
      return `w.timestamp(${key}, ${value}, "${member.precision}");`;
    case "decimal":
      return `w.decimal(${key}, ${value});`;
    case "data":
      return `w.data(${member.length?.tag}, ${key}, ${value});`;
    default:
      return `w.text(${key}, ${value});`;
  }
}
