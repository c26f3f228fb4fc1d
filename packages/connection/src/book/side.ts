/** How many levels of a side a checksum covers, whatever the depth. */
const COVERED = 10;

/** How many levels are moved faster one by one than by `splice`, which makes an array of what it takes out. */
const FEW = 50;

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

  /** Where the level of a price is; where it would be, less than zero and less one, if there is none. */
  find(price: number, priceText: string): number {
    const { levels } = this;
    const sign = this.#sign;
    let low = 0;
    let high = levels.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const level = levels[middle] as Level;
      const order = (level.price - price) * sign || compareTexts(level.priceText, priceText) * sign;
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return ~low;
  }

  insert(at: number, level: Level): void {
    this.touch(at);
    const { levels } = this;
    if (levels.length - at > FEW) levels.splice(at, 0, level);
    else {
      levels.push(level);
      for (let to = levels.length - 1; to > at; to--) levels[to] = levels[to - 1] as Level;
      levels[at] = level;
    }
  }

  replace(at: number, level: Level): void {
    this.touch(at);
    this.levels[at] = level;
  }

  remove(at: number): void {
    this.touch(at);
    const { levels } = this;
    if (levels.length - at > FEW) levels.splice(at, 1);
    else {
      for (let to = at + 1; to < levels.length; to++) levels[to - 1] = levels[to] as Level;
      levels.pop();
    }
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

/**
 * Compares decimals whose doubles are the same. They are mostly the same text; digits beyond a double's precision can
 * still tell them apart, trailing zeros cannot.
 */
function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  const [[a = "", b = ""], [c = "", d = ""]] = [one.split("."), other.split(".")];
  const whole = Math.max(a.length, c.length);
  const rest = Math.max(b.length, d.length);
  const left = a.padStart(whole, "0") + b.padEnd(rest, "0");
  const right = c.padStart(whole, "0") + d.padEnd(rest, "0");
  return left < right ? -1 : left > right ? 1 : 0;
}
