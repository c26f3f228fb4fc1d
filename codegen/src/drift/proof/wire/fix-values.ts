import type { Writer } from "@x/fix/codec";
import type { FixMember } from "../../../contract/fix.ts";
import type { Json } from "../../../contract/shape.ts";

/** A tag that no dictionary has. */
const UNLISTED_TAG = 29_999;

type Fields = { readonly [name: string]: Json };

/** Fields as texts, as they stand on the wire, to the values that a program gives the generated encoder. */
export function typed(members: readonly FixMember[], fields: Json): unknown {
  if (!isFields(fields)) return fields;
  const known = new Map(members.map((member) => [member.field.name, member]));
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const member = known.get(name);
      return [name, member ? typedValue(member, value) : value];
    }),
  );
}

function typedValue(member: FixMember, value: Json): unknown {
  if (member.kind === "group")
    return Array.isArray(value) ? value.map((entry: Json) => typed(member.members, entry)) : value;
  if (typeof value !== "string" || member.field.values.length > 0) return value;
  switch (member.field.type) {
    case "integer":
    case "whole":
      return /^-?\d+$/.test(value) ? Number(value) : value;
    case "boolean":
      return value === "Y" || value === "N" ? value === "Y" : value;
    case "data":
      return new TextEncoder().encode(value);
    default:
      return value;
  }
}

/** Writes fields in the dictionary's order, whatever they hold; false where a value is none that FIX has. */
export function writeFields(writer: Writer, members: readonly FixMember[], fields: Json): boolean {
  if (!isFields(fields)) return false;
  const known = new Set(members.map(({ field }) => field.name));
  const listed = members.every((member) => {
    const value = fields[member.field.name];
    return value === undefined || writeField(writer, member, value);
  });
  const others = Object.keys(fields).filter((name) => !known.has(name));
  for (const name of others) writer.text(UNLISTED_TAG, String(fields[name]));
  return listed;
}

function writeField(writer: Writer, member: FixMember, value: Json): boolean {
  const { tag } = member.field;
  if (member.kind === "group") {
    if (!Array.isArray(value)) return false;
    writer.number(tag, value.length);
    return value.every((entry: Json) => writeFields(writer, member.members, entry));
  }
  if (member.field.type === "values") {
    if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) return false;
    writer.text(tag, value.join(" "));
    return true;
  }
  if (typeof value !== "string") return false;
  if (member.field.type === "data" && member.length !== undefined)
    writer.data(member.length.tag, tag, new TextEncoder().encode(value));
  else writer.text(tag, value);
  return true;
}

function isFields(value: Json): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
