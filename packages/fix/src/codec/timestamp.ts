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
