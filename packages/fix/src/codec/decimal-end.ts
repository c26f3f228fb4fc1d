import { isDigit } from "./text.ts";

const SOH = 1;
const DOT = 46;
const MINUS = 45;

/** Where the separator behind a decimal number stands; -1 when what begins here is none. */
export function decimalEnd(bytes: Uint8Array, from: number): number {
  const first = bytes[from] === MINUS ? from + 1 : from;
  let at = first;
  let dots = 0;
  while (isDigit(bytes[at])) at++;
  if (bytes[at] === DOT) {
    dots = 1;
    at++;
    while (isDigit(bytes[at])) at++;
  }
  return bytes[at] !== SOH || at - first === dots ? -1 : at;
}
