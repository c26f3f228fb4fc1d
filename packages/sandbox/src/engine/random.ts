/** A stream of unsigned 32-bit numbers; the same seed gives the same stream on every machine. Not for secrets. */
export type Random = () => number;

const encoder = new TextEncoder();

/** The sfc32 generator, seeded from any text by FNV-1a. */
export function seededRandom(seed: string): Random {
  let hash = 0x811c9dc5;
  for (const byte of encoder.encode(seed)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  let a = hash;
  let b = 0x9e3779b9;
  let c = 0x243f6a88;
  let counter = 1;
  const next = () => {
    const sum = (a + b + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = (b ^ (b >>> 9)) >>> 0;
    b = (c + (c << 3)) >>> 0;
    c = (((c << 21) | (c >>> 11)) + sum) >>> 0;
    return sum;
  };
  // The first numbers still resemble the seed.
  for (let i = 0; i < 12; i++) next();
  return next;
}
