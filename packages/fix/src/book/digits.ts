import type { Decimal } from "../codec/values.ts";

/** How many decimals an instrument's prices and quantities have. A SecurityList says it of each. */
export interface BookPrecision {
  /** PricePrecision (2349). */
  readonly price: number;
  /** QtyPrecision (5010). */
  readonly qty: number;
}

/** The same number with that many decimals: zeros come and go, other digits never. */
export function withDecimals(text: Decimal, decimals: number): Decimal {
  const dot = text.indexOf(".");
  const own = dot < 0 ? 0 : text.length - dot - 1;
  if (own <= decimals)
    return own === decimals ? text : `${text}${own === 0 ? "." : ""}${"0".repeat(decimals - own)}`;
  let end = text.length;
  while (end - dot - 1 > decimals && text.charAt(end - 1) === "0") end--;
  return text.slice(0, end - dot === 1 ? dot : end);
}
