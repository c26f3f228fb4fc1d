/** Set in what {@link sumBytes} gives when a byte beyond ASCII was among them. */
export const BEYOND_ASCII = 0x100;

const EVERY_SECOND = 0x00ff00ff;
const HIGH_BITS = 0x80808080 | 0;
/** Bytes after which two sums in one number have to be parted, or the lower would run into the upper. */
const STRETCH = 1024;

/**
 * The sum of the bytes modulo 256, as CheckSum has it, with {@link BEYOND_ASCII}. Every message is summed once when read
 * and once when written, which is most of what cannot be saved; so bytes are taken four at a time, and two sums are kept
 * in the halves of one number.
 */
export function sumBytes(view: DataView, from: number, to: number): number {
  let sum = 0;
  let seen = 0;
  let at = from;
  for (const last = to - 16; at <= last; ) {
    let even = 0;
    let odd = 0;
    for (const stop = Math.min(last, at + STRETCH - 16); at <= stop; at += 16) {
      const a = view.getInt32(at, true);
      const b = view.getInt32(at + 4, true);
      const c = view.getInt32(at + 8, true);
      const d = view.getInt32(at + 12, true);
      seen |= a | b | c | d;
      even = (even + (a & EVERY_SECOND) + (b & EVERY_SECOND) + (c & EVERY_SECOND) + (d & EVERY_SECOND)) | 0;
      odd =
        (odd +
          ((a >>> 8) & EVERY_SECOND) +
          ((b >>> 8) & EVERY_SECOND) +
          ((c >>> 8) & EVERY_SECOND) +
          ((d >>> 8) & EVERY_SECOND)) |
        0;
    }
    sum += (even & 0xffff) + (even >>> 16) + (odd & 0xffff) + (odd >>> 16);
  }
  for (; at < to; at++) {
    const byte = view.getUint8(at);
    sum += byte;
    seen |= byte;
  }
  return (sum & 0xff) | ((seen & HIGH_BITS) === 0 ? 0 : BEYOND_ASCII);
}
