import type { Market } from "../../engine/market.ts";
import { noise, seedNumber } from "./seeded.ts";

export const MINUTE = 60_000;
const DAY_MINUTES = 1440;
/** How far back the market's past reaches. */
export const PAST_MINUTES = 30 * DAY_MINUTES;

/**
 * A market's mark price, minute by minute. The past is made up from the seed and ends at the reference price when the
 * sandbox starts; since then it is what it was told, and stays where it is while it is told nothing.
 */
export class PricePath {
  readonly #reference: number;
  readonly #tick: number;
  readonly #decimals: number;
  readonly #start: number;
  readonly #seed: number;
  /** Where the price was last in every minute it moved in. */
  readonly #moved = new Map<number, number>();
  #last: { readonly minute: number; readonly price: number };

  constructor(market: Market, seed: string, startMinute: number) {
    this.#reference = Number(market.reference);
    this.#tick = Number(market.tick);
    this.#decimals = market.priceDecimals;
    this.#start = startMinute;
    this.#last = { minute: startMinute, price: this.#reference };
    this.#seed = seedNumber(`${seed} price ${market.symbol}`);
  }

  at(minute: number): number {
    const back = this.#start - minute;
    if (back <= 0) return this.#since(minute);
    const phase = noise(this.#seed, -1) * 6;
    const wave =
      0.025 * Math.sin((back / DAY_MINUTES) * 0.9 + phase) +
      0.008 * Math.sin(back / 171 + 2 * phase) +
      0.0015 * (noise(this.#seed, minute) - 0.5);
    const near = Math.min(1, back / 360);
    return this.onGrid(this.#reference * (1 + near * wave));
  }

  /** The last minute that anything is known of. */
  get lastMinute(): number {
    return this.#last.minute;
  }

  /** The price has moved. */
  move(minute: number, price: number): void {
    this.#moved.set(minute, price);
    this.#last = { minute, price };
    // The oldest go first, in the order in which they came.
    if (this.#moved.size > PAST_MINUTES) this.#moved.delete(this.#moved.keys().next().value as number);
  }

  #since(minute: number): number {
    if (minute >= this.#last.minute) return this.#last.price;
    for (let at = minute; at > this.#start; at--) {
      const price = this.#moved.get(at);
      if (price !== undefined) return price;
    }
    return this.#reference;
  }

  onGrid(price: number): number {
    return Number((Math.round(price / this.#tick) * this.#tick).toFixed(this.#decimals));
  }

  /** Funding of the hour that begins with this minute, as a share of the price. */
  fundingRate(hourMinute: number): number {
    return Number(((noise(this.#seed, hourMinute + 7) - 0.45) * 2e-5).toFixed(12));
  }
}
