import { FixError } from "../errors.ts";
import { type Frame, INCOMPLETE, readFrame } from "../framing.ts";
import type { FixFault } from "./fault.ts";
import type { FixMessage, ReceivedMessage } from "./message.ts";
import { Reader } from "./reader.ts";
import { Writer } from "./writer.ts";

export interface DecodeOptions {
  /**
   * Refuses what is otherwise taken and kept: fields the dictionary does not have, values an enumeration does not list,
   * conditions that do not hold, group entries in another order. Off by default: a report must not be hidden for such.
   */
  readonly strict?: boolean;
}

/**
 * Decodes one whole message.
 * @throws FixError `undecodable` when the bytes are not exactly one message with right BodyLength and CheckSum, are of
 * another version or type, or lack or malform a field; `path` says which.
 */
export function decodeMessage<Input, Received extends ReceivedMessage, Head>(
  message: FixMessage<Input, Received, Head>,
  bytes: Uint8Array,
  { strict = false }: DecodeOptions = {},
): Received {
  const frame = oneFrame(bytes);
  if (frame.msgType !== message.msgType || frame.beginString !== message.header.beginString) {
    const wanted = `${message.name} (35=${message.msgType}) of ${message.header.beginString}`;
    throw new FixError("undecodable", `expected ${wanted}, got 35=${frame.msgType} of ${frame.beginString}`);
  }
  const reader = new Reader(frame);
  const header = message.header.decode(reader);
  const received = header === undefined ? undefined : message.decode(reader, header);
  const fault =
    received === undefined
      ? reader.fault
      : strict
        ? (reader.tolerated ?? message.check(received))
        : undefined;
  if (received === undefined || fault !== undefined) {
    throw new FixError("undecodable", describe(message.name, fault), { path: fault?.path ?? "" });
  }
  return received;
}

/**
 * Encodes one message, with the header a session would otherwise make.
 * @returns the message. The bytes belong to a larger buffer with others that were encoded: pass them on as they are, not
 * as their `buffer`.
 * @throws FixError `invalidMessage`, with `path`.
 */
export function encodeMessage<Input, Received extends ReceivedMessage, Head>(
  message: FixMessage<Input, Received, Head>,
  header: NoInfer<Head>,
  body: Input,
): Uint8Array<ArrayBuffer> {
  let fault = message.header.check(header, true) ?? message.check(body, true);
  if (fault === undefined) {
    shared ??= new Writer();
    const writer = shared;
    writer.begin(message.msgType);
    message.header.encode(writer, header);
    message.encode(writer, body);
    if (!writer.refused) return writer.finish(message.header.beginString);
    fault = message.header.check(header) ?? message.check(body);
  }
  throw new FixError("invalidMessage", describe(message.name, fault), {
    outcome: "not-sent",
    path: fault?.path ?? "",
  });
}

/** Encoding ends before anything else can begin, so one writer does for all; made with the first message. */
let shared: Writer | undefined;

/** What is wrong with a message, for people: the field by its name and tag, what was wanted and what was there. */
function describe(name: string, fault: FixFault | undefined): string {
  const { path = "", tag = 0, expected = "", actual = "" } = fault ?? {};
  const field = path === "" ? "" : ` ${path.slice(1)}`;
  return `${name}${field}${tag === 0 ? "" : ` (${tag})`}: expected ${expected}, got ${actual}`;
}

/** The one message that the bytes are. */
function oneFrame(bytes: Uint8Array): Frame {
  const frame = readFrame(bytes, 0, bytes.length, Number.POSITIVE_INFINITY);
  if (frame === INCOMPLETE) throw new FixError("undecodable", "the message is not whole");
  if ("garbled" in frame) throw new FixError("undecodable", `${frame.garbled}: ${frame.detail}`);
  if (frame.bytes.length !== bytes.length) {
    throw new FixError("undecodable", `${bytes.length - frame.bytes.length} bytes after the message`);
  }
  return frame;
}
