import { isDigit } from "./text.ts";

const ZERO = 48;
const EQUALS = 61;
/** The upper halves of three bytes. */
const HALVES = 0xf0f0f0;
const SIXES = 0x060606;
/** Digits a tag may have. */
const LONGEST_TAG = 7;

/** Whether up to three bytes are digits, as many as there are `zeros`, and the first is none of those. */
export function isTag(bytes: number, zeros: number): boolean {
  // The upper half of a digit is 3, also when 6 is added to it.
  return (bytes & HALVES) === zeros && ((bytes + SIXES) & HALVES) === zeros && (bytes & 15) !== 0;
}

/** A tag of any length before its equals sign: its number times 8, and how many digits it has; 0 when it is none. */
export function anyTag(bytes: Uint8Array, start: number): number {
  let at = start;
  let tag = 0;
  while (isDigit(bytes[at]) && at - start < LONGEST_TAG) tag = tag * 10 + (bytes[at++] as number) - ZERO;
  // A tag is a number without leading zeros.
  return bytes[at] === EQUALS && bytes[start] !== ZERO ? tag * 8 + at - start : 0;
}
