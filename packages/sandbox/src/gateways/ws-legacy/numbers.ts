import { type Decimal, toFixed } from "../../engine/decimal.ts";
import type { Market } from "../../engine/market.ts";
import { fromUnits, type Units } from "../../engine/units.ts";

/** Prices of this interface have five decimals whatever the market. */
export const PRICE_DECIMALS = 5;

export function printPrice(price: Decimal | undefined): string {
  return toFixed(price ?? "0", PRICE_DECIMALS);
}

export function printQuantity({ quantityDecimals }: Market, quantity: Decimal): string {
  return toFixed(quantity, quantityDecimals);
}

export function priceOfUnits({ priceDecimals }: Market, price: Units): string {
  return printPrice(fromUnits(price, priceDecimals));
}

export function quantityOfUnits(market: Market, quantity: Units): string {
  return printQuantity(market, fromUnits(quantity, market.quantityDecimals));
}
