import { type Decimal, toFixed } from "../../engine/decimal.ts";
import type { Market } from "../../engine/market.ts";
import { fromUnits, type Units } from "../../engine/units.ts";
import { type ExactNumber, exactNumber } from "../exact-json.ts";

/** Numbers of this interface have all the decimals of their market, trailing zeros included. */
export function priceNumber({ priceDecimals }: Market, price: Decimal): ExactNumber {
  return exactNumber(toFixed(price, priceDecimals));
}

export function quantityNumber({ quantityDecimals }: Market, quantity: Decimal): ExactNumber {
  return exactNumber(toFixed(quantity, quantityDecimals));
}

export function priceOfUnits(market: Market, price: Units): ExactNumber {
  return priceNumber(market, fromUnits(price, market.priceDecimals));
}

export function quantityOfUnits(market: Market, quantity: Units): ExactNumber {
  return quantityNumber(market, fromUnits(quantity, market.quantityDecimals));
}
