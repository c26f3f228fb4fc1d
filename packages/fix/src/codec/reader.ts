import type { Frame } from "../framing.ts";
import { type FixFault, inEntry, type RejectReason, refuse } from "./fault.ts";
import { dataTagOf, isStandardHeaderTag } from "./standard-tags.ts";
import { beyondAscii, latin1 } from "./text.ts";
import { isTimestampAt } from "./timestamp.ts";
import { NO_UNKNOWN, type UnknownField } from "./unknown.ts";
import type { Decimal, UTCTimestamp } from "./values.ts";

const SOH = 1;
const EQUALS = 61;
const ZERO = 48;
const DOT = 46;
const MINUS = 45;

/**
 * Walks the fields of one frame in a single pass. Generated decoders drive it: `next()` moves to a field, then one of
 * the typed readers takes its value. The first fault is kept; everything the dictionary does not know is kept too.
 */
export class Reader {
  /** Tag of the current field. */
  tag = 0;
  fault: FixFault | undefined;

  readonly #bytes: Uint8Array;
  /** One character per byte of the whole frame: values are cut from it without a copy each. */
  readonly #text: string;
  readonly #ascii: boolean;
  readonly #end: number;
  #next: number;
  #start = 0;
  #from = 0;
  #to = 0;
  #unknown: UnknownField[] | undefined;

  constructor(frame: Frame) {
    this.#bytes = frame.bytes;
    this.#text = latin1(frame.bytes, 0, frame.bytes.length);
    this.#ascii = frame.ascii;
    this.#next = frame.bodyStart;
    this.#end = frame.bodyEnd;
  }

  /** Moves to the next field. False at the end of the body. */
  next(): boolean {
    const bytes = this.#bytes;
    const end = this.#end;
    let at = this.#next;
    if (at >= end) return false;
    this.#start = at;
    let tag = 0;
    let byte = bytes[at] as number;
    // A tag is a number without leading zeros.
    let malformed = byte === EQUALS || byte === ZERO;
    while (byte !== EQUALS) {
      const digit = byte - ZERO;
      if (digit < 0 || digit > 9 || tag > 0xffffff) malformed = true;
      if (byte === SOH) break;
      tag = tag * 10 + digit;
      byte = bytes[++at] as number;
    }
    if (malformed) {
      while (bytes[at] !== SOH) at++;
      this.tag = 0;
      this.#take(this.#start, at);
      this.#refuse("0", "", "a tag number", this.#text.slice(this.#start, at));
      return true;
    }
    this.tag = tag;
    const from = ++at;
    while (bytes[at] !== SOH) at++;
    this.#take(from, at);
    if (from === at) this.#refuse("4", "", `a value for tag ${tag}`, "");
    return true;
  }

  /** Lets `next()` find the current field again: the group it was met in has ended. */
  unread(): void {
    this.#next = this.#start;
  }

  /** Offset of the current field in the frame. */
  get position(): number {
    return this.#start;
  }

  /** A place to come back to with {@link restore}: what is read in between is read again. */
  mark(): number {
    return this.#next;
  }

  restore(mark: number): void {
    this.#next = mark;
    this.#unknown = undefined;
    this.fault = undefined;
  }

  text(_field: string): string {
    return this.#value();
  }

  char(field: string): string {
    const value = this.#value();
    if (value.length !== 1) this.#refuse("6", `/${field}`, "one character", value);
    return value;
  }

  decimal(field: string): Decimal {
    const bytes = this.#bytes;
    let digits = 0;
    let dots = 0;
    for (let at = this.#from; at < this.#to; at++) {
      const byte = bytes[at] as number;
      if (byte >= ZERO && byte <= 57) digits++;
      else if (byte === DOT && dots === 0) dots = 1;
      else if (byte !== MINUS || at !== this.#from) {
        digits = 0;
        break;
      }
    }
    const value = this.#text.slice(this.#from, this.#to);
    if (digits === 0) this.#refuse("6", `/${field}`, "a decimal number", value);
    return value;
  }

  integer(field: string): number {
    let at = this.#from;
    const negative = this.#bytes[at] === MINUS;
    if (negative) at++;
    const value = this.#digits(at);
    if (value >= 0) return negative ? -value : value;
    this.#refuse("6", `/${field}`, "a whole number", this.#value());
    return 0;
  }

  whole(field: string): number {
    const value = this.#digits(this.#from);
    if (value >= 0) return value;
    this.#refuse("6", `/${field}`, "a whole number from 0", this.#value());
    return 0;
  }

  boolean(field: string): boolean {
    const value = this.#to - this.#from === 1 ? this.#bytes[this.#from] : 0;
    if (value !== 89 && value !== 78) this.#refuse("6", `/${field}`, "Y or N", this.#value());
    return value === 89;
  }

  timestamp(field: string): UTCTimestamp {
    const value = this.#text.slice(this.#from, this.#to);
    if (!isTimestampAt(this.#bytes, this.#from, this.#to)) {
      this.#refuse("6", `/${field}`, "a UTC timestamp", value);
    }
    return value;
  }

  values(_field: string): readonly string[] {
    return this.#value().split(" ");
  }

  /** The current field is a length; takes the data field that must follow, separators inside it included. */
  data(dataTag: number, field: string): Uint8Array {
    const length = this.whole(field);
    const prefix = `${dataTag}=`;
    const from = this.#next + prefix.length;
    const to = from + length;
    const fits = this.#text.startsWith(prefix, this.#next) && to < this.#end && this.#bytes[to] === SOH;
    if (!fits) {
      this.#refuse("5", `/${field}`, `${length} bytes of tag ${dataTag} after their length`, this.#value());
      return new Uint8Array();
    }
    this.#take(from, to);
    return this.#bytes.slice(from, to);
  }

  /** The current field opens a group; its entries follow. */
  count(field: string): number {
    return this.whole(field);
  }

  /** Closes a group: its entries must be as many as its count said. */
  endGroup(tag: number, field: string, count: number, entries: readonly unknown[]): void {
    if (count !== entries.length && this.fault === undefined) {
      this.fault = refuse(tag, "16", `/${field}`, `${count} entries`, entries);
    }
  }

  /** Gives a fault found inside an entry its full path. Call with the fault that stood before the entry. */
  enterFault(before: FixFault | undefined, field: string, index: number): void {
    if (this.fault !== before && this.fault !== undefined) this.fault = inEntry(field, index, this.fault);
  }

  /** The current field is known here but stands a second time. */
  repeated(field: string): void {
    this.#refuse("13", `/${field}`, "one occurrence", "several");
  }

  /** A required field did not come. Always `undefined`, so that a decoder can return it. */
  missing(tag: number, field: string, expected: string): undefined {
    this.fault ??= refuse(tag, "1", `/${field}`, expected, undefined);
  }

  /** The current field is not in the dictionary: it is kept. Data fields FIX itself defines keep their separators. */
  unknown(): void {
    if (this.tag === 0) return;
    this.#unknown ??= [];
    this.#unknown.push([this.tag, this.#value()]);
    const dataTag = dataTagOf(this.tag);
    const length = dataTag === 0 ? -1 : this.#digits(this.#from);
    if (length < 0 || !this.#text.startsWith(`${dataTag}=`, this.#next)) return;
    const from = this.#next + `${dataTag}=`.length;
    if (from + length >= this.#end || this.#bytes[from + length] !== SOH) return;
    this.tag = dataTag;
    this.#take(from, from + length);
    this.#unknown.push([dataTag, this.#text.slice(from, from + length)]);
  }

  /** In the header: keeps a field that FIX puts there although the dictionary does not; false when the body begins. */
  foreignHeaderField(): boolean {
    if (!isStandardHeaderTag(this.tag)) return false;
    this.unknown();
    return true;
  }

  get unknownFields(): readonly UnknownField[] {
    return this.#unknown ?? NO_UNKNOWN;
  }

  #take(from: number, to: number): void {
    this.#from = from;
    this.#to = to;
    this.#next = to + 1;
  }

  #value(): string {
    if (this.#ascii) return this.#text.slice(this.#from, this.#to);
    return beyondAscii(this.#bytes, this.#from, this.#to);
  }

  /** The digits from an offset to the end of the value, or -1 when there is anything else or too much of it. */
  #digits(from: number): number {
    const bytes = this.#bytes;
    const to = this.#to;
    if (from === to) return -1;
    let value = 0;
    for (let at = from; at < to; at++) {
      const digit = (bytes[at] as number) - ZERO;
      if (digit < 0 || digit > 9) return -1;
      value = value * 10 + digit;
    }
    return value <= Number.MAX_SAFE_INTEGER ? value : -1;
  }

  #refuse(reason: RejectReason, path: string, expected: string, value: string): void {
    this.fault ??= refuse(this.tag, reason, path, expected, value);
  }
}
