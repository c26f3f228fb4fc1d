/** Set in what {@link sumBytes} gives when a byte beyond ASCII was among them. */
export const BEYOND_ASCII = 0x100;

const EVERY_SECOND = 0x00ff00ff;
const HIGH_BITS = 0x80808080 | 0;
/** Bytes after which two sums in one number have to be parted, or the lower would run into the upper. */
const STRETCH = 1024;

/**
 * The sum of the bytes modulo 256, as CheckSum has it, with {@link BEYOND_ASCII}. Every message is summed once when read
 * and once when written, which is most of what cannot be saved; so bytes are taken four at a time, and two sums are kept
 * in the halves of one number. Two ASCII bytes add up to no more than a byte holds: fours are added in pairs before they
 * are parted.
 */
export function sumBytes(view: DataView, from: number, to: number): number {
  let sum = 0;
  let seen = 0;
  let at = from;
  while (at <= to - 16) {
    let even = 0;
    let odd = 0;
    for (const stop = Math.min(to, at + STRETCH) - 16; at <= stop; at = (at + 16) | 0) {
      const a = view.getInt32(at, true);
      const b = view.getInt32((at + 4) | 0, true);
      const c = view.getInt32((at + 8) | 0, true);
      const d = view.getInt32((at + 12) | 0, true);
      seen |= a | b | c | d;
      const one = (a + b) | 0;
      const other = (c + d) | 0;
      even = (even + (one & EVERY_SECOND) + (other & EVERY_SECOND)) | 0;
      odd = (odd + ((one >>> 8) & EVERY_SECOND) + ((other >>> 8) & EVERY_SECOND)) | 0;
    }
    sum += (even & 0xffff) + (even >>> 16) + (odd & 0xffff) + (odd >>> 16);
  }
  // The pairs are no sums then: every byte is taken again, by itself.
  if ((seen & HIGH_BITS) !== 0) {
    sum = 0;
    at = from;
  }
  for (; at < to; at++) {
    const byte = view.getUint8(at);
    sum += byte;
    seen |= byte;
  }
  return (sum & 0xff) | ((seen & HIGH_BITS) === 0 ? 0 : BEYOND_ASCII);
}
