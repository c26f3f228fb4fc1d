import type { FixCondition, FixField, FixMember, FixMessageType } from "../../contract/fix.ts";
import { sourceText } from "../../contract/source.ts";
import type { FieldIs, When } from "./condition.ts";
import { limitsOf } from "./limits.ts";
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
    const limits = limitsOf({ maxItems: member.maxEntries }, undefined);
    const entry: Outline = { ...membersOutline(member.members, at), types: new Set(["integer"]), limits };
    return { required, ...whenOf(member), outline: entry };
  }
  const values = member.values.map(({ wire }) => wire);
  const { default: fallback, maxLength, field } = member;
  return {
    required,
    ...whenOf(member),
    outline: {
      at,
      types: typesOf(field, values),
      limits: limitsOf({ default: fallback, maxLength, minimum: field.minimum }, undefined),
      whole: true,
      ...(values.length > 0 && { values: new Set(values) }),
    },
  };
}

function whenOf({ requiredWhen, requiredUnless, allowedWhen, condition }: FixMember): { when?: When[] } {
  // Words may say anything.
  if (condition !== undefined) return {};
  const is = ({ field, values }: FixCondition): FieldIs => ({
    field: fixName(field),
    ...(values.length > 0 && { values: new Set(values) }),
  });
  const when: When[] = [
    ...(requiredWhen ? [{ kind: "required", all: [is(requiredWhen)] } as const] : []),
    ...(requiredUnless ? [{ kind: "required", all: [{ ...is(requiredUnless), not: true }] } as const] : []),
    ...(allowedWhen ? [{ kind: "allowed", all: [is(allowedWhen)] } as const] : []),
  ];
  return { when };
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
