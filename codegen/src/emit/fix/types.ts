import { entryMembers, type FixMember } from "../../contract/fix.ts";
import { propertyKey } from "../../contract/names.ts";
import type { Source } from "../../contract/source.ts";
import { docComment } from "../doc-comment.ts";
import { entryName, type FixNames } from "./naming.ts";
import { conditionText, valueType } from "./values.ts";

export type Role = "received" | "input";

/** The interface of a message, a header or a group entry, its groups' entries first. */
export function emitInterface(
  name: string,
  members: readonly FixMember[],
  role: Role,
  names: FixNames,
  about: { source: Source; description: string; extends?: string; first?: string },
): string {
  const suffix = role === "input" ? "Input" : "";
  const entries = members
    .filter((member) => member.kind === "group")
    .map((group) =>
      emitInterface(
        entryName(name, group),
        role === "input" ? entryMembers(group) : group.members,
        role,
        names,
        {
          source: group.source,
          description: `One entry of ${group.field.name} (${group.field.tag}).`,
        },
      ),
    );
  const head = docComment({ description: about.description, notes: {} }, about.source);
  const parent = about.extends === undefined ? "" : ` extends ${about.extends}`;
  const body = members.map((member) => property(name, member, role, names)).join("");
  return `${entries.join("")}${head}export interface ${name}${suffix}${parent} {\n${about.first ?? ""}${body}}\n\n`;
}

function property(owner: string, member: FixMember, role: Role, names: FixNames): string {
  const type =
    member.kind === "group"
      ? `readonly ${entryName(owner, member)}${role === "input" ? "Input" : ""}[]`
      : valueType(member, role, names);
  const doc = docComment({ description: description(member), notes: {} }, member.source, {
    facts: facts(member),
    indent: "  ",
  });
  const key = propertyKey(member.field.name);
  if (member.required) return `${doc}  readonly ${key}: ${type};\n`;
  return role === "input"
    ? `${doc}  readonly ${key}?: ${type} | undefined;\n`
    : `${doc}  readonly ${key}: ${type} | undefined;\n`;
}

function description(member: FixMember): string {
  const { tag, meaning } = member.field;
  const own = member.meaning ?? meaning;
  return own === undefined ? `Tag ${tag}.` : `Tag ${tag}. ${own}`;
}

function facts(member: FixMember): string[] {
  const lines: string[] = [];
  if (member.requiredWhen) lines.push(`Required when ${conditionText(member.requiredWhen)}.`);
  if (member.requiredUnless) lines.push(`Required unless ${conditionText(member.requiredUnless)}.`);
  if (member.allowedWhen) lines.push(`Only when ${conditionText(member.allowedWhen)}.`);
  if (member.condition) lines.push(`Condition: ${member.condition}.`);
  if (member.markets.length > 0) lines.push(`Markets: ${member.markets.join(", ")}.`);
  if (member.field.unit) lines.push(`Unit: ${member.field.unit}.`);
  if (member.kind === "field") {
    if (member.format) lines.push(`Format: ${member.format}.`);
    if (member.maxLength) lines.push(`At most ${member.maxLength} characters.`);
    if (member.default) lines.push(`Default: ${member.default}.`);
    if (member.recommended) lines.push(`Recommended: ${member.recommended}.`);
  } else if (member.maxEntries) {
    lines.push(`At most ${member.maxEntries} entr${member.maxEntries === 1 ? "y" : "ies"}.`);
  }
  return lines.length === 0 ? [] : [lines.join(" ")];
}
