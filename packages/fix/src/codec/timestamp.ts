import type { UTCTimestamp } from "./values.ts";

const two = (value: number): string => (value < 10 ? `0${value}` : `${value}`);

/** `20260407-14:32:10.000`, or without the fraction. */
export function formatTimestamp(
  time: Date | number,
  precision: "milliseconds" | "seconds" = "milliseconds",
): UTCTimestamp {
  const date = typeof time === "number" ? new Date(time) : time;
  const day = `${String(date.getUTCFullYear()).padStart(4, "0")}${two(date.getUTCMonth() + 1)}${two(date.getUTCDate())}`;
  const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  if (precision === "seconds") return `${day}-${clock}`;
  return `${day}-${clock}.${String(date.getUTCMilliseconds()).padStart(3, "0")}`;
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

/** Whether the bytes are `YYYYMMDD-HH:MM:SS` with at most twelve more digits after a dot. A leap second is one. */
export function isTimestampAt(bytes: Uint8Array, from: number, to: number): boolean {
  const length = to - from;
  if (length < 17 || length > 30 || length === 18) return false;
  if (bytes[from + 8] !== 45 || bytes[from + 11] !== 58 || bytes[from + 14] !== 58) return false;
  if (length > 17 && bytes[from + 17] !== 46) return false;
  for (let at = from + 18; at < to; at++) if (!isDigit(bytes[at] as number)) return false;
  const month = twoDigits(bytes, from + 4);
  const day = twoDigits(bytes, from + 6);
  return (
    twoDigits(bytes, from) >= 0 &&
    twoDigits(bytes, from + 2) >= 0 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= 31 &&
    inRange(twoDigits(bytes, from + 9), 23) &&
    inRange(twoDigits(bytes, from + 12), 59) &&
    inRange(twoDigits(bytes, from + 15), 60)
  );
}

function inRange(value: number, most: number): boolean {
  return value >= 0 && value <= most;
}

/** The number two digits make; -1 when one of them is none. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at] as number;
  const ones = bytes[at + 1] as number;
  return isDigit(tens) && isDigit(ones) ? (tens - 48) * 10 + ones - 48 : -1;
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}
