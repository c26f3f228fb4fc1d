import { type Decimal, isPositive } from "../engine/decimal.ts";
import type { Engine } from "../engine/engine.ts";
import type { Market } from "../engine/market.ts";
import type { Order, Side } from "../engine/order.ts";
import { fromUnits, toUnits } from "../engine/units.ts";

/** Others' accounts trade on credit, so that no book ever runs dry for want of money. */
export const MAKER = "street maker";
export const TAKER = "street taker";

/** Rests a limit order of somebody else. It gives way to whatever else that account has in its way. */
export function quote(
  engine: Engine,
  market: Market,
  order: { readonly side: Side; readonly price: Decimal; readonly quantity: Decimal },
): Order | undefined {
  const { side, price, quantity } = order;
  const placed = engine.place({
    account: MAKER,
    venue: market.venue,
    symbol: market.symbol,
    side,
    type: "limit",
    quantity,
    price: { value: price, unit: "static" },
    selfTradePrevention: "cancel-oldest",
  });
  return placed.refusal === undefined ? placed.order : undefined;
}

/** Takes what a book offers, up to a price if one is given. */
export function take(engine: Engine, market: Market, side: Side, quantity: Decimal, worst?: Decimal): void {
  if (!isPositive(quantity)) return;
  engine.place({
    account: TAKER,
    venue: market.venue,
    symbol: market.symbol,
    side,
    type: worst === undefined ? "market" : "limit",
    quantity,
    price: worst === undefined ? undefined : { value: worst, unit: "static" },
    timeInForce: "ioc",
  });
}

/** A price so many ticks from another, as far as there are prices. */
export function ticksAway(market: Market, price: Decimal, ticks: number): Decimal | undefined {
  const tick = toUnits(market.tick, market.priceDecimals);
  const at = toUnits(price, market.priceDecimals);
  const moved = at - (at % tick) + BigInt(ticks) * tick;
  return moved > 0n ? fromUnits(moved, market.priceDecimals) : undefined;
}

/** So many times the market's smallest order. */
export function lots(market: Market, count: number): Decimal {
  return fromUnits(toUnits(market.minimum, market.quantityDecimals) * BigInt(count), market.quantityDecimals);
}
