import type { FixFieldUse, FixGroup, FixMember } from "../../contract/fix.ts";
import { propertyAccess, propertyKey } from "../../contract/names.ts";
import { entryName } from "./naming.ts";

/**
 * Groups around the current one, outermost first: where a tag of theirs begins, the current group has ended. Around a
 * group of the header there is nothing whose tags were known: any other tag ends it.
 */
type Around = readonly string[];

/** The function that reads a message's body, its groups' first. */
export function emitDecoder(
  name: string,
  header: string,
  msgType: string,
  members: readonly FixMember[],
): string {
  const groups = members.filter((member) => member.kind === "group");
  const around = groups.length > 0 ? emitTagTest(name, members) : "";
  const fields = members.map(({ field }) => `    ${propertyKey(field.name)}: undefined,\n`).join("");
  const cases = members.map((member) => fieldCase(name, member)).join("");
  const required = members
    .filter(({ required }) => required)
    .map((member) => `  if (m${propertyAccess(member.field.name)} === undefined) return ${missing(member)}\n`)
    .join("");
  return `${groups.map((group) => emitGroup(name, group, [name])).join("")}${around}function decode${name}(r: Reader, header: ${header}): ${name} | undefined {
  const m: Draft<${name}> = {
    MsgType: ${JSON.stringify(msgType)},
    header,
${fields}    unknown: NO_UNKNOWN,
  };
  while (r.next()) {
    switch (r.tag) {
${cases}      default:
        r.unknown();
    }
  }
  if (r.fault !== undefined) return undefined;
${required}  m.unknown = r.unknownFields;
  return m as ${name};
}

`;
}

/** The function that reads a header: it stops before the first field that belongs to the body. */
export function emitHeaderDecoder(name: string, members: readonly FixMember[]): string {
  const groups = members.filter((member) => member.kind === "group");
  const fields = members.map(({ field }) => `    ${propertyKey(field.name)}: undefined,\n`).join("");
  const required = members
    .filter(({ required }) => required)
    .map((member) => `  if (m${propertyAccess(member.field.name)} === undefined) return ${missing(member)}\n`)
    .join("");
  return `${groups.map((group) => emitGroup(name, group, [])).join("")}export function decode${name}(r: Reader): ${name} | undefined {
  const m: Draft<${name}> = {
${fields}  };
  fields: while (r.next()) {
    switch (r.tag) {
${members.map((member) => fieldCase(name, member)).join("")}      default:
        if (!r.foreignHeaderField()) {
          r.unread();
          break fields;
        }
    }
  }
  if (r.fault !== undefined) return undefined;
${required}  return m as ${name};
}

`;
}

function emitGroup(owner: string, group: FixGroup, around: Around): string {
  const name = entryName(owner, group);
  const field = JSON.stringify(group.field.name);
  const inner = group.members.filter((member) => member.kind === "group");
  const nested = inner
    .map((member) => emitGroup(name, member, around.length === 0 ? [] : [...around, name]))
    .join("");
  const test = inner.length > 0 && around.length > 0 ? emitTagTest(name, group.members) : "";
  const [first] = group.members;
  const cases = group.members
    .map((member) => (member === first ? firstCase(name, group.members) : entryCase(name, member)))
    .join("");
  const required = group.members.filter((member) => member.required);
  const requiredCheck =
    required.length === 0
      ? ""
      : `  for (let index = 0; index < entries.length && r.fault === before; index++) {
    const e = entries[index] as Draft<${name}>;
${required
  .map((member) => `    if (e${propertyAccess(member.field.name)} === undefined) ${missing(member)}\n`)
  .join("")}    if (r.fault !== before) r.enterFault(${field}, index);
  }
`;
  const ended = around.map((outer) => `is${outer}Tag(r.tag)`).join(" || ");
  const otherwise =
    around.length === 0
      ? "        r.unread();\n        break fields;\n"
      : `        if (${ended}) {\n          r.unread();\n          break fields;\n        }\n        r.unknown();\n`;
  return `${nested}${test}function read${name}(r: Reader, already?: unknown): readonly ${name}[] {
  const count = r.whole(${field}, already);
  const before = r.fault;
  const entries: Draft<${name}>[] = [];
  let e: Draft<${name}> | undefined;
  fields: while (r.fault === before && r.next()) {
    switch (r.tag) {
${cases}      default:
${otherwise}    }
  }
  r.endGroup(before, ${group.field.tag}, ${field}, count, entries);
${requiredCheck}
  return entries as ${name}[];
}

function empty${name}(): Draft<${name}> {
  return { ${group.members.map(({ field: member }) => `${propertyKey(member.name)}: undefined`).join(", ")} };
}

`;
}

function fieldCase(owner: string, member: FixMember): string {
  const target = `m${propertyAccess(member.field.name)}`;
  return `      case ${openingTag(member)}:
        ${target} = ${read(owner, member, target)};
        break;
`;
}

/**
 * An entry's first field begins it. The others nearly always follow in their order: they are looked for there, which
 * costs less than finding out what each field is. What stands elsewhere comes to its own case.
 */
function firstCase(owner: string, [first, ...others]: readonly FixMember[]): string {
  if (first === undefined) return "";
  const usual = others
    .filter(
      (member) => member.kind === "field" && member.field.type !== "data" && isThreeDigits(member.field.tag),
    )
    .map(
      (member) =>
        `        if (r.follows(${member.field.tag}, ${packed(member.field.tag)})) ${entryRead(owner, member)}\n`,
    );
  return `      case ${openingTag(first)}:
        entries.push((e = empty${owner}()));
        ${entryRead(owner, first)}
${usual.join("")}        break;
`;
}

function entryCase(owner: string, member: FixMember): string {
  return `      case ${openingTag(member)}:
        if (e === undefined || e${propertyAccess(member.field.name)} !== undefined) {
          entries.push((e = empty${owner}()));
          r.irregular(${JSON.stringify(member.field.name)});
        }
        ${entryRead(owner, member)}
        break;
`;
}

function entryRead(owner: string, member: FixMember): string {
  return `e${propertyAccess(member.field.name)} = ${read(owner, member)};`;
}

function isThreeDigits(tag: number): boolean {
  return tag > 99 && tag < 1000;
}

/** Three digits and the equals sign as the number their bytes make, the first lowest. */
function packed(tag: number): string {
  return `0x${Buffer.from(`${tag}=`, "latin1").readInt32LE().toString(16)}`;
}

function openingTag(member: FixMember): number {
  return member.kind === "field" && member.length !== undefined ? member.length.tag : member.field.tag;
}

/** @param before what the field held until now, where it may stand once only. */
function read(owner: string, member: FixMember, before?: string): string {
  const name = JSON.stringify(member.field.name);
  const more = before === undefined ? "" : `, ${before}`;
  if (member.kind === "group") return `read${entryName(owner, member)}(r${more})`;
  if (member.field.type === "data") return `r.data(${member.field.tag}, ${name}${more})`;
  return `r.${reader(member)}(${name}${more})`;
}

function reader({ field }: FixFieldUse): string {
  if (field.type === "values") return "values";
  return field.values.length > 0 ? "code" : field.type;
}

function missing(member: FixMember): string {
  const { tag, name } = member.field;
  return `r.missing(${tag}, ${JSON.stringify(name)});`;
}

/** Whether a tag stands directly in a message or entry. */
function emitTagTest(name: string, members: readonly FixMember[]): string {
  return `function is${name}Tag(tag: number): boolean {
  return [${members.map(openingTag).join(", ")}].includes(tag);
}

`;
}
