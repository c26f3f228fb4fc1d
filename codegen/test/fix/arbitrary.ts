import fc from "fast-check";
import type { FixCondition, FixFieldUse, FixGroup, FixMember } from "../../src/contract/fix.ts";

type Values = Record<string, unknown>;

const text = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
  .filter((value) => !value.includes("\u0001") && value.isWellFormed());
const decimal = fc.stringMatching(/^-?\d{1,20}(\.\d{1,12})?$/);
const timestamp = fc
  .tuple(fc.date({ min: new Date(0), max: new Date("2099-12-31"), noInvalidDate: true }), fc.nat({ max: 12 }))
  .map(([date, digits]) => {
    const [day, clock] = date.toISOString().split("T") as [string, string];
    const fraction = digits === 0 ? "" : `.${"123456789012".slice(0, digits)}`;
    return `${day.replaceAll("-", "")}-${clock.slice(0, 8)}${fraction}`;
  });

/** Any message the dictionary lets one send, as its encoder takes it: members in any combination that its conditions allow. */
export function anyMessage(members: readonly FixMember[]): fc.Arbitrary<Values> {
  const all = fc.record(Object.fromEntries(members.map((member) => [member.field.name, anyValue(member)])));
  const kept = fc.array(fc.boolean(), { minLength: members.length, maxLength: members.length });
  return fc.tuple(all, kept).map(([values, keep]) => {
    const chosen: Values = {};
    members.forEach((member, index) => {
      const { name } = member.field;
      if (member.required || keep[index]) chosen[name] = values[name];
    });
    return settled(members, values, chosen);
  });
}

/** Adds what the conditions require and takes out what they forbid, until they hold. */
function settled(members: readonly FixMember[], values: Values, chosen: Values): Values {
  for (const { field, required, requiredWhen, requiredUnless, allowedWhen } of [...members, ...members]) {
    const wanted =
      required ||
      (requiredWhen !== undefined && holds(requiredWhen, chosen)) ||
      (requiredUnless !== undefined && !holds(requiredUnless, chosen));
    if (wanted) chosen[field.name] = values[field.name];
    else if (allowedWhen !== undefined && !holds(allowedWhen, chosen)) delete chosen[field.name];
  }
  return chosen;
}

function holds({ field, values }: FixCondition, chosen: Values): boolean {
  const value = chosen[field.name];
  if (value === undefined) return false;
  if (values.length === 0) return true;
  const shown = typeof value === "boolean" ? (value ? "Y" : "N") : value;
  return Array.isArray(shown) ? shown.some((item) => values.includes(item)) : values.includes(String(shown));
}

function anyValue(member: FixMember): fc.Arbitrary<unknown> {
  if (member.kind === "group") return anyEntries(member);
  const { field, values } = member;
  const listed = values.map(({ wire }) => wire);
  if (field.type === "values") {
    const word = fc.stringMatching(/^[!-~]{1,5}$/);
    return listed.length > 0
      ? fc.uniqueArray(fc.constantFrom(...listed), { minLength: 1 })
      : fc.array(word, { minLength: 1, maxLength: 3 });
  }
  return listed.length > 0 ? fc.constantFrom(...listed) : anyFree(member);
}

function anyFree(member: FixFieldUse): fc.Arbitrary<unknown> {
  const { field, pattern, maxLength } = member;
  switch (field.type) {
    case "text":
      if (pattern !== undefined) return fc.stringMatching(new RegExp(`^(?:${pattern})$`));
      return maxLength === undefined ? text : text.map((value) => value.slice(0, maxLength).toWellFormed());
    case "char":
      return fc.stringMatching(/^[!-~]$/);
    case "decimal":
      return decimal;
    case "integer":
      return fc.maxSafeInteger().filter((value) => value >= (field.minimum ?? Number.MIN_SAFE_INTEGER));
    case "whole":
      return fc.maxSafeNat().filter((value) => value >= (field.minimum ?? 0));
    case "boolean":
      return fc.boolean();
    case "timestamp":
      return timestamp;
    case "data":
      return fc.uint8Array({ maxLength: 20 });
    case "values":
      throw new Error("lists are made elsewhere");
  }
}

/** Every entry begins with its group's first field. */
function anyEntries({ members, maxEntries = 3 }: FixGroup): fc.Arbitrary<unknown> {
  const required = members.map((member, index) => (index === 0 ? { ...member, required: true } : member));
  return fc.array(anyMessage(required), { maxLength: Math.min(3, maxEntries) });
}
