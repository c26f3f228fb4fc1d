import { formatTimestamp } from "./timestamp.ts";
import type { UTCTimestamp } from "./values.ts";

/** Room before the body for `8=FIX.4.4|9=1234567|`, which is known only when the body is. */
const PREFIX_ROOM = 32;
const SOH = 1;

/**
 * Builds one message after another in a buffer of its own. BodyLength and CheckSum are right by construction: the
 * prefix is written backwards from the finished body, so nothing is padded.
 */
export class Writer {
  #bytes: Uint8Array<ArrayBuffer>;
  #at = PREFIX_ROOM;

  constructor(capacity = 1024) {
    this.#bytes = new Uint8Array(PREFIX_ROOM + capacity);
  }

  /** Starts a message. */
  begin(msgType: string): void {
    this.#at = PREFIX_ROOM;
    this.text("35=", msgType);
  }

  /** A field: its tag with the equals sign, its text, the separator. */
  text(key: string, value: string): void {
    // A UTF-16 unit becomes at most three bytes.
    this.#reserve(key.length + value.length * 3 + 1);
    const bytes = this.#bytes;
    let at = this.#at;
    for (let index = 0; index < key.length; index++) bytes[at++] = key.charCodeAt(index);
    const start = at;
    for (let index = 0; index < value.length; index++) {
      const code = value.charCodeAt(index);
      if (code > 0x7f) {
        at = start + new TextEncoder().encodeInto(value, bytes.subarray(start)).written;
        break;
      }
      bytes[at++] = code;
    }
    bytes[at] = SOH;
    this.#at = at + 1;
  }

  number(key: string, value: number): void {
    this.text(key, String(value));
  }

  boolean(key: string, value: boolean): void {
    this.text(key, value ? "Y" : "N");
  }

  timestamp(key: string, value: UTCTimestamp | Date, precision: "milliseconds" | "seconds"): void {
    this.text(key, typeof value === "string" ? value : formatTimestamp(value, precision));
  }

  values(key: string, value: readonly string[]): void {
    this.text(key, value.join(" "));
  }

  /** A length field and the data field it measures. */
  data(lengthKey: string, dataKey: string, value: Uint8Array): void {
    this.number(lengthKey, value.length);
    this.#reserve(dataKey.length + value.length + 1);
    for (let index = 0; index < dataKey.length; index++) this.#bytes[this.#at++] = dataKey.charCodeAt(index);
    this.raw(value);
    this.#bytes[this.#at++] = SOH;
  }

  /** Bytes as they are: fields encoded before. */
  raw(value: Uint8Array): void {
    this.#reserve(value.length + 1);
    this.#bytes.set(value, this.#at);
    this.#at += value.length;
  }

  /** The finished message, in a buffer of its own. */
  finish(beginString = "FIX.4.4"): Uint8Array<ArrayBuffer> {
    const prefix = `8=${beginString}\x019=${this.#at - PREFIX_ROOM}\x01`;
    const start = PREFIX_ROOM - prefix.length;
    const message = new Uint8Array(this.#at - start + 7);
    for (let at = 0; at < prefix.length; at++) message[at] = prefix.charCodeAt(at);
    message.set(this.#bytes.subarray(PREFIX_ROOM, this.#at), prefix.length);
    let at = message.length - 7;
    let sum = 0;
    for (let index = 0; index < at; index++) sum += message[index] as number;
    sum &= 0xff;
    message[at++] = 49;
    message[at++] = 48;
    message[at++] = 61;
    message[at++] = 48 + Math.floor(sum / 100);
    message[at++] = 48 + (Math.floor(sum / 10) % 10);
    message[at++] = 48 + (sum % 10);
    message[at] = SOH;
    return message;
  }

  #reserve(more: number): void {
    if (this.#at + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#at + more));
    larger.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = larger;
  }
}
