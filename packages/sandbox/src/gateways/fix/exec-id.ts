import { letters } from "../../engine/order-id.ts";
import type { Random } from "../../engine/random.ts";

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * A new ExecID for an order: its ClOrdID, or the end of it if that is a UUID, as a little-endian number in base 32, and
 * thirteen letters of chance.
 */
export function execId(clOrdId: string, random: Random): string {
  return `${numberOf(clOrdId)}:${letters(13, random)}`;
}

function numberOf(clOrdId: string): string {
  if (/^\d{1,18}$/.test(clOrdId)) {
    const number = BigInt(clOrdId);
    return base32(number, number < 1n << 32n ? 4 : 8);
  }
  const end = clOrdId.replaceAll("-", "").slice(-12);
  return base32(/^[0-9a-f]+$/i.test(end) ? BigInt(`0x${end}`) : 0n, 8);
}

function base32(number: bigint, bytes: number): string {
  let text = "";
  let bits = 0n;
  let held = 0n;
  for (let i = 0n; i < BigInt(bytes); i++) {
    held = (held << 8n) | ((number >> (8n * i)) & 0xffn);
    bits += 8n;
    for (; bits >= 5n; bits -= 5n) text += BASE32[Number((held >> (bits - 5n)) & 31n)];
  }
  return bits === 0n ? text : text + BASE32[Number((held << (5n - bits)) & 31n)];
}
