/** The exact sum of decimals, with as many places as the one that has most. */
export function sum(decimals: readonly string[]): string {
  const places = Math.max(0, ...decimals.map((text) => fraction(text).length));
  let total = 0n;
  for (const text of decimals)
    total += BigInt(text.replace(".", "") + "0".repeat(places - fraction(text).length));
  const digits = String(total).padStart(places + 1, "0");
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

function fraction(text: string): string {
  return text.split(".")[1] ?? "";
}
