import {
  add,
  compare,
  type Decimal,
  floorTo,
  isMultipleOf,
  isPositive,
  multiply,
  subtract,
} from "./decimal.ts";
import type { Market } from "./market.ts";
import type { GivenPrice, PlaceRequest, PriceSignal, Refusal, Trigger } from "./order.ts";

/** The absolute prices of an order that satisfies its market's grid. */
export interface Priced {
  readonly price: Decimal | undefined;
  readonly trigger: Trigger | undefined;
}

/** A month, the furthest a good-till-date order may reach. */
const FURTHEST_EXPIRY = 31 * 24 * 60 * 60 * 1000;

/** The price of the market that relative prices are measured from. */
export type Reference = (signal: PriceSignal) => Decimal;

/** Holds an order against the grid and limits of its market, and works out its absolute prices. */
export function applyMarketRules(
  request: PlaceRequest,
  market: Market,
  reference: Reference,
  now: number,
): Priced | Refusal {
  const { quantity, displayQuantity, expiresAt, startsAt, timeInForce, userref } = request;
  if (!isPositive(quantity)) return "quantity-not-positive";
  if (!isMultipleOf(quantity, market.lot)) return "quantity-off-lot";
  if (compare(quantity, market.minimum) < 0) return "quantity-below-minimum";
  if (displayQuantity !== undefined) {
    const tooSmall = compare(multiply(displayQuantity, "15"), quantity) < 0;
    if (tooSmall || compare(displayQuantity, quantity) > 0 || !isMultipleOf(displayQuantity, market.lot)) {
      return "display-quantity";
    }
  }
  if (userref !== undefined && userref !== (userref | 0)) return "userref";
  if (timeInForce === "gtd" && expiresAt === undefined) return "expiry";
  // Written so that a time that is no time fails as well.
  const latest = now + FURTHEST_EXPIRY;
  if (expiresAt !== undefined && !(expiresAt > now && expiresAt <= latest)) return "expiry";
  if (startsAt !== undefined && !(startsAt <= latest && startsAt < (expiresAt ?? Infinity))) return "expiry";
  return priced(request, market, reference);
}

function priced(request: PlaceRequest, market: Market, reference: Reference): Priced | Refusal {
  let trigger: Trigger | undefined;
  if (request.trigger === undefined) {
    if (request.type !== "limit" && request.type !== "market") return "trigger-price";
  } else {
    const { given, signal } = request.trigger;
    const level = triggerLevel(request, given, reference(signal), market.tick);
    if (!isPositive(level) || !isMultipleOf(level, market.tick)) return "trigger-price";
    trigger = { ...request.trigger, level };
  }
  if (request.price === undefined) {
    return request.type.endsWith("limit") ? "price-not-positive" : { price: undefined, trigger };
  }
  const price = distance(request.price, trigger?.level ?? reference("last"), market.tick);
  if (!isPositive(price)) return "price-not-positive";
  if (!isMultipleOf(price, market.tick)) return "price-off-tick";
  return { price, trigger };
}

/** A trailing stop follows at a distance that is given without sign: below the market to sell, above it to buy. */
export function triggerLevel(
  { type, side }: Pick<PlaceRequest, "type" | "side">,
  given: GivenPrice,
  from: Decimal,
  tick: Decimal,
): Decimal {
  const above = distance(given, from, tick);
  return type.startsWith("trailing-stop") && side === "sell" ? subtract(add(from, from), above) : above;
}

export function distance({ value, unit }: GivenPrice, from: Decimal, tick: Decimal): Decimal {
  if (unit === "static") return value;
  if (unit === "quote") return add(from, value);
  return floorTo(add(from, multiply(multiply(from, value), "0.01")), tick);
}
