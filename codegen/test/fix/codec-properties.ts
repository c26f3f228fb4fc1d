import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FixMessage, ReceivedMessage } from "../../../packages/fix/src/codec/message.ts";
import type { FixDictionary, FixMessageType } from "../../src/contract/fix.ts";
import { anyMessage } from "./arbitrary.ts";

type Codec = typeof import("../../../packages/fix/src/codec/codec.ts") & {
  readonly FixError: typeof import("../../../packages/fix/src/errors.ts").FixError;
};
type Message = FixMessage<unknown, ReceivedMessage, unknown>;
type Values = Record<string, unknown>;

const header = {
  MsgSeqNum: 7,
  SenderCompID: "A",
  TargetCompID: "B",
  SendingTime: "20260407-14:32:05.122",
};

/** What has to hold for every message of a dictionary, whatever it is. */
export function codecProperties(
  dictionary: FixDictionary,
  messages: ReadonlyMap<string, Message>,
  codec: Codec,
  runs: number,
): void {
  describe.each(dictionary.messages.map((type) => [type.name, type] as const))("%s", (_name, type) => {
    const message = messages.get(type.msgType) as Message;
    const values = anyMessage(type.members);
    const written = (value: unknown) => codec.encodeMessage(message, header, value);

    test("what is written is read the same, byte for byte and by strict rules", () => {
      fc.assert(
        fc.property(values, (value) => {
          expect(message.check(value)).toBeUndefined();
          const bytes = written(value).slice();
          const received = codec.decodeMessage(message, bytes, { strict: true });
          expectSame(received, value);
          expect(written(bodyOf(received))).toEqual(bytes);
        }),
        { numRuns: runs },
      );
    });

    test("tags nobody knows hide nothing, wherever they stand, groups included", () => {
      fc.assert(
        fc.property(
          values,
          fc.array(fc.tuple(fc.nat(), fc.stringMatching(/^[!-~]{1,9}$/))),
          (value, strange) => {
            const fields = fieldsOf(written(value), type);
            const put = strange.map(([place, text], index) => [9_900_000 + index, text, place] as const);
            for (const [tag, text, place] of put) {
              // Not before the body: the header ends there.
              fields.splice(5 + (place % Math.max(1, fields.length - 4)), 0, latin1(`${tag}=${text}`));
            }
            const received = codec.decodeMessage(message, reframed(fields, dictionary.beginString));
            expectSame(received, value);
            expect(received.unknown.toSorted(([a], [b]) => a - b)).toEqual(
              put.map(([tag, text]) => [tag, text]),
            );
          },
        ),
        { numRuns: runs },
      );
    });

    test("whatever is done to its fields, it is read or refused, and what is read can be judged", () => {
      fc.assert(
        fc.property(values, fc.array(damage, { minLength: 1, maxLength: 4 }), (value, damages) => {
          const fields = fieldsOf(written(value), type);
          for (const harm of damages) harm(fields);
          try {
            const received = codec.decodeMessage(message, reframed(fields, dictionary.beginString));
            expect(received.MsgType).toBe(type.msgType);
            if (message.check(received) === undefined) written(bodyOf(received));
          } catch (error) {
            expect(error).toBeInstanceOf(codec.FixError);
          }
        }),
        { numRuns: runs },
      );
    });

    test("writing refuses what the check refuses, by the same path", () => {
      fc.assert(
        fc.property(values, fc.nat(), fc.constantFrom(...POISON), (value, place, poison) => {
          const names = Object.keys(value);
          const name = names[place % Math.max(1, names.length)];
          const poisoned = name === undefined ? value : { ...value, [name]: poison };
          const fault = message.check(poisoned);
          if (fault === undefined) {
            codec.decodeMessage(message, written(poisoned));
            return;
          }
          expect(() => written(poisoned)).toThrow(expect.objectContaining({ path: fault.path }));
        }),
        { numRuns: runs },
      );
    });
  });
}

const POISON = [
  "",
  "a\u0001b",
  "\ud800",
  "ü\u0001",
  "1e5",
  ".5",
  "5.",
  "-",
  "--1",
  "1.2.3",
  "20260230-25:00:00",
  5,
  null,
  [],
  {},
];

const latin1 = (value: string): Uint8Array => Uint8Array.from(value, (character) => character.charCodeAt(0));

/** Changes to a message's fields, the body's mostly: left out, twice, swapped, with another value, with another tag. */
const damage = fc
  .tuple(
    fc.nat(),
    fc.nat(),
    fc.constantFrom("drop", "double", "swap", "value", "tag"),
    fc.uint8Array({ maxLength: 6 }),
  )
  .map(([from, to, kind, bytes]) => (fields: Uint8Array[]) => {
    const at = from % fields.length;
    const field = fields[at];
    if (field === undefined) return;
    const equals = field.indexOf(61);
    const other = to % fields.length;
    if (kind === "drop") fields.splice(at, 1);
    else if (kind === "double") fields.splice(other, 0, field);
    else if (kind === "swap") fields[at] = fields[other] as Uint8Array;
    else if (kind === "value") fields[at] = Uint8Array.of(...field.slice(0, equals + 1), ...bytes);
    else fields[at] = Uint8Array.of(...bytes, ...field.slice(equals));
    if (fields.length === 0) fields.push(field);
  });

/** The fields after MsgType, without their separators; a length and the data it measures are one. */
function fieldsOf(bytes: Uint8Array, type: FixMessageType): Uint8Array[] {
  const lengths = new Map<number, number>();
  const collect = (members: FixMessageType["members"]): void => {
    for (const member of members) {
      if (member.kind === "group") collect(member.members);
      else if (member.length !== undefined) lengths.set(member.length.tag, member.field.tag);
    }
  };
  collect(type.members);
  const fields: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    let end = bytes.indexOf(1, at);
    const [tag = 0, value = ""] = Buffer.from(bytes.subarray(at, end)).toString("latin1").split("=");
    const data = lengths.get(Number(tag));
    if (data !== undefined) end += `${data}=`.length + Number(value) + 1;
    fields.push(bytes.slice(at, end));
    at = end + 1;
  }
  return fields.slice(3, -1).toSpliced(0, 0, fields[2] as Uint8Array);
}

/** A message of these fields, the first of which is MsgType, with right BodyLength and CheckSum. */
function reframed(fields: readonly Uint8Array[], beginString: string): Uint8Array {
  const body = fields.flatMap((field) => [...field, 1]);
  const head = [...latin1(`8=${beginString}\u00019=${body.length}\u0001`), ...body];
  const sum = head.reduce((total, byte) => total + byte, 0) % 256;
  return Uint8Array.of(...head, ...latin1(`10=${String(sum).padStart(3, "0")}\u0001`));
}

function bodyOf(received: object): Values {
  const { MsgType: _type, header: _header, unknown: _unknown, ...body } = received as Values;
  return body;
}

/** What was put in comes out; what was left out is `undefined`. */
function expectSame(received: object, sent: object): void {
  for (const [name, value] of Object.entries(bodyOf(received))) {
    const put = (sent as Values)[name];
    if (Array.isArray(put) && typeof put[0] === "object") {
      expect(value).toHaveLength(put.length);
      put.forEach((entry, index) => {
        expectSame((value as object[])[index] as object, entry as object);
      });
    } else expect(value, name).toEqual(put);
  }
}
