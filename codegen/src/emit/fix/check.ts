import { entryMembers, type FixFieldUse, type FixGroup, type FixMember } from "../../contract/fix.ts";
import { propertyAccess } from "../../contract/names.ts";
import { entryName, knownName } from "./naming.ts";
import { conditionCode, conditionText, expected } from "./values.ts";

/** The function that finds the first thing in a value that keeps it from being sent, its groups' first. */
export function emitCheck(name: string, members: readonly FixMember[]): string {
  const groups = members.filter((member) => member.kind === "group");
  const entries = groups.map((group) => emitCheck(entryName(name, group), entryMembers(group)));
  const body = members.map((member) =>
    member.kind === "group" ? groupCheck(name, member) : fieldCheck(member),
  );
  const conditions = members.map((member) => conditionChecks(member));
  const patterns = members.map((member) => patternConstant(name, member)).join("");
  // Counting what is there finds a field that does not belong without asking for each name.
  const always = members.filter((member) => member.required).length;
  const optional = members.length > always;
  return `${entries.join("")}${patterns}function check${name}(m: unknown, quick?: boolean): FixFault | undefined {
  if (!isRecord(m)) return refuse(0, "5", "", "an object", m);
  ${optional ? "let" : "const"} fields = ${always};
${body.join("").replaceAll("$OWNER", name)}  const stray = findStray(m, fields, ${knownName(name)});
  if (stray !== undefined) return stray;
${conditions.join("")}  return undefined;
}

`;
}

function fieldCheck(member: FixFieldUse): string {
  const { field } = member;
  const value = `m${propertyAccess(field.name)}`;
  if (field.values.length > 0 && field.type !== "values") {
    const cases = member.values.map(({ wire }) => `    case ${JSON.stringify(wire)}:\n`).join("");
    const listed = member.required ? cases : `${cases}      fields++;\n      break;\n    case undefined:\n`;
    return `  switch (${value}) {\n${listed}      break;\n    default:\n      return ${refusal(member)};\n  }\n`;
  }
  const wrong = wrongWhen(member, value);
  if (member.required) return `  if (${wrong}) return ${refusal(member)};\n`;
  return `  if (${value} !== undefined) {\n    if (${wrong}) return ${refusal(member)};\n    fields++;\n  }\n`;
}

/** An expression that holds for a value that must not be sent. */
function wrongWhen(member: FixFieldUse, value: string): string {
  const { field } = member;
  const minimum = field.minimum === undefined ? "" : ` || ${value} < ${field.minimum}`;
  switch (field.type) {
    case "text": {
      const length = member.maxLength === undefined ? "" : ` || ${value}.length > ${member.maxLength}`;
      const pattern =
        member.pattern === undefined ? "" : ` || !${patternName("$OWNER", member)}.test(${value})`;
      return `!isText(${value}, quick)${length}${pattern}`;
    }
    case "char":
      return `!isChar(${value}, quick)`;
    case "decimal":
      return `!isDecimal(${value}, quick)`;
    case "integer":
      return `!isInteger(${value})${minimum}`;
    case "whole":
      return `!isWhole(${value})${minimum}`;
    case "boolean":
      return `typeof ${value} !== "boolean"`;
    case "timestamp":
      return `!isTimestamp(${value}, quick)`;
    case "values": {
      const listed = member.values.map(({ wire }) => `item === ${JSON.stringify(wire)}`).join(" || ");
      return `!isValueList(${value})${listed === "" ? "" : ` || !${value}.every((item) => ${listed})`}`;
    }
    case "data":
      return `!(${value} instanceof Uint8Array)`;
  }
}

function groupCheck(owner: string, group: FixGroup): string {
  const value = `m${propertyAccess(group.field.name)}`;
  const limit = group.maxEntries === undefined ? "" : ` || ${value}.length > ${group.maxEntries}`;
  const open = group.required ? "{" : `if (${value} !== undefined) {\n    fields++;`;
  return `  ${open}
    if (!Array.isArray(${value})${limit}) return ${refusal(group)};
    for (let index = 0; index < ${value}.length; index++) {
      const found = check${entryName(owner, group)}(${value}[index], quick);
      if (found !== undefined) return inEntry(${JSON.stringify(group.field.name)}, index, found);
    }
  }
`;
}

function conditionChecks(member: FixMember): string {
  const { field } = member;
  const value = `m${propertyAccess(field.name)}`;
  const path = JSON.stringify(`/${field.name}`);
  let code = "";
  if (member.requiredWhen !== undefined && !member.required) {
    const when = conditionCode(member.requiredWhen, "m");
    const text = JSON.stringify(`a value when ${conditionText(member.requiredWhen)}`);
    code += `  if (${value} === undefined && (${when})) return refuse(${field.tag}, "1", ${path}, ${text}, undefined);\n`;
  }
  if (member.requiredUnless !== undefined && !member.required) {
    const when = conditionCode(member.requiredUnless, "m");
    const text = JSON.stringify(`a value unless ${conditionText(member.requiredUnless)}`);
    code += `  if (${value} === undefined && !(${when})) return refuse(${field.tag}, "1", ${path}, ${text}, undefined);\n`;
  }
  if (member.allowedWhen !== undefined) {
    const when = conditionCode(member.allowedWhen, "m");
    const text = JSON.stringify(`nothing unless ${conditionText(member.allowedWhen)}`);
    code += `  if (${value} !== undefined && !(${when})) return refuse(${field.tag}, "5", ${path}, ${text}, ${shown(member)});\n`;
  }
  return code;
}

function refusal(member: FixMember): string {
  const { field } = member;
  const reason = member.kind === "group" ? '"16"' : '"5"';
  const path = JSON.stringify(`/${field.name}`);
  return `refuse(${field.tag}, ${reason}, ${path}, ${JSON.stringify(expected(member))}, ${shown(member)})`;
}

function shown(member: FixMember): string {
  const value = `m${propertyAccess(member.field.name)}`;
  return member.field.secret ? `hide(${value})` : value;
}

function patternName(owner: string, member: FixMember): string {
  return `${owner}_${member.field.tag}`;
}

function patternConstant(owner: string, member: FixMember): string {
  if (member.kind !== "field" || member.pattern === undefined) return "";
  return `const ${patternName(owner, member)} = /^(?:${member.pattern.replaceAll("/", "\\/")})$/u;\n\n`;
}
