import { crc32 } from "node:zlib";
import type { BookMessage } from "@x/ws-v2";

/**
 * A book as one writes it in an hour: the source text of numbers from `JSON.parse`, sorted arrays, and the platform's
 * CRC-32 of the text the guide describes. It is right, and stands for the clients that do not verify because of the cost.
 */
export class BookByHand {
  readonly #depth: number;
  readonly #bids: [price: string, qty: string][] = [];
  readonly #asks: [price: string, qty: string][] = [];

  constructor(depth: number) {
    this.#depth = depth;
  }

  /** `false` when the checksum is not right. */
  apply(frame: string): boolean {
    const parse = JSON.parse as (text: string, reviver: Reviver) => BookMessage;
    const { type, data } = parse(frame, (key, value, { source }) =>
      (key === "price" || key === "qty") && source !== undefined ? source : value,
    );
    const [entry] = data;
    if (!entry) return false;
    if (type === "snapshot") this.#bids.length = this.#asks.length = 0;
    this.#set(this.#bids, entry.bids as unknown as Levels, -1);
    this.#set(this.#asks, entry.asks as unknown as Levels, 1);
    return crc32(line(this.#asks) + line(this.#bids)) === entry.checksum;
  }

  #set(levels: [string, string][], changes: Levels, sign: 1 | -1): void {
    for (const { price, qty } of changes) {
      const key = Number(price) * sign;
      let at = levels.findIndex(([known]) => Number(known) * sign >= key);
      if (at < 0) at = levels.length;
      const same = Number(levels[at]?.[0]) * sign === key;
      if (Number(qty) === 0) {
        if (same) levels.splice(at, 1);
      } else levels.splice(at, same ? 1 : 0, [price, qty]);
    }
    levels.length = Math.min(levels.length, this.#depth);
  }
}

type Levels = readonly { readonly price: string; readonly qty: string }[];
type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

function line(levels: readonly (readonly [string, string])[]): string {
  let text = "";
  for (const [price, qty] of levels.slice(0, 10))
    text += price.replace(".", "").replace(/^0+/, "") + qty.replace(".", "").replace(/^0+/, "");
  return text;
}
