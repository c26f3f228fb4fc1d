import { uuid } from "../../engine/order-id.ts";
import { seededRandom } from "../../engine/random.ts";

/** A seed as a number, for {@link noise}. */
export function seedNumber(seed: string): number {
  return seededRandom(seed)();
}

/** A number from 0 to 1 that depends on seed and index alone, so that any moment of the past can be asked for by itself. */
export function noise(seed: number, index: number): number {
  let x = (seed ^ Math.imul(index | 0, 0x9e3779b1)) >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32;
}

/** The UUID that a name always has. */
export function namedUuid(seed: string, ...name: readonly (string | number)[]): string {
  return uuid(seededRandom([seed, ...name].join(" ")));
}
