import { finish, START } from "./crc32.ts";
import type { Priced, Side } from "./side.ts";

/** Both sides of a book, cut to the depth that is followed, and the checksum that proves them. */
export class Sides<Level extends Priced, Kind extends Side<Level> = Side<Level>> {
  readonly bids: Kind;
  readonly asks: Kind;
  readonly #depth: number;
  #afterAsks = START;
  #checksum = 0;

  constructor(bids: Kind, asks: Kind, depth: number) {
    this.bids = bids;
    this.asks = asks;
    this.#depth = depth;
  }

  clear(): void {
    this.bids.clear();
    this.asks.clear();
  }

  /**
   * To be called after each message. Levels that fall out of the depth are forgotten: the exchange does not say so.
   *
   * @returns CRC-32 of the ten best asks and then the ten best bids. What has not changed is not looked at again.
   */
  settle(): number {
    const { asks, bids } = this;
    asks.cut(this.#depth);
    bids.cut(this.#depth);
    if (asks.changed) this.#afterAsks = asks.feed(START);
    if (asks.changed || bids.changed) this.#checksum = finish(bids.feed(this.#afterAsks));
    asks.changed = false;
    bids.changed = false;
    return this.#checksum;
  }
}
