import type { FixDictionary, FixMember, FixMessageType } from "../../contract/fix.ts";
import { symbolName } from "../../contract/names.ts";
import { entryName, FixNames } from "../../emit/fix/naming.ts";
import { memberObject } from "./fix-shape.ts";
import type { Fact, Part, Subject, Surface } from "./surface.ts";

/** What the framing writes and reads by itself. */
const FRAMING_TAGS: ReadonlySet<number> = new Set([8, 9, 35]);

/** FIX messages as objects by field name; tags, message types and the order of groups are facts of the message. */
export function fixSurface(
  dictionary: FixDictionary,
  names: { readonly target: string; readonly package: string },
): Surface {
  const naming = new FixNames(dictionary);
  return {
    ...names,
    exported: true,
    typeOf: () => undefined,
    source: dictionary.source,
    subjects: [
      header(dictionary),
      ...dictionary.messages.map((message) => subject(message, dictionary, naming)),
      ...enumerations(dictionary, naming),
    ],
    components: new Map(),
    types: new Map(
      dictionary.messages.flatMap((message) => entryTypes(naming.message(message.name), message.members)),
    ),
  };
}

/** The fields of a header that its own codec reads and writes. */
export function headerMembers(header: readonly FixMember[]): FixMember[] {
  return header.filter(({ field }) => !FRAMING_TAGS.has(field.tag));
}

function header(dictionary: FixDictionary): Subject {
  const members = headerMembers(dictionary.header);
  return {
    name: "header",
    symbol: "Header",
    source: dictionary.source,
    address: "header",
    facts: [
      { key: "version", value: dictionary.beginString, rule: "address changed" },
      ...dictionary.trailer.map(
        ({ field: { name, tag, source } }): Fact => ({
          key: `tag of ${name}`,
          value: tag,
          rule: "address changed",
          source,
          added: "said elsewhere",
          removed: "said elsewhere",
        }),
      ),
    ],
    parts: parts("Header", members, "both", dictionary),
  };
}

function subject(message: FixMessageType, dictionary: FixDictionary, names: FixNames): Subject {
  return {
    name: message.name,
    symbol: symbolName(message.name),
    source: message.source,
    // Both are generated, whoever sends it.
    moreTypes: [names.message(message.name), `${names.message(message.name)}Input`],
    address: `35=${message.msgType}`,
    facts: [
      { key: "message type", value: message.msgType, rule: "message type changed" },
      { key: "direction", value: message.direction, rule: "behaviour changed" },
      { key: "category", value: message.category, rule: "behaviour changed" },
      { key: "order-changing", value: message.changesOrders, rule: "behaviour changed" },
      {
        key: "documentation",
        value: [message.meaning ?? null, message.page ?? null, [...message.markets]],
        rule: "documentation changed",
      },
    ],
    parts: parts(
      names.message(message.name),
      message.members,
      message.direction,
      dictionary,
      message.msgType,
    ),
  };
}

function parts(
  name: string,
  members: readonly FixMember[],
  direction: FixMessageType["direction"],
  { source }: FixDictionary,
  msgType?: string,
): Part[] {
  const shape = (travel: Part["travel"]) => memberObject(members, members[0]?.source ?? source, travel);
  const common = { checked: true, fix: true };
  const sent: Part = { role: "sent", travel: "sent", type: `${name}Input`, shape: shape("sent"), ...common };
  const received: Part = {
    role: "received",
    travel: "received",
    type: name,
    shape: shape("received"),
    ...common,
    ...(msgType !== undefined && { msgType }),
  };
  return [...(direction === "exchange" ? [] : [sent]), ...(direction === "client" ? [] : [received])];
}

/** Each enumeration is an exported object whose keys programs write. */
function enumerations({ fields }: FixDictionary, names: FixNames): Subject[] {
  return fields
    .filter(({ values }) => values.length > 0)
    .map((field) => ({
      name: field.name,
      symbol: names.enumeration(field),
      source: field.source,
      address: `enumeration ${field.name}`,
      facts: [
        {
          key: "documentation",
          value: [field.meaning ?? null, field.unit ?? null],
          rule: "documentation changed",
        },
        ...field.values.flatMap(({ name, wire, meaning, markets, source }): Fact[] => [
          {
            key: `name ${name}`,
            value: wire,
            source,
            // What stands on the wire is a value of each message that has the field.
            rule: "documentation changed",
            added: "listed value added",
            removed: "listed value removed",
          },
          {
            key: `words on ${name}`,
            value: [meaning ?? null, [...markets]],
            source,
            rule: "documentation changed",
            added: "said elsewhere",
            removed: "said elsewhere",
          },
        ]),
      ],
      parts: [],
    }));
}

function entryTypes(owner: string, members: readonly FixMember[]): [string, FixMember["source"]][] {
  return members
    .filter((member) => member.kind === "group")
    .flatMap((group) => {
      const name = entryName(owner, group);
      return [[name, group.source], [`${name}Input`, group.source], ...entryTypes(name, group.members)] as [
        string,
        FixMember["source"],
      ][];
    });
}
