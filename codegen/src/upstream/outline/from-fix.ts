import type { FixField, FixMember, FixMessageType } from "../../contract/fix.ts";
import { sourceText } from "../../contract/source.ts";
import type { Outline, OutlineField, WireType } from "./outline.ts";

/** The outline of a FIX message's body, its fields named as the pages name them: `11 - ClOrdID`. */
export function fixOutline(message: FixMessageType): Outline {
  return membersOutline(message.members, sourceText(message.source));
}

export function fixName({ tag, name }: FixField): string {
  return `${tag} - ${name}`;
}

function membersOutline(members: readonly FixMember[], at: string): Outline {
  return {
    at,
    types: new Set<WireType>(["object"]),
    fields: new Map(members.map((member) => [fixName(member.field), memberOutline(member)])),
  };
}

function memberOutline(member: FixMember): OutlineField {
  const at = sourceText(member.source);
  const conditional = member.requiredWhen ?? member.requiredUnless ?? member.condition ?? member.allowedWhen;
  const required = member.required || (conditional === undefined ? false : "conditional");
  if (member.kind === "group") {
    // Pages describe an entry's fields below the count, whose own type is a number.
    return { required, outline: { ...membersOutline(member.members, at), types: new Set(["integer"]) } };
  }
  const values = member.values.map(({ wire }) => wire);
  return {
    required,
    outline: {
      at,
      types: typesOf(member.field, values),
      ...(values.length > 0 && { values: new Set(values) }),
    },
  };
}

/** Everything on the wire is text: a field of digits may be called a string as well as a number. */
function typesOf(field: FixField, values: readonly string[]): Set<WireType> {
  switch (field.type) {
    case "integer":
    case "whole":
      return new Set(["integer"]);
    case "decimal":
      return new Set(["number"]);
    case "boolean":
      return new Set(["boolean"]);
    default:
      return new Set(values.length > 0 && values.every(isDigits) ? ["string", "integer"] : ["string"]);
  }
}

function isDigits(text: string): boolean {
  return /^\d+$/.test(text);
}
