import { isTimestampText, type UTCTimestamp } from "./timestamp.ts";

/** An exact decimal as text, as it stands on the wire: `84000`, `0.001`, `-1.50`. Never an exponent, never rounded. */
export type Decimal = string;

/** A value of an enumeration, or one the dictionary does not list yet. */
export type Open<Values extends string> = Values | (string & {});

const DECIMAL = /^-?\d+(?:\.\d+)?$/;

/*
 * Whether values may be sent. `quick` leaves to the writer what it sees for itself while it writes: the characters of
 * texts, the digits of decimals and times.
 */

/** Text a FIX value can carry: not empty, no field separator, well-formed Unicode. */
export function isText(value: unknown, quick?: boolean): value is string {
  if (typeof value !== "string") return false;
  return quick === true || (value !== "" && !value.includes("\u0001") && value.isWellFormed());
}

export function isChar(value: unknown, quick?: boolean): value is string {
  return isText(value, quick) && value.length === 1 && value.charCodeAt(0) < 0x80;
}

export function isDecimal(value: unknown, quick?: boolean): value is Decimal {
  return typeof value === "string" && (quick === true || DECIMAL.test(value));
}

export function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** A sequence number, a length or a count. */
export function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

export function isTimestamp(value: unknown, quick?: boolean): value is UTCTimestamp | Date {
  if (typeof value === "string") return quick === true || isTimestampText(value);
  if (!(value instanceof Date)) return false;
  const year = value.getUTCFullYear();
  return year >= 0 && year <= 9999;
}

/** A list that the wire separates by spaces. */
export function isValueList(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((item) => isText(item) && !item.includes(" "))
  );
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
