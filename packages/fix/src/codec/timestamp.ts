import { isDigit } from "./text.ts";

/** A UTC time as text in the precision it came with: `20260407-14:32:10.000`. */
export type UTCTimestamp = string;

/**
 * `20260407-14:32:10.000`, or without the fraction.
 * @throws RangeError for a time that is none.
 */
export function formatTimestamp(
  time: Date | number,
  precision: "milliseconds" | "seconds" = "milliseconds",
): UTCTimestamp {
  const text = new Date(time).toISOString();
  const clock = text.slice(11, precision === "seconds" ? 19 : 23);
  return `${text.slice(0, 4)}${text.slice(5, 7)}${text.slice(8, 10)}-${clock}`;
}

/** Milliseconds since the epoch, finer digits cut off; NaN when the text is not a FIX timestamp. */
export function parseTimestamp(text: UTCTimestamp): number {
  const match = /^(\d{4})(\d\d)(\d\d)-(\d\d):(\d\d):(\d\d)(?:\.(\d{1,12}))?$/.exec(text);
  if (match === null) return Number.NaN;
  const [, year, month, day, hour, minute, second, fraction = ""] = match;
  return Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    Number(fraction.padEnd(3, "0").slice(0, 3)),
  );
}

/**
 * Where a timestamp ends that begins at an offset: `YYYYMMDD-HH:MM:SS`, with at most twelve more digits after a dot; -1
 * when there is none. A leap second is one.
 */
export function timestampEnd(bytes: Uint8Array, from: number): number {
  const end = from + 17;
  if (end >= bytes.length) return -1;
  const month = twoDigits(bytes, from + 4);
  const day = twoDigits(bytes, from + 6);
  const hour = twoDigits(bytes, from + 9);
  const minute = twoDigits(bytes, from + 12);
  const second = twoDigits(bytes, from + 15);
  // Of a negative number the sign survives: one digit that is none spoils the whole.
  if ((twoDigits(bytes, from) | twoDigits(bytes, from + 2) | month | day | hour | minute | second) < 0)
    return -1;
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return -1;
  if (bytes[from + 8] !== 45 || bytes[from + 11] !== 58 || bytes[from + 14] !== 58) return -1;
  if (bytes[end] !== 46) return end;
  let at = end + 1;
  while (isDigit(bytes[at])) at++;
  return at > end + 1 && at <= end + 13 ? at : -1;
}

/** Whether a text is a timestamp and nothing else. */
export function isTimestampText(text: string): boolean {
  return timestampEnd(new TextEncoder().encode(`${text}\u0001`), 0) === text.length;
}

/** The number two digits make; negative when one of them is none. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - 48;
  const ones = (bytes[at + 1] as number) - 48;
  return (tens | ones | (9 - tens) | (9 - ones)) < 0 ? -1 : tens * 10 + ones;
}
