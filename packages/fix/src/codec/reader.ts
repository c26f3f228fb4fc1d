import type { Frame } from "../framing.ts";
import { decimalEnd } from "./decimal-end.ts";
import { type FixFault, inEntry, type RejectReason, refuse } from "./fault.ts";
import { dataTagOf, isStandardHeaderTag } from "./standard-tags.ts";
import { anyTag, isTag } from "./tag.ts";
import { beyondAscii, latin1, separatorFrom } from "./text.ts";
import { timestampEnd, type UTCTimestamp } from "./timestamp.ts";
import { NO_UNKNOWN, type UnknownField } from "./unknown.ts";
import type { Decimal } from "./values.ts";

const SOH = 1;
const ZERO = 48;
const MINUS = 45;
const EQUALS = 61;

/**
 * Walks the fields of one frame in a single pass. Generated decoders drive it: `next()` reads a tag, then one of the
 * typed readers reads the value up to its separator and judges it on the way. Every tag must be followed by exactly one
 * of them, which is given what the field held `before`: a field may stand once. The first fault is kept; everything the
 * dictionary does not know is kept too.
 */
export class Reader {
  /** Tag of the current field. */
  tag = 0;
  /** What makes the message unusable. */
  fault: FixFault | undefined;
  /** The first thing that is taken although the dictionary does not have it so; strict readers refuse it. */
  tolerated: FixFault | undefined;

  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  /** One character per byte of the whole frame: values are cut from it without a copy each. */
  readonly #text: string;
  readonly #ascii: boolean;
  readonly #end: number;
  /** Where the current field begins, where its value does, and where the next field does once the value was read. */
  #start = 0;
  #from = 0;
  #next: number;
  #unknown: UnknownField[] | undefined;

  constructor(frame: Frame) {
    this.#bytes = frame.bytes;
    this.#view = frame.view;
    this.#text = latin1(frame.bytes, 0, frame.bytes.length);
    this.#ascii = frame.ascii;
    this.#next = frame.bodyStart;
    this.#end = frame.bodyEnd;
  }

  /** Reads the next tag. False at the end of the body. */
  next(): boolean {
    const at = this.#next;
    if (at >= this.#end) return false;
    this.#start = at;
    // Nearly every tag has two or three digits and is read with its equals sign at once.
    const four = this.#view.getInt32(at, true);
    if (((four >> 16) & 0xff) === EQUALS && isTag(four & 0xffff, 0x3030)) {
      this.tag = (four & 15) * 10 + ((four >> 8) & 15);
      this.#from = at + 3;
    } else if (four >>> 24 === EQUALS && isTag(four & 0xffffff, 0x303030)) {
      this.tag = (four & 15) * 100 + ((four >> 8) & 15) * 10 + ((four >> 16) & 15);
      this.#from = at + 4;
    } else this.#otherTag(at);
    return true;
  }

  /**
   * Goes to the next field if it has a certain tag of three digits.
   * @param bytes the tag and its equals sign as one number, the first byte lowest
   */
  follows(tag: number, bytes: number): boolean {
    const at = this.#next;
    if (this.#view.getInt32(at, true) !== bytes) return false;
    this.tag = tag;
    this.#start = at;
    this.#from = at + 4;
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
    this.tolerated = undefined;
  }

  text(field: string, before?: unknown): string {
    if (before !== undefined) this.#repeated(field);
    const from = this.#from;
    const to = separatorFrom(this.#view, from);
    this.#next = to + 1;
    if (to === from) this.#refuse("4", field, `a value for tag ${this.tag}`, "");
    return this.#ascii ? this.#text.substring(from, to) : beyondAscii(this.#bytes, from, to);
  }

  /** A value of an enumeration: nearly always one character. */
  code(field: string, before?: unknown): string {
    if (before !== undefined) this.#repeated(field);
    const from = this.#from;
    if (this.#bytes[from + 1] !== SOH || this.#bytes[from] === SOH) return this.text(field);
    this.#next = from + 2;
    return this.#text.charAt(from);
  }

  char(field: string, before?: unknown): string {
    if (before !== undefined) this.#repeated(field);
    const value = this.code(field);
    if (value.length > 1) this.#refuse("6", field, "one character", value);
    return value;
  }

  decimal(field: string, before?: unknown): Decimal {
    if (before !== undefined) this.#repeated(field);
    const from = this.#from;
    const at = decimalEnd(this.#bytes, from);
    if (at < 0) return this.#not("a decimal number", field);
    this.#next = at + 1;
    return this.#text.substring(from, at);
  }

  integer(field: string, before?: unknown): number {
    if (before !== undefined) this.#repeated(field);
    if (this.#bytes[this.#from] !== MINUS) return this.#digits(field, this.#from, "a whole number");
    return -this.#digits(field, this.#from + 1, "a whole number");
  }

  whole(field: string, before?: unknown): number {
    if (before !== undefined) this.#repeated(field);
    return this.#digits(field, this.#from, "a whole number from 0");
  }

  boolean(field: string, before?: unknown): boolean {
    if (before !== undefined) this.#repeated(field);
    const from = this.#from;
    const value = this.#bytes[from];
    if ((value !== 89 && value !== 78) || this.#bytes[from + 1] !== SOH) {
      this.#not("Y or N", field);
      return false;
    }
    this.#next = from + 2;
    return value === 89;
  }

  timestamp(field: string, before?: unknown): UTCTimestamp {
    if (before !== undefined) this.#repeated(field);
    const from = this.#from;
    const at = timestampEnd(this.#bytes, from);
    if (at < 0 || this.#bytes[at] !== SOH) return this.#not("a UTC timestamp", field);
    this.#next = at + 1;
    return this.#text.substring(from, at);
  }

  values(field: string, before?: unknown): readonly string[] {
    if (before !== undefined) this.#repeated(field);
    return this.text(field).split(" ");
  }

  /** The current field is a length; takes the data field that must follow, separators inside it included. */
  data(dataTag: number, field: string, before?: unknown): Uint8Array {
    if (before !== undefined) this.#repeated(field);
    const length = this.whole(field);
    if (this.fault !== undefined) return new Uint8Array();
    const from = this.#dataAt(dataTag, length);
    if (from < 0) {
      this.#refuse("5", field, `${length} bytes of tag ${dataTag}`, String(length));
      return new Uint8Array();
    }
    this.#next = from + length + 1;
    // A copy, also of a Buffer, whose `slice` makes none.
    return new Uint8Array(this.#bytes.subarray(from, from + length));
  }

  /** Closes a group: its entries must be as many as its count said. */
  endGroup(
    before: FixFault | undefined,
    tag: number,
    field: string,
    count: number,
    entries: readonly unknown[],
  ): void {
    if (this.fault !== before) this.enterFault(field, entries.length - 1);
    else if (count !== entries.length && before === undefined) {
      this.fault = refuse(tag, "16", `/${field}`, `${count} entries`, entries);
    }
  }

  /** Gives a fault found inside an entry its full path. */
  enterFault(field: string, index: number): void {
    if (this.fault !== undefined) this.fault = inEntry(field, index, this.fault);
  }

  /** An entry does not begin with its group's first field. It is taken for one by what repeats. */
  irregular(field: string): void {
    this.tolerated ??= refuse(this.tag, "15", `/${field}`, "its entry's first field first", "this");
  }

  /** A required field did not come. Always `undefined`, so that a decoder can return it. */
  missing(tag: number, field: string): undefined {
    this.fault ??= refuse(tag, "1", `/${field}`, "a value", undefined);
  }

  /** The current field is not in the dictionary: it is kept. Data fields FIX itself defines keep their separators. */
  unknown(): void {
    const { tag } = this;
    // Reported already: it is no number.
    if (tag === 0) return;
    this.tolerated ??= refuse(tag, "2", `/${tag}`, "a field that belongs here", tag);
    this.#keep(tag);
  }

  /** In the header: keeps a field that FIX puts there although the dictionary does not; false when the body begins. */
  foreignHeaderField(): boolean {
    if (!isStandardHeaderTag(this.tag)) return false;
    this.#keep(this.tag);
    return true;
  }

  get unknownFields(): readonly UnknownField[] {
    return this.#unknown ?? NO_UNKNOWN;
  }

  #keep(tag: number): void {
    const value = this.text(`${tag}`);
    this.#unknown ??= [];
    this.#unknown.push([tag, value]);
    const dataTag = dataTagOf(tag);
    if (dataTag === 0 || !/^\d{1,9}$/.test(value)) return;
    const from = this.#dataAt(dataTag, Number(value));
    if (from < 0) return;
    const to = from + Number(value);
    this.#next = to + 1;
    this.#unknown.push([dataTag, this.#text.substring(from, to)]);
  }

  /** Where the data of the next field begins when it has the tag and just the length; otherwise -1. */
  #dataAt(dataTag: number, length: number): number {
    const prefix = `${dataTag}=`;
    const from = this.#next + prefix.length;
    const to = from + length;
    return this.#text.startsWith(prefix, this.#next) && to < this.#end && this.#bytes[to] === SOH ? from : -1;
  }

  #digits(field: string, from: number, expected: string): number {
    const bytes = this.#bytes;
    let at = from;
    let value = 0;
    for (;;) {
      const digit = (bytes[at] as number) - ZERO;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      at++;
    }
    if (at === from || bytes[at] !== SOH || value > Number.MAX_SAFE_INTEGER) {
      this.#not(expected, field);
      return 0;
    }
    this.#next = at + 1;
    return value;
  }

  /** The value is not of its type: reads it as text, so that the field can be passed over. */
  #not(expected: string, field: string): string {
    const before = this.fault;
    const value = this.text(field);
    if (this.fault === before) this.#refuse("6", field, expected, value);
    return value;
  }

  /** The current field is known here but stands a second time. */
  #repeated(field: string): void {
    this.#refuse("13", field, "one occurrence", "several");
  }

  /** A tag of another length, or what should be a tag and is none: then the whole field is passed over. */
  #otherTag(start: number): void {
    const found = anyTag(this.#bytes, start);
    if (found > 0) {
      this.tag = found >> 3;
      this.#from = start + (found & 7) + 1;
      return;
    }
    const end = separatorFrom(this.#view, start);
    this.tag = 0;
    this.#from = end - 1;
    this.#next = end + 1;
    this.fault ??= refuse(0, "0", "", "a tag number", this.#text.substring(start, end));
  }

  #refuse(reason: RejectReason, field: string, expected: string, value: string): void {
    this.fault ??= refuse(this.tag, reason, `/${field}`, expected, value);
  }
}
