import type { Decimal } from "./decimal.ts";

/**
 * An exact decimal as a whole number of its smallest unit, 10^-decimals. Sums and comparisons of such numbers are exact
 * and need no text; which power of ten they count is known by whoever holds them.
 */
export type Units = bigint;

const POWERS: readonly bigint[] = Array.from({ length: 65 }, (_, n) => 10n ** BigInt(n));

export function power(n: number): bigint {
  return POWERS[n] ?? 10n ** BigInt(n);
}

/** Digits beyond `decimals` are cut; a value on its market's grid has none. */
export function toUnits(value: Decimal, decimals: number): Units {
  const point = value.indexOf(".");
  if (point === -1) return BigInt(value) * power(decimals);
  const digits = value.length - point - 1;
  const whole = BigInt(value.slice(0, point) + value.slice(point + 1));
  return digits <= decimals ? whole * power(decimals - digits) : whole / power(digits - decimals);
}

export function fromUnits(units: Units, decimals: number): Decimal {
  if (decimals === 0 || units === 0n) return units.toString();
  const negative = units < 0n;
  const text = (negative ? -units : units).toString().padStart(decimals + 1, "0");
  let end = text.length;
  const point = text.length - decimals;
  while (end > point && text.charCodeAt(end - 1) === 48) end--;
  const plain = end === point ? text.slice(0, point) : `${text.slice(0, point)}.${text.slice(point, end)}`;
  return negative ? `-${plain}` : plain;
}

/** `a / b`, rounded to the nearest whole number, halves away from zero. `b` is positive. */
export function divideRounded(a: Units, b: Units): Units {
  const twice = a < 0n ? -2n * a : 2n * a;
  const rounded = (twice + b) / (2n * b);
  return a < 0n ? -rounded : rounded;
}

export function least(a: Units, b: Units): Units {
  return a < b ? a : b;
}

export function greatest(a: Units, b: Units): Units {
  return a < b ? b : a;
}

export function magnitude(a: Units): Units {
  return a < 0n ? -a : a;
}
