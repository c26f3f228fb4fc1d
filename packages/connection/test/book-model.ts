import { crc32 } from "node:zlib";

/** A book kept in the plainest way, to hold the real one against: sorted anew each time, its checksum made of text. */
export class ModelBook {
  readonly bids = new Map<string, string>();
  readonly asks = new Map<string, string>();
  readonly #depth: number;

  constructor(depth: number) {
    this.#depth = depth;
  }

  set(side: "bids" | "asks", price: string, qty: string): void {
    const same = [...this[side].keys()].find((known) => Number(known) === Number(price));
    if (same !== undefined) this[side].delete(same);
    if (Number(qty) !== 0) this[side].set(price, qty);
  }

  settle(): number {
    for (const side of ["bids", "asks"] as const)
      for (const [price] of this.levels(side).slice(this.#depth)) this[side].delete(price);
    return checksum(this.levels("asks"), this.levels("bids"));
  }

  levels(side: "bids" | "asks"): [price: string, qty: string][] {
    const sign = side === "asks" ? 1 : -1;
    return [...this[side]].toSorted(([one], [other]) => (Number(one) - Number(other)) * sign);
  }
}

/** Straight from the guide: digits without points and leading zeros, ten asks, ten bids. */
export function checksum(asks: readonly (readonly string[])[], bids: readonly (readonly string[])[]): number {
  const digits = (text = ""): string => text.replace(".", "").replace(/^0+/, "");
  const line = (levels: readonly (readonly string[])[]): string =>
    levels.map(([price, qty]) => digits(price) + digits(qty)).join("");
  return crc32(line(asks.slice(0, 10)) + line(bids.slice(0, 10)));
}
