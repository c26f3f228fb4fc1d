import type { Venue } from "./market.ts";
import type { Random } from "./random.ts";

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Ids in the forms Kraken uses: a UUID on futures, `OXXXXX-XXXXX-XXXXXX` on spot. */
export function orderId(venue: Venue, random: Random): string {
  return venue === "futures"
    ? uuid(random)
    : `O${letters(5, random)}-${letters(5, random)}-${letters(6, random)}`;
}

/** A version 4 UUID. */
export function uuid(random: Random): string {
  const hex = Array.from({ length: 4 }, () => random().toString(16).padStart(8, "0")).join("");
  const variant = "89ab"[random() % 4];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** `length` letters and digits of the base 32 alphabet. */
export function letters(length: number, random: Random): string {
  let text = "";
  for (let i = 0; i < length; i++) text += BASE32[random() >>> 27];
  return text;
}

/** An unsigned 64-bit number as decimal text, with its top bit set as Kraken's connection ids mostly have it. */
export function connectionId(random: Random): string {
  return (((BigInt(random() | 0x80000000) & 0xffffffffn) << 32n) | BigInt(random())).toString();
}
