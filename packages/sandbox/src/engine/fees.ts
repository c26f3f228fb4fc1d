import { type Decimal, multiply } from "./decimal.ts";
import type { Order } from "./order.ts";
import { divideRounded, fromUnits, power, toUnits, type Units } from "./units.ts";

/** Fees are charged to this many decimals, halves rounded up. */
const FEE_DECIMALS = 8;

export interface Fee {
  readonly asset: string;
  readonly amount: Decimal;
}

/** The fee of a fill: a share of what it cost in the quote currency, or of its quantity in the base currency. */
export function feeOf(order: Order, role: "maker" | "taker", quantity: Decimal, cost: Decimal): Fee {
  const { market, feeIn } = order;
  const percent = role === "maker" ? market.makerFee : market.takerFee;
  const asset = feeIn === "base" && market.venue === "spot" ? market.base : market.quote;
  return { asset, amount: share(asset === market.base ? quantity : cost, percent) };
}

function share(of: Decimal, percent: Decimal): Decimal {
  const exact = multiply(of, percent);
  const decimals = Math.max(FEE_DECIMALS, exact.length);
  const units: Units = toUnits(exact, decimals);
  return fromUnits(divideRounded(units, 100n * power(decimals - FEE_DECIMALS)), FEE_DECIMALS);
}
