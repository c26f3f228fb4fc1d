/** To eight decimals, more than any market's prices or balances have. */
export function round8(value: number): number {
  return Math.round(value * 1e8) / 1e8;
}

/** In plain notation, without trailing zeros. */
export function plain(value: number): string {
  const text = value.toFixed(8).replace(/\.?0+$/, "");
  return text === "-0" ? "0" : text;
}

export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return round8(total);
}
