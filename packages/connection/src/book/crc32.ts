/**
 * CRC-32 (IEEE 802.3) of a book's digits, put together from what each level contributes. A cyclic redundancy check is
 * linear: the register after `ab` is the register after `a`, moved on by the length of `b`, exclusive-or what `b` alone
 * leaves. So a level is digested once, when it first counts, and a checksum is one move for each level, whatever else
 * has changed in between.
 */

/** The polynomial, lowest bit first. */
const POLYNOMIAL = 0xedb88320;

/** What a run of digits leaves in a register of zeros, how long it is, and how a register moves past as much. */
export interface Digest {
  readonly register: number;
  readonly length: number;
  readonly moves: Int32Array;
}

/** How registers move past that many bytes of zeros: 256 entries for each byte of the register. */
const moves: Int32Array[] = [];

/** Longer runs move byte by byte, so that strange text cannot make tables without end. */
const LONGEST = 64;

/** The register of a checksum that has seen nothing. */
export const START = -1;

/** The checksum a register stands for, an unsigned number of 32 bits. */
export function finish(register: number): number {
  return ~register >>> 0;
}

/** The register after digits whose digest is known. */
export function feed(register: number, { register: own, length, moves }: Digest): number {
  let moved = register;
  for (let left = length; left > LONGEST; left -= LONGEST) moved = move(moved, movesBy(LONGEST));
  return move(moved, moves) ^ own;
}

/** Digests decimals one after the other, each without its point and its leading zeros. */
export function digest(one: string, other: string): Digest {
  const table = movesBy(1);
  let register = 0;
  let length = 0;
  for (let text = one, rest: string | undefined = other; ; text = rest, rest = undefined) {
    let started = false;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      // Neither the point nor, so far, a digit that counts.
      if (code < 48 || (code === 48 && !started)) continue;
      started = true;
      register = (register >>> 8) ^ (table[(register ^ code) & 255] as number);
      length++;
    }
    if (rest === undefined)
      return { register, length, moves: movesBy(length % LONGEST || Math.min(length, LONGEST)) };
  }
}

function move(register: number, table: Int32Array): number {
  return (
    (table[register & 255] as number) ^
    (table[256 + ((register >>> 8) & 255)] as number) ^
    (table[512 + ((register >>> 16) & 255)] as number) ^
    (table[768 + (register >>> 24)] as number)
  );
}

function movesBy(length: number): Int32Array {
  return moves[length] ?? makeMoves(length);
}

/** Made of the moves past one byte less. */
function makeMoves(length: number): Int32Array {
  const made = new Int32Array(1024);
  const shorter = length > 0 ? movesBy(length - 1) : undefined;
  for (let entry = 0; entry < 1024; entry++) {
    let register = shorter ? (shorter[entry] as number) : (entry & 255) << ((entry >> 8) * 8);
    if (shorter)
      for (let bit = 0; bit < 8; bit++) register = (register >>> 1) ^ (register & 1 ? POLYNOMIAL : 0);
    made[entry] = register;
  }
  moves[length] = made;
  return made;
}
