/** Makes ids for the ClOrdID field (11). */
export interface ClOrdIDs {
  next(): string;
}

const MICROSECONDS = 1000;

/**
 * Rising numbers, for spot: microseconds since the epoch, 16 digits, raised by one where the clock has not moved on.
 * @param now milliseconds since the epoch.
 */
export function numericClOrdIDs(now: () => number = Date.now): ClOrdIDs {
  let last = 0;
  return {
    next() {
      last = Math.max(last + 1, Math.floor(now() * MICROSECONDS));
      return String(last);
    },
  };
}

/**
 * Timestamp-first random UUIDs, for spot and futures: the first 48 bits count 10 microseconds since the epoch (raised
 * by one where the clock has not moved on), the rest is random under version 4.
 * @param now milliseconds since the epoch; Kraken allows a skew of 120 seconds.
 * @param random fills the bytes with random values.
 */
export function combClOrdIDs(
  now: () => number = Date.now,
  random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> = (bytes) =>
    crypto.getRandomValues(bytes),
): ClOrdIDs {
  let last = 0;
  return {
    next() {
      last = Math.max(last + 1, Math.floor(now() * 100));
      const time = last.toString(16).padStart(12, "0").slice(-12);
      const bytes = random(new Uint8Array(10));
      const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      const variant = (8 | ((bytes[2] as number) & 3)).toString(16);
      return `${time.slice(0, 8)}-${time.slice(8)}-4${hex.slice(0, 3)}-${variant}${hex.slice(5, 8)}-${hex.slice(8, 20)}`;
    },
  };
}
