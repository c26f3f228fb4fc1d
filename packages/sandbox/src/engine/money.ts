import type { Decimal } from "./decimal.ts";
import { divideRounded, fromUnits, power, toUnits, type Units } from "./units.ts";

/** Amounts of every asset are kept to this many decimals: no price times quantity of any market has more. */
export const MONEY_DECIMALS = 12;
/** What is booked is rounded to this many. */
const BOOKED_DECIMALS = 8;
const BOOKED_STEP = power(MONEY_DECIMALS - BOOKED_DECIMALS);

export function toMoney(value: Decimal): Units {
  return toUnits(value, MONEY_DECIMALS);
}

export function fromMoney(money: Units): Decimal {
  return fromUnits(money, MONEY_DECIMALS);
}

/** `money * part / whole`, rounded to what can be booked. `whole` is positive. */
export function shareOf(money: Units, part: Units, whole: Units): Units {
  return divideRounded(money * part, whole * BOOKED_STEP) * BOOKED_STEP;
}

/** A percentage of an amount, rounded to what can be booked, halves up. */
export function percentOf(money: Units, percent: Decimal): Units {
  const decimals = 6;
  return shareOf(money, toUnits(percent, decimals), 100n * power(decimals));
}
