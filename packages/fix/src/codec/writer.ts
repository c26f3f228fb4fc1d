import { sumBytes } from "./sum.ts";
import { separatorFrom, writeAscii } from "./text.ts";
import type { UTCTimestamp } from "./timestamp.ts";
import { formatTimestamp, timestampEnd } from "./timestamp.ts";
import type { Decimal } from "./values.ts";

/** Room before the body for `8=FIX.4.4|9=1234567|`, which is known only when the body is. */
const PREFIX_ROOM = 32;
/** Room that a tag, its equals sign and the separator need at most, and the trailer. */
const FIELD_ROOM = 16;
/** Messages are written one behind the other into buffers of this size. */
const CHUNK = 1 << 15;
/** From here on a text is written faster by a routine of the platform. */
const LONG = 16;
const SOH = 1;
const ZERO = 48;
const DOT = 46;
const MINUS = 45;

/**
 * Builds one message after another. BodyLength and CheckSum are right by construction: the prefix is written backwards
 * from the finished body, so nothing is padded and no byte is moved. A field without a value is not written.
 */
export class Writer {
  /** The current message was given a text, a decimal or a time that FIX cannot carry. The check of it says which. */
  refused = false;
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView<ArrayBuffer>;
  /** Up to where values may go: behind it is room for a tag, a separator and the trailer. */
  #limit: number;
  /** Where the body of the current message begins, and where its next byte goes. */
  #body = PREFIX_ROOM;
  #at = PREFIX_ROOM;

  constructor(capacity = CHUNK) {
    this.#bytes = new Uint8Array(PREFIX_ROOM + capacity);
    this.#view = new DataView(this.#bytes.buffer);
    this.#limit = this.#bytes.length - FIELD_ROOM;
  }

  /** Starts a message. */
  begin(msgType: string): void {
    this.#at = this.#body;
    this.refused = false;
    this.text(35, msgType);
  }

  text(tag: number, value: string | undefined): void {
    if (value === undefined) return;
    const { length } = value;
    // A UTF-16 unit becomes at most three bytes.
    let at = this.#tag(tag, length * 3);
    const bytes = this.#bytes;
    if (length === 0) this.refused = true;
    if (length >= LONG && writeAscii(bytes, value, at)) {
      const end = at + length;
      bytes[end] = SOH;
      if (separatorFrom(this.#view, at) !== end) this.refused = true;
      this.#at = end + 1;
      return;
    }
    for (let index = 0; index < length; index++) {
      const code = value.charCodeAt(index);
      // One question for every character: the separator, NUL before it, and all beyond ASCII.
      if ((code - 2) >>> 0 > 0x7d) {
        at += this.#unusual(value, index, at);
        break;
      }
      bytes[at++] = code;
    }
    bytes[at] = SOH;
    this.#at = at + 1;
  }

  decimal(tag: number, value: Decimal | undefined): void {
    if (value === undefined) return;
    const { length } = value;
    let at = this.#tag(tag, length);
    const bytes = this.#bytes;
    let dot = 0;
    let other = 0;
    for (let index = 0; index < length; index++) {
      const code = value.charCodeAt(index);
      if ((code - ZERO) >>> 0 > 9) {
        other++;
        if (code === DOT && dot === 0 && index > 0) dot = index;
        else if (code !== MINUS || index > 0) this.refused = true;
      }
      bytes[at++] = code;
    }
    // No digit at all, none behind the dot, or none between the sign and the dot.
    if (other === length || (dot > 0 && dot === length - 1) || (dot === 1 && other > 1)) this.refused = true;
    bytes[at] = SOH;
    this.#at = at + 1;
  }

  number(tag: number, value: number | undefined): void {
    if (value === undefined) return;
    if (value >= 0 && value <= 9) this.#byte(tag, ZERO + value);
    else this.text(tag, `${value}`);
  }

  boolean(tag: number, value: boolean | undefined): void {
    if (value === undefined) return;
    this.#byte(tag, value ? 89 : 78);
  }

  timestamp(
    tag: number,
    value: UTCTimestamp | Date | undefined,
    precision: "milliseconds" | "seconds",
  ): void {
    if (value === undefined) return;
    const text = typeof value === "string" ? value : formatTimestamp(value, precision);
    this.text(tag, text);
    const end = this.#at - 1;
    if (timestampEnd(this.#bytes, end - text.length) !== end) this.refused = true;
  }

  values(tag: number, value: readonly string[] | undefined): void {
    if (value !== undefined) this.text(tag, value.join(" "));
  }

  /** A length field and the data field it measures. */
  data(lengthTag: number, dataTag: number, value: Uint8Array): void {
    this.number(lengthTag, value.length);
    const at = this.#tag(dataTag, value.length);
    this.#bytes.set(value, at);
    this.#bytes[at + value.length] = SOH;
    this.#at = at + value.length + 1;
  }

  /** Bytes as they are: fields encoded before. */
  raw(value: Uint8Array): void {
    if (this.#at + value.length > this.#limit) this.#grow(value.length);
    this.#bytes.set(value, this.#at);
    this.#at += value.length;
  }

  /** The finished message: a part of a larger buffer, which holds nothing but messages of this writer. */
  finish(beginString = "FIX.4.4"): Uint8Array<ArrayBuffer> {
    let at = this.#tag(10, 3);
    const prefix = `8=${beginString}\x019=${this.#at - this.#body}\x01`;
    const start = this.#body - prefix.length;
    const bytes = this.#bytes;
    for (let index = 0; index < prefix.length; index++) bytes[start + index] = prefix.charCodeAt(index);
    const sum = sumBytes(this.#view, start, this.#at) & 0xff;
    bytes[at++] = ZERO + Math.floor(sum / 100);
    bytes[at++] = ZERO + (Math.floor(sum / 10) % 10);
    bytes[at++] = ZERO + (sum % 10);
    bytes[at++] = SOH;
    this.#body = at + PREFIX_ROOM;
    return new Uint8Array(bytes.buffer, start, at - start);
  }

  /** Writes a tag and its equals sign; gives where the value goes, for which there is room. */
  #tag(tag: number, room: number): number {
    if (this.#at + room > this.#limit) this.#grow(room);
    const at = this.#at;
    const view = this.#view;
    // Zeros and the equals sign, the first byte lowest, and the digits added to them.
    if (tag > 9 && tag < 100) {
      const tens = (tag / 10) | 0;
      view.setInt32(at, 0x3d3030 + tens + ((tag - tens * 10) << 8), true);
      return at + 3;
    }
    if (tag > 99 && tag < 1000) {
      const hundreds = (tag / 100) | 0;
      const tens = (tag / 10) | 0;
      const digits = hundreds + ((tens - hundreds * 10) << 8) + ((tag - tens * 10) << 16);
      view.setInt32(at, 0x3d303030 + digits, true);
      return at + 4;
    }
    const text = `${tag}=`;
    for (let index = 0; index < text.length; index++) this.#bytes[at + index] = text.charCodeAt(index);
    return at + text.length;
  }

  /** Writes the rest of a text from its first character that needs a closer look; gives how many bytes it took. */
  #unusual(value: string, from: number, at: number): number {
    const rest = value.slice(from);
    if (rest.includes("\x01") || !rest.isWellFormed()) this.refused = true;
    return new TextEncoder().encodeInto(rest, this.#bytes.subarray(at)).written;
  }

  #byte(tag: number, byte: number): void {
    const at = this.#tag(tag, 1);
    this.#bytes[at] = byte;
    this.#bytes[at + 1] = SOH;
    this.#at = at + 2;
  }

  /** Begins another buffer, with what the current message has so far. */
  #grow(more: number): void {
    const written = this.#bytes.subarray(this.#body, this.#at);
    this.#bytes = new Uint8Array(PREFIX_ROOM + Math.max(CHUNK, (written.length + more + FIELD_ROOM) * 2));
    this.#view = new DataView(this.#bytes.buffer);
    this.#limit = this.#bytes.length - FIELD_ROOM;
    this.#bytes.set(written, PREFIX_ROOM);
    this.#body = PREFIX_ROOM;
    this.#at = PREFIX_ROOM + written.length;
  }
}
