import type { FixCondition, FixField, FixFieldUse, FixMember } from "../../contract/fix.ts";
import { propertyAccess } from "../../contract/names.ts";
import type { FixNames } from "./naming.ts";

/** What a refused value should have been, in words. */
export function expected(member: FixMember): string {
  if (member.kind === "group") {
    return member.maxEntries === undefined
      ? "a list of entries"
      : `a list of at most ${member.maxEntries} entr${member.maxEntries === 1 ? "y" : "ies"}`;
  }
  const { field } = member;
  if (member.format !== undefined) return member.format;
  if (member.values.length > 0) {
    const listed = member.values.map(({ wire }) => JSON.stringify(wire)).join(", ");
    if (field.type === "values") return `a list of ${listed}`;
    return member.values.length === 1 ? listed : `one of ${listed}`;
  }
  switch (field.type) {
    case "text": {
      const limit = member.maxLength === undefined ? "" : ` of at most ${member.maxLength} characters`;
      return member.pattern === undefined ? `text${limit}` : `text${limit} matching ${member.pattern}`;
    }
    case "char":
      return "one character";
    case "decimal":
      return "an exact decimal as text, without exponent";
    case "integer":
      return field.minimum === undefined ? "a whole number" : `a whole number from ${field.minimum}`;
    case "whole":
      return `a whole number from ${field.minimum ?? 0}`;
    case "boolean":
      return "true or false";
    case "timestamp":
      return "a Date or text as YYYYMMDD-HH:MM:SS.sss";
    case "values":
      return "a list of texts";
    case "data":
      return "bytes";
  }
}

/** `MassCancelRequestType is CancelSymbolOrders (530=1)`. */
export function conditionText({ field, values }: FixCondition): string {
  if (values.length === 0) return `${field.name} is given`;
  const named = values.map((wire) => field.values.find((value) => value.wire === wire)?.name ?? wire);
  return `${field.name} is ${named.join(" or ")} (${field.tag}=${values.join(",")})`;
}

/** The condition as an expression over a message in the variable `of`. */
export function conditionCode({ field, values }: FixCondition, of: string): string {
  const access = `${of}${propertyAccess(field.name)}`;
  if (values.length === 0) return `${access} !== undefined`;
  if (field.type === "values") {
    const list = JSON.stringify(values);
    return `Array.isArray(${access}) && ${access}.some((item) => ${list}.includes(item))`;
  }
  return values.map((wire) => `${access} === ${literal(field, wire)}`).join(" || ");
}

function literal(field: FixField, wire: string): string {
  if (field.type === "boolean") return wire === "Y" ? "true" : "false";
  if ((field.type === "integer" || field.type === "whole") && field.values.length === 0) return wire;
  return JSON.stringify(wire);
}

/** The TypeScript type of a field's value: as received, or as accepted for sending. */
export function valueType(
  { field, values }: FixFieldUse,
  role: "received" | "input",
  names: FixNames,
): string {
  if (field.values.length > 0) {
    const enumeration = names.enumeration(field);
    const listed = values.map(({ wire }) => JSON.stringify(wire)).join(" | ");
    const closed = values.length === field.values.length ? enumeration : `Extract<${enumeration}, ${listed}>`;
    const value = role === "received" ? `Open<${closed}>` : closed;
    return field.type === "values" ? `readonly ${value}[]` : value;
  }
  switch (field.type) {
    case "decimal":
      return "Decimal";
    case "integer":
    case "whole":
      return "number";
    case "boolean":
      return "boolean";
    case "timestamp":
      return role === "received" ? "UTCTimestamp" : "UTCTimestamp | Date";
    case "values":
      return "readonly string[]";
    case "data":
      return "Uint8Array";
    default:
      return "string";
  }
}
