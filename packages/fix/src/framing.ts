import { BEYOND_ASCII, sumBytes } from "./codec/sum.ts";
import { latin1 } from "./codec/text.ts";

const SOH = 1;
const EQUALS = 61;
const TRAILER = 7;

/** One whole message whose BodyLength and CheckSum are right. */
export interface Frame {
  /** Every byte of the message, `8=` to the last separator. */
  readonly bytes: Uint8Array;
  /** The same bytes, to be read several at a time. */
  readonly view: DataView;
  readonly beginString: string;
  readonly msgType: string;
  /** Offset of the first field after MsgType. */
  readonly bodyStart: number;
  /** Offset of CheckSum. */
  readonly bodyEnd: number;
  /** Every byte is ASCII. */
  readonly ascii: boolean;
}

/** Why bytes were not taken as a message. FIX wants such bytes ignored: no sequence number is used by them. */
export type GarbledReason =
  /** Bytes before a message begins. */
  | "garbage"
  /** BodyLength is not where it belongs, not a number, or does not lead to CheckSum. */
  | "bodyLength"
  /** CheckSum is not the sum of the bytes. */
  | "checkSum"
  /** MsgType is not the third field. */
  | "msgType"
  /** BodyLength is beyond the limit. */
  | "tooLong";

export interface Garbled {
  readonly garbled: GarbledReason;
  /** How many bytes were passed over. */
  readonly length: number;
  /** What was expected and what was there. */
  readonly detail: string;
}

/** Not enough bytes yet to tell. */
export const INCOMPLETE = "incomplete";

/** Longest `8=…|9=…|` that can belong to a message. */
const LONGEST_PREFIX = 32;

/** Largest BodyLength taken by default, in bytes. A full-depth snapshot of Kraken's is about 90 kB. */
export const DEFAULT_MAX_BODY_LENGTH = 1 << 20;

/**
 * Reads the message that starts at an offset. Bytes that cannot be one are reported with how many to pass over.
 */
export function readFrame(
  bytes: Uint8Array,
  start: number,
  end: number,
  maxBodyLength: number = DEFAULT_MAX_BODY_LENGTH,
): Frame | Garbled | typeof INCOMPLETE {
  if (!beginsMessage(bytes, start, end)) {
    const next = nextMessage(bytes, start + 1, end, false);
    return { garbled: "garbage", length: next - start, detail: `${next - start} bytes before a message` };
  }
  const window = Math.min(end, start + LONGEST_PREFIX);
  const versionEnd = indexOf(bytes, start + 2, window);
  if (versionEnd < 0) {
    return window === end && end - start < LONGEST_PREFIX
      ? INCOMPLETE
      : resync(bytes, start, end, "bodyLength", "no separator after BeginString");
  }
  let at = versionEnd + 1;
  if ((at < end && bytes[at] !== 57) || (at + 1 < end && bytes[at + 1] !== EQUALS))
    return resync(bytes, start, end, "bodyLength", "9= not second");
  at += 2;
  const lengthStart = at;
  let bodyLength = 0;
  for (; at < end && bytes[at] !== SOH; at++) {
    const digit = (bytes[at] as number) - 48;
    if (digit < 0 || digit > 9 || at - lengthStart > 8)
      return resync(bytes, start, end, "bodyLength", "BodyLength is not a length");
    bodyLength = bodyLength * 10 + digit;
  }
  if (bodyLength > maxBodyLength)
    return resync(bytes, start, end, "tooLong", `BodyLength ${bodyLength}, limit ${maxBodyLength}`);
  if (at >= end) return INCOMPLETE;
  if (at === lengthStart) return resync(bytes, start, end, "bodyLength", "BodyLength is empty");
  const body = at + 1;
  const bodyEnd = body + bodyLength;
  const finish = bodyEnd + TRAILER;
  if (finish > end) return INCOMPLETE;
  if (!isTrailer(bytes, bodyEnd))
    return resync(bytes, start, end, "bodyLength", `BodyLength ${bodyLength} does not lead to 10=`);
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, finish - start);
  const summed = sumBytes(view, 0, bodyEnd - start);
  const sum = summed & 0xff;
  if (sum !== threeDigits(bytes, bodyEnd + 3)) {
    // The length fits, so the bytes are one message; what stands inside it must not be taken for another.
    return { garbled: "checkSum", length: finish - start, detail: `CheckSum is wrong, the sum is ${sum}` };
  }
  const typeEnd = indexOf(bytes, body, bodyEnd);
  if (bytes[body] !== 51 || bytes[body + 1] !== 53 || bytes[body + 2] !== EQUALS || typeEnd <= body + 3) {
    return { garbled: "msgType", length: finish - start, detail: "35= not third" };
  }
  return {
    bytes: start === 0 && finish === bytes.length ? bytes : bytes.subarray(start, finish),
    view,
    beginString: isFix44(bytes, start + 2, versionEnd) ? "FIX.4.4" : latin1(bytes, start + 2, versionEnd),
    msgType:
      typeEnd === body + 4
        ? String.fromCharCode(bytes[body + 3] as number)
        : latin1(bytes, body + 3, typeEnd),
    bodyStart: typeEnd + 1 - start,
    bodyEnd: bodyEnd - start,
    ascii: summed < BEYOND_ASCII,
  };
}

/** The frame with bytes of its own: those that came may belong to a larger buffer of the socket's, which would stay too. */
export function keepFrame(frame: Frame): Frame {
  // Not `slice`: that of a Buffer copies nothing.
  const bytes = new Uint8Array(frame.bytes);
  return { ...frame, bytes, view: new DataView(bytes.buffer) };
}

/** A broken message: passed over up to where the next may begin. */
function resync(
  bytes: Uint8Array,
  start: number,
  end: number,
  garbled: GarbledReason,
  detail: string,
): Garbled {
  return { garbled, detail, length: nextMessage(bytes, start + 2, end, true) - start };
}

/** Finds messages in a stream of bytes that may be cut anywhere. */
export class FrameScanner {
  readonly #maxBodyLength: number;
  /** What came, from `#at` to `#end`; a buffer of our own has room behind it. */
  #bytes: Uint8Array = new Uint8Array();
  #at = 0;
  #end = 0;
  #own = false;

  constructor(maxBodyLength: number = DEFAULT_MAX_BODY_LENGTH) {
    this.#maxBodyLength = maxBodyLength;
  }

  /** Adds bytes. They must not be changed afterwards. */
  push(chunk: Uint8Array): void {
    if (this.#at === this.#end) {
      this.#bytes = chunk;
      this.#at = 0;
      this.#end = chunk.length;
      this.#own = false;
      return;
    }
    // Room for as much again: a message that comes byte by byte is moved a few times, not once for every byte.
    if (!this.#own || this.#end + chunk.length > this.#bytes.length) {
      const rest = this.#bytes.subarray(this.#at, this.#end);
      this.#bytes = new Uint8Array((rest.length + chunk.length) * 2);
      this.#bytes.set(rest);
      this.#at = 0;
      this.#end = rest.length;
      this.#own = true;
    }
    this.#bytes.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /** The next message or the next bytes that are none; nothing when more bytes are needed. */
  next(): Frame | Garbled | undefined {
    if (this.#at === this.#end) return undefined;
    const found = readFrame(this.#bytes, this.#at, this.#end, this.#maxBodyLength);
    if (found === INCOMPLETE) return undefined;
    this.#at += "garbled" in found ? found.length : found.bytes.length;
    return found;
  }

  /** Bytes held that are no whole message yet. */
  get pending(): number {
    return this.#end - this.#at;
  }
}

function isTrailer(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at - 1] === SOH &&
    bytes[at] === 49 &&
    bytes[at + 1] === 48 &&
    bytes[at + 2] === EQUALS &&
    bytes[at + 6] === SOH
  );
}

/** The number three digits make; NaN when one of them is none. */
function threeDigits(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let index = at; index < at + 3; index++) {
    const digit = (bytes[index] as number) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** The one version that is common, told without making a text of it. */
function isFix44(bytes: Uint8Array, from: number, to: number): boolean {
  return (
    to - from === 7 &&
    bytes[from + 3] === 46 &&
    bytes[from + 4] === 52 &&
    bytes[from + 5] === 46 &&
    bytes[from + 6] === 52
  );
}

function indexOf(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at++) if (bytes[at] === SOH) return at;
  return -1;
}

/** Whether `8=FIX` stands at an offset, or as much of it as there is. */
function beginsMessage(bytes: Uint8Array, at: number, end: number): boolean {
  return (
    bytes[at] === 56 &&
    (at + 1 >= end || bytes[at + 1] === EQUALS) &&
    (at + 2 >= end || bytes[at + 2] === 70) &&
    (at + 3 >= end || bytes[at + 3] === 73) &&
    (at + 4 >= end || bytes[at + 4] === 88)
  );
}

/**
 * Where a message begins next, or could begin at the end of the bytes. Inside a broken message only after a separator,
 * so that a message embedded in a value is not taken for one of the session.
 */
function nextMessage(bytes: Uint8Array, from: number, end: number, afterSeparator: boolean): number {
  for (let at = from; at < end; at++) {
    if ((!afterSeparator || bytes[at - 1] === SOH) && beginsMessage(bytes, at, end)) return at;
  }
  return end;
}
