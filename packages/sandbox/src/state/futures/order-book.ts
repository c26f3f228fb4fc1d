import { add, compare, type Decimal } from "../../engine/decimal.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Market } from "../../engine/market.ts";
import type { Side } from "../../engine/order.ts";
import { plain } from "./number.ts";
import { noise, seedNumber } from "./seeded.ts";

export interface Level {
  readonly price: Decimal;
  readonly quantity: Decimal;
}

export interface Depth {
  /** Best first. */
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
}

const LEVELS = 50;

/**
 * The engine's book of a market amid depth that others seem to offer. Nothing trades with that depth yet, so what the
 * account's own orders reach into is left out: the book never crosses.
 */
export function orderBook(engine: Engine, market: Market, seed: string): Depth {
  const { bid, ask } = engine.top(market);
  return {
    bids: merged(engine, market, "buy", (price) => ask === undefined || compare(price, ask) < 0, seed),
    asks: merged(engine, market, "sell", (price) => bid === undefined || compare(price, bid) > 0, seed),
  };
}

function merged(
  engine: Engine,
  market: Market,
  side: Side,
  free: (price: Decimal) => boolean,
  seed: string,
): Level[] {
  const levels = new Map<Decimal, Decimal>();
  for (const { price, quantity } of seeded(market, side, seed)) if (free(price)) levels.set(price, quantity);
  for (const { price, quantity } of engine.depth(market, side)) {
    levels.set(price, add(levels.get(price) ?? "0", quantity));
  }
  const best = side === "buy" ? -1 : 1;
  return [...levels]
    .map(([price, quantity]) => ({ price, quantity }))
    .sort((a, b) => best * compare(a.price, b.price));
}

function* seeded(market: Market, side: Side, seed: string): Generator<Level> {
  const number = seedNumber(`${seed} depth ${market.symbol} ${side}`);
  const away = side === "buy" ? -1 : 1;
  let ticks = 1;
  for (let i = 0; i < LEVELS; i++) {
    const price = Number(market.reference) + away * ticks * Number(market.tick);
    const quantity = Number(market.lot) * (1 + Math.floor(noise(number, i) * 5000));
    yield { price: plain(Number(price.toFixed(market.priceDecimals))), quantity: plain(quantity) };
    ticks += 1 + Math.floor(noise(number, i + LEVELS) * 4);
  }
}
