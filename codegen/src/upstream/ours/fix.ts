import type { FixDictionary, FixMember, FixMessageType } from "../../contract/fix.ts";
import { fixName, fixOutline } from "../outline/from-fix.ts";
import { pageName, type Subject } from "./subject.ts";

/** The messages of a FIX dictionary. */
export function fixSubjects(api: string, dictionary: FixDictionary): Subject[] {
  return dictionary.messages.map((message) => ({
    api,
    name: message.name,
    tag: message.msgType,
    names: [message.name, ...pageName(message.page)],
    messages: [
      {
        role: "body",
        outline: fixOutline(message),
        refuse: (example) => refuse(dictionary, message, example),
      },
    ],
  }));
}

/**
 * Why an example, written with `|` for SOH, is not such a message. BodyLength and CheckSum are not looked at: half of the
 * published samples were edited by hand after they were recorded.
 */
function refuse(dictionary: FixDictionary, message: FixMessageType, example: string): string | undefined {
  const members = [...dictionary.header, ...message.members, ...dictionary.trailer];
  const known = new Map(flat(members).map((member) => [String(member.field.tag), member]));
  const found = new Set<string>();
  for (const pair of example
    .trim()
    .split("|")
    .filter((part) => part !== "")) {
    const [, tag = "", value = ""] = /^(\d+)=(.*)$/s.exec(pair) ?? [];
    const member = known.get(tag);
    if (tag === "") return `"${pair}" is no field`;
    if (member === undefined) return `the tag ${tag} is none of ${message.name}`;
    const values = member.kind === "field" ? member.values.map(({ wire }) => wire) : [];
    if (values.length > 0 && !values.includes(value))
      return `${fixName(member.field)}: ${value} is not listed`;
    found.add(tag);
  }
  const lacking = members.find((member) => member.required && !found.has(String(member.field.tag)));
  return lacking && `${fixName(lacking.field)} is required and not there`;
}

function flat(members: readonly FixMember[]): FixMember[] {
  return members.flatMap((member) =>
    member.kind === "group" ? [member, ...flat(member.members)] : [member],
  );
}
