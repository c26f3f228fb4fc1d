import { compare, type Decimal, parseDecimal } from "../../engine/decimal.ts";
import type { Market } from "../../engine/market.ts";
import type { GivenPrice, Side } from "../../engine/order.ts";

/**
 * Reads a price of the legacy WebSocket: absolute, or with `+`, `-` or `#` a distance, in percent when it ends with `%`.
 * With `#` the exchange chooses the sign: above the market for triggers of buys and profits of sells, else below.
 */
export function readPrice(text: string, upward: boolean): GivenPrice | undefined {
  const match = /^([+\-#]?)(.*?)(%?)$/.exec(text);
  const [, prefix = "", digits = "", percent = ""] = match ?? [];
  const value = parseDecimal(digits);
  if (value === undefined) return undefined;
  const unit = percent === "%" ? "pct" : prefix === "" ? "static" : "quote";
  const down = prefix === "-" || (prefix === "#" && !upward);
  return { value: down ? negative(value) : value, unit };
}

/** Which way a price lies that the exchange is left to place. */
export function isUpward(ordertype: string, side: Side): boolean {
  if (ordertype === "limit") return side === "sell";
  return (side === "buy") !== ordertype.startsWith("take-profit");
}

/** `BTC/USD` in the spelling of order descriptions: `XBTUSD`. */
export function compactPair(market: Market): string {
  return market.legacySymbol.replace("/", "");
}

function negative(value: Decimal): Decimal {
  return compare(value, "0") === 0 ? value : `-${value}`;
}
