import type { Engine } from "../../engine/engine.ts";
import type { Trade } from "../../engine/event.ts";
import type { Market } from "../../engine/market.ts";
import { greatest, least, toUnits, type Units } from "../../engine/units.ts";

/** The lengths of candles, in minutes. */
export const INTERVALS = [1, 5, 15, 30, 60, 240, 1440, 10080, 21600] as const;

/** How many candles of a length are kept; those of a minute reach over a day. */
const KEPT = 720;
const MINUTES = 1440;
const MINUTE = 60_000;

/** What was traded in a time. Prices and quantities are in units of their market. */
export interface Figures {
  readonly open: Units;
  readonly high: Units;
  readonly low: Units;
  readonly close: Units;
  readonly volume: Units;
  /** Price times quantity, in units of both. */
  readonly cost: Units;
  readonly trades: number;
}

export interface Candle extends Figures {
  /** When its time begins, in milliseconds since the epoch. */
  readonly begin: number;
  /** When something was last traded in it. */
  readonly latest: number;
}

/** Candles and the day's figures of every spot market, from its trades. Times in which nothing traded have no candle. */
export class MarketStatistics {
  readonly #candles = new Map<Market, Map<number, Candle[]>>();
  readonly #totals = new Map<string, { readonly key: string; readonly figures: Figures | undefined }>();

  constructor({ feed }: Engine) {
    feed.on("trade", (trade) => {
      if (trade.market.venue === "spot") this.#add(trade);
    });
  }

  /** The latest candles of a length in minutes, oldest first. */
  candles(market: Market, interval: number): readonly Candle[] {
    return this.#candles.get(market)?.get(interval) ?? [];
  }

  /** The figures of the 24 hours before, to the minute. */
  lastDay(market: Market, now: number): Figures | undefined {
    return this.#since(market, "day", Math.floor(now / MINUTE) * MINUTE - (MINUTES - 1) * MINUTE);
  }

  /** The figures since midnight UTC. */
  today(market: Market, now: number): Figures | undefined {
    return this.#since(market, "today", Math.floor(now / (MINUTES * MINUTE)) * MINUTES * MINUTE);
  }

  #add(trade: Trade): void {
    const { market, at } = trade;
    const byInterval = this.#candles.get(market) ?? new Map<number, Candle[]>();
    this.#candles.set(market, byInterval);
    const price = toUnits(trade.price, market.priceDecimals);
    const volume = toUnits(trade.quantity, market.quantityDecimals);
    const figures = {
      open: price,
      high: price,
      low: price,
      close: price,
      volume,
      cost: price * volume,
      trades: 1,
    };
    for (const interval of INTERVALS) {
      const candles = byInterval.get(interval) ?? [];
      byInterval.set(interval, candles);
      const begin = Math.floor(at / (interval * MINUTE)) * interval * MINUTE;
      const last = candles.at(-1);
      if (last?.begin === begin) {
        candles[candles.length - 1] = { begin, latest: at, ...sum(last, figures) };
        continue;
      }
      candles.push({ begin, latest: at, ...figures });
      if (candles.length > (interval === 1 ? MINUTES : KEPT)) candles.shift();
    }
  }

  /** What the minutes that are over add up to is worked out once a minute. */
  #since(market: Market, name: string, begin: number): Figures | undefined {
    const minutes = this.candles(market, 1);
    const current = minutes.at(-1);
    if (current === undefined || current.begin < begin) return undefined;
    const place = `${name} ${market.symbol}`;
    const key = `${begin} ${current.begin}`;
    let total = this.#totals.get(place);
    if (total?.key !== key) {
      let figures: Figures | undefined;
      for (const minute of minutes.slice(0, -1)) {
        if (minute.begin >= begin) figures = figures === undefined ? minute : sum(figures, minute);
      }
      total = { key, figures };
      this.#totals.set(place, total);
    }
    return total.figures === undefined ? current : sum(total.figures, current);
  }
}

function sum(before: Figures, after: Figures): Figures {
  return {
    open: before.open,
    high: greatest(before.high, after.high),
    low: least(before.low, after.low),
    close: after.close,
    volume: before.volume + after.volume,
    cost: before.cost + after.cost,
    trades: before.trades + after.trades,
  };
}

/** The average price of what was traded, in price units; 0 if nothing was. */
export function averageOf({ cost, volume }: Figures): Units {
  return volume === 0n ? 0n : cost / volume;
}
