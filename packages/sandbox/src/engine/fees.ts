import type { Decimal } from "./decimal.ts";
import { fromMoney, percentOf, toMoney } from "./money.ts";
import type { Order } from "./order.ts";

export type Role = "maker" | "taker";

export interface Fee {
  /** As the market names it. */
  readonly asset: string;
  readonly amount: Decimal;
}

/**
 * The fee of a fill: a share of what it cost in the quote currency, or of its quantity in the base currency, to eight
 * decimals, halves rounded up.
 */
export function feeOf(
  { market }: Order,
  role: Role,
  { quantity, cost }: { readonly quantity: Decimal; readonly cost: Decimal },
  asset: "base" | "quote",
): Fee {
  const percent = role === "maker" ? market.makerFee : market.takerFee;
  const of = asset === "base" ? quantity : cost;
  return { asset: market[asset], amount: fromMoney(percentOf(toMoney(of), percent)) };
}
