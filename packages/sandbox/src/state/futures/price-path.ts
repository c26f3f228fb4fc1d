import type { Market } from "../../engine/market.ts";
import { noise, seedNumber } from "./seeded.ts";

export const MINUTE = 60_000;
const DAY_MINUTES = 1440;
/** How far back the market's past reaches. */
export const PAST_MINUTES = 30 * DAY_MINUTES;

/**
 * A market's mark price, minute by minute. The past is made up from the seed and ends at the reference price when the
 * sandbox starts; since then nothing has moved it.
 */
export class PricePath {
  readonly #reference: number;
  readonly #tick: number;
  readonly #decimals: number;
  readonly #start: number;
  readonly #seed: number;

  constructor(market: Market, seed: string, startMinute: number) {
    this.#reference = Number(market.reference);
    this.#tick = Number(market.tick);
    this.#decimals = market.priceDecimals;
    this.#start = startMinute;
    this.#seed = seedNumber(`${seed} price ${market.symbol}`);
  }

  at(minute: number): number {
    const back = this.#start - minute;
    if (back <= 0) return this.#reference;
    const phase = noise(this.#seed, -1) * 6;
    const wave =
      0.025 * Math.sin((back / DAY_MINUTES) * 0.9 + phase) +
      0.008 * Math.sin(back / 171 + 2 * phase) +
      0.0015 * (noise(this.#seed, minute) - 0.5);
    const near = Math.min(1, back / 360);
    return this.onGrid(this.#reference * (1 + near * wave));
  }

  onGrid(price: number): number {
    return Number((Math.round(price / this.#tick) * this.#tick).toFixed(this.#decimals));
  }

  /** Funding of the hour that begins with this minute, as a share of the price. */
  fundingRate(hourMinute: number): number {
    return Number(((noise(this.#seed, hourMinute + 7) - 0.45) * 2e-5).toFixed(12));
  }
}
