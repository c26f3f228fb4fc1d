/** How many levels of a side a checksum covers, whatever the depth. */
const COVERED = 10;

/** What stands at one price. */
export interface Priced {
  readonly price: number;
  readonly priceText: string;
  /** The checksum's register after it. */
  feed(register: number): number;
}

/** One side of a book: its levels, best first. */
export class Side<Level extends Priced> {
  readonly levels: Level[] = [];
  /** Whether a level that the checksum covers has changed since it was last asked for. */
  changed = true;
  readonly #sign: 1 | -1;

  /** @param sign 1 where the lowest price is best, -1 where the highest is. */
  constructor(sign: 1 | -1) {
    this.#sign = sign;
  }

  /**
   * Where the level of a price is; where it would be, less than zero and less one, if there is none. A number tells prices
   * apart by their first 15 digits; no pair has as many.
   */
  find(price: number): number {
    const { levels } = this;
    const sign = this.#sign;
    let low = 0;
    let high = levels.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const level = levels[middle] as Level;
      if (level.price === price) return middle;
      if (level.price * sign < price * sign) low = middle + 1;
      else high = middle;
    }
    return ~low;
  }

  /** Puts levels in the place of those that are there. */
  splice(at: number, gone: 0 | 1, ...levels: readonly Level[]): void {
    this.touch(at);
    this.levels.splice(at, gone, ...levels);
  }

  /** Says that a level is no longer what it was. */
  touch(at: number): void {
    if (at < COVERED) this.changed = true;
  }

  /** Forgets the levels beyond a depth. */
  cut(depth: number): void {
    if (this.levels.length > depth) this.levels.length = depth;
  }

  clear(): void {
    this.changed = true;
    this.levels.length = 0;
  }

  /** The checksum's register after the levels it covers. */
  feed(register: number): number {
    const { levels } = this;
    const end = Math.min(COVERED, levels.length);
    let after = register;
    for (let at = 0; at < end; at++) after = (levels[at] as Level).feed(after);
    return after;
  }
}
