import type { Trade } from "../../engine/event.ts";
import type { Market } from "../../engine/market.ts";
import type { Side } from "../../engine/order.ts";
import { EventLog } from "./event-log.ts";
import { round8 } from "./number.ts";
import type { OwnTrade } from "./own-trades.ts";
import { MINUTE, PAST_MINUTES, type PricePath } from "./price-path.ts";
import { namedUuid, noise, seedNumber } from "./seeded.ts";

export interface PublicTrade {
  readonly id: number;
  readonly minute: number;
  readonly at: number;
  readonly price: number;
  readonly size: number;
  /** The taker's. */
  readonly side: Side;
  readonly own: OwnTrade | undefined;
  /** Its id and those of its orders, if it is one of the book. */
  readonly live: Pick<Trade, "uid" | "makerId" | "takerId"> | undefined;
}

/** A market's trades: one a minute until the sandbox starts, the account's own among them, then those of its book. */
export class Tape {
  readonly firstMinute: number;
  readonly endMinute: number;
  readonly #market: Market;
  readonly #path: PricePath;
  readonly #seed: string;
  readonly #noise: number;
  readonly #own = new Map<number, OwnTrade>();
  readonly #live = new EventLog<PublicTrade>();
  readonly #byMinute = new Map<number, PublicTrade[]>();

  constructor(
    market: Market,
    path: PricePath,
    past: { readonly seed: string; readonly startMinute: number; readonly own: readonly OwnTrade[] },
  ) {
    this.#market = market;
    this.#path = path;
    this.#seed = past.seed;
    this.#noise = seedNumber(`${past.seed} trades ${market.symbol}`);
    this.endMinute = past.startMinute;
    this.firstMinute = past.startMinute - PAST_MINUTES;
    for (const trade of past.own) if (trade.symbol === market.symbol) this.#own.set(trade.minute, trade);
  }

  /** Adds a trade of the book. */
  push({ at, price, quantity, side, uid, makerId, takerId }: Trade): void {
    const minute = Math.floor(at / MINUTE);
    const trade: PublicTrade = {
      id: this.endMinute - this.firstMinute + this.#live.end + 1,
      minute,
      at,
      price: Number(price),
      size: Number(quantity),
      side,
      own: undefined,
      live: { uid, makerId, takerId },
    };
    this.#live.push(trade);
    const sameMinute = this.#byMinute.get(minute);
    if (sameMinute === undefined) this.#byMinute.set(minute, [trade]);
    else sameMinute.push(trade);
    if (this.#byMinute.size > PAST_MINUTES) {
      this.#byMinute.delete(this.#byMinute.keys().next().value as number);
    }
  }

  /** Trades by number: the minute of those of the past, from where that ends on those of the book. */
  get numbered() {
    const live = this.#live;
    const { firstMinute, endMinute } = this;
    return {
      first: firstMinute,
      end: endMinute + live.end,
      get: (number: number) => (number < endMinute ? this.at(number) : live.get(number - endMinute)),
    };
  }

  /** The trade of a minute, if that is part of the past. */
  at(minute: number): PublicTrade | undefined {
    if (minute < this.firstMinute || minute >= this.endMinute) return undefined;
    const own = this.#own.get(minute);
    const luck = (salt: number) => noise(this.#noise, minute * 4 + salt);
    const side = own === undefined ? (luck(0) < 0.5 ? "buy" : "sell") : takerSide(own);
    const lot = Number(this.#market.lot);
    return {
      id: minute - this.firstMinute + 1,
      minute,
      at: minute * MINUTE + Math.floor(luck(1) * (MINUTE - 1)),
      price: this.#path.onGrid(this.#path.at(minute) + (side === "buy" ? 1 : -1) * Number(this.#market.tick)),
      size: own?.size ?? round8(lot * (1 + Math.floor(luck(2) ** 3 * 4000))),
      side,
      own,
      live: undefined,
    };
  }

  uid({ minute, live }: PublicTrade): string {
    return live?.uid ?? namedUuid(this.#seed, "trade", this.#market.symbol, minute);
  }

  /** Trades with `from <= at < to` in milliseconds, oldest first. */
  *between(from: number, to: number): Generator<PublicTrade> {
    const first = Math.max(this.firstMinute, Math.floor(from / MINUTE));
    const end = Math.min(this.endMinute, Math.ceil(to / MINUTE));
    for (let minute = first; minute < end; minute++) {
      const trade = this.at(minute);
      if (trade !== undefined && trade.at >= from && trade.at < to) yield trade;
    }
    for (const [minute, trades] of this.#byMinute) {
      if ((minute + 1) * MINUTE <= from || minute * MINUTE >= to) continue;
      for (const trade of trades) if (trade.at >= from && trade.at < to) yield trade;
    }
  }

  /** Prices of the trades of a minute, oldest first; where nothing traded, the last price before it. */
  prices(minute: number): number[] {
    const past = this.at(minute);
    if (past !== undefined) return [past.price];
    const live = this.#byMinute.get(minute);
    if (live !== undefined) return live.map(({ price }) => price);
    const last = this.last(1, minute * MINUTE)[0];
    return last === undefined ? [] : [last.price];
  }

  /** The last trades before a time, newest first. */
  last(count: number, before: number): PublicTrade[] {
    const found: PublicTrade[] = [];
    for (let number = this.#live.end - 1; number >= this.#live.first && found.length < count; number--) {
      const trade = this.#live.get(number);
      if (trade !== undefined && trade.at < before) found.push(trade);
    }
    let minute = Math.min(this.endMinute - 1, Math.floor(before / MINUTE));
    for (; minute >= this.firstMinute && found.length < count; minute--) {
      const trade = this.at(minute);
      if (trade !== undefined && trade.at < before) found.push(trade);
    }
    return found;
  }
}

function takerSide({ side, role }: OwnTrade): Side {
  return role === "taker" ? side : side === "buy" ? "sell" : "buy";
}
