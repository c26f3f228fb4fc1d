import { FixError } from "../errors.ts";
import { type Frame, INCOMPLETE, readFrame } from "../framing.ts";
import { decodeHeader, encodeHeader, type HeaderInput } from "../generated/header.ts";
import type { FixMessage, ReceivedMessage } from "./message.ts";
import { Reader } from "./reader.ts";
import { Writer } from "./writer.ts";

/**
 * Decodes one whole message.
 * @throws FixError `undecodable` when the bytes are not exactly one message with right BodyLength and CheckSum, are of
 * another type, or lack or malform a field; `path` says which.
 */
export function decodeMessage<Input, Received extends ReceivedMessage>(
  message: FixMessage<Input, Received>,
  bytes: Uint8Array,
): Received {
  const frame = oneFrame(bytes);
  if (frame.msgType !== message.msgType) {
    throw new FixError(
      "undecodable",
      `expected ${message.name} (35=${message.msgType}), got 35=${frame.msgType}`,
    );
  }
  const reader = new Reader(frame);
  const header = decodeHeader(reader);
  const received = header === undefined ? undefined : message.decode(reader, header);
  if (received !== undefined) return received;
  const { path = "", expected = "", actual = "" } = reader.fault ?? {};
  throw new FixError("undecodable", `${message.name} ${path.slice(1)}: expected ${expected}, got ${actual}`, {
    path,
  });
}

/**
 * Encodes one message, with the header a session would otherwise make.
 * @throws FixError `invalidMessage`, with `path`.
 */
export function encodeMessage<Input, Received extends ReceivedMessage>(
  message: FixMessage<Input, Received>,
  header: HeaderInput,
  body: Input,
): Uint8Array<ArrayBuffer> {
  const fault = message.check(body);
  if (fault !== undefined) {
    throw new FixError(
      "invalidMessage",
      `${message.name} ${fault.path.slice(1)}: expected ${fault.expected}, got ${fault.actual}`,
      { outcome: "not-sent", path: fault.path },
    );
  }
  const writer = new Writer();
  writer.begin(message.msgType);
  encodeHeader(writer, header);
  message.encode(writer, body);
  return writer.finish();
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
