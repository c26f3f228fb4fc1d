import { entryMembers, type FixCondition, type FixFieldUse, type FixMember } from "../../contract/fix.ts";
import type { Doc, Json, ObjectShape, Rule, Shape, Test } from "../../contract/shape.ts";
import type { Source } from "../../contract/source.ts";
import type { Part } from "./surface.ts";

type Travel = Part["travel"];

/** The form of each kind of FIX value, as text. Its name is the shape's format, so that two kinds differ although both are texts. */
const FORMS = {
  text: undefined,
  char: "^[\\u0002-\\u007f]$",
  decimal: "^-?\\d+(?:\\.\\d+)?$",
  timestamp:
    "^\\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])-(?:[01]\\d|2[0-3]):[0-5]\\d:(?:[0-5]\\d|60)(?:\\.\\d{1,12})?$",
} as const;

/**
 * Members of a message or of a group's entry as an object by field name.
 *
 * @param first the field that each entry of a group begins with.
 */
export function memberObject(
  members: readonly FixMember[],
  source: Source,
  travel: Travel,
  first?: string,
): ObjectShape {
  return {
    kind: "object",
    source,
    doc: { notes: {} },
    // Neither side may send what the dictionary does not list; what a decoder does with it is its own business.
    additional: "closed",
    properties: members.map((member) => ({
      name: member.field.name,
      required: member.required,
      shape: memberShape(member, travel),
      tag: member.field.tag,
      source: member.source,
    })),
    rules: [...members.flatMap(conditions), ...(first === undefined ? [] : [begins(first, source)])],
  };
}

/** Every entry begins with the group's first field, whatever the dictionary says of its presence. */
function begins(field: string, source: Source): Rule {
  return { kind: "must", source, test: { kind: "present", field } };
}

function memberShape(member: FixMember, travel: Travel): Shape {
  const { field, source } = member;
  const words = [
    member.meaning ?? field.meaning,
    field.unit,
    member.condition,
    member.markets.join(" "),
    ...(member.kind === "field" ? [member.format, member.recommended] : []),
  ];
  const doc: Doc = {
    description: words.filter((part) => part !== undefined).join("\n"),
    ...(member.kind === "field" && member.default !== undefined && { default: member.default }),
    notes: {},
  };
  if (member.kind === "group") {
    // Whoever writes an entry begins it with its first field; whoever reads takes it as the dictionary has it.
    const items =
      travel === "sent"
        ? memberObject(entryMembers(member), source, travel)
        : memberObject(member.members, source, travel, member.members[0]?.field.name);
    const { maxEntries } = member;
    return { kind: "array", source, doc, items, ...(maxEntries !== undefined && { maxItems: maxEntries }) };
  }
  return fieldShape(member, doc);
}

function fieldShape(member: FixFieldUse, doc: Doc): Shape {
  const { field } = member;
  // A field that lists the same values wherever it stands is changed in one place.
  const source = member.values.length === field.values.length ? field.source : member.source;
  const base = { doc, source };
  if (field.values.length > 0) {
    const listed: Shape = {
      kind: "enum",
      ...base,
      values: member.values.map(({ wire }) => wire),
      open: false,
    };
    return field.type === "values" ? { kind: "array", ...base, items: listed, minItems: 1 } : listed;
  }
  switch (field.type) {
    case "integer":
    case "whole": {
      const minimum = field.minimum ?? (field.type === "whole" ? 0 : undefined);
      return { kind: "number", integer: true, ...base, ...(minimum !== undefined && { minimum }) };
    }
    case "boolean":
      return { kind: "boolean", ...base };
    case "values":
      return { kind: "array", ...base, items: { kind: "string", ...base }, minItems: 1 };
    case "data":
      return { kind: "string", ...base, format: "data" };
    default: {
      const form = FORMS[field.type];
      const pattern = member.pattern === undefined ? form : `^(?:${member.pattern})$`;
      return {
        kind: "string",
        ...base,
        minLength: 1,
        ...(field.type !== "text" && { format: `fix-${field.type}` }),
        ...(member.maxLength !== undefined && { maxLength: member.maxLength }),
        ...(pattern !== undefined && { pattern }),
      };
    }
  }
}

function conditions(member: FixMember): Rule[] {
  const { source, required, requiredWhen, requiredUnless, allowedWhen } = member;
  const present: Test = { kind: "present", field: member.field.name };
  return [
    ...(requiredWhen && !required
      ? [{ kind: "if" as const, source, test: holds(requiredWhen), whenTrue: present }]
      : []),
    ...(requiredUnless && !required
      ? [{ kind: "if" as const, source, test: holds(requiredUnless), whenFalse: present }]
      : []),
    ...(allowedWhen ? [{ kind: "if" as const, source, test: present, whenTrue: holds(allowedWhen) }] : []),
  ];
}

function holds({ field, values }: FixCondition): Test {
  const present: Test = { kind: "present", field: field.name };
  if (values.length === 0) return present;
  const value = (wire: string): Json =>
    field.type === "boolean"
      ? wire === "Y"
      : field.type === "integer" || field.type === "whole"
        ? Number(wire)
        : wire;
  const one = (wire: string): Test => ({
    kind: "field",
    field: field.name,
    shape: { kind: "const", source: field.source, doc: { notes: {} }, value: value(wire) as string },
  });
  return { kind: "all", tests: [present, { kind: "any", tests: values.map(one) }] };
}
