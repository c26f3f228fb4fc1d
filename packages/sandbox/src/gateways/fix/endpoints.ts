import type { Venue } from "../../engine/market.ts";

/** One host of the FIX API: who answers there, for which markets, and what it is for. */
export interface FixEndpoint {
  readonly targetCompID: "KRAKEN-TRD" | "KRAKEN-MD" | "KRAKEN-DRV-TRD" | "KRAKEN-DRV-MD";
  readonly venue: Venue;
  /** Orders, or market data: by price level, or order by order. */
  readonly serves: "orders" | "levels" | "orders-of-books";
}

/** By the name under which the sandbox tells its address. Kraken has a port for each. */
export const FIX_ENDPOINTS = {
  fix: { targetCompID: "KRAKEN-TRD", venue: "spot", serves: "orders" },
  fixMarketData: { targetCompID: "KRAKEN-MD", venue: "spot", serves: "levels" },
  fixLevel3: { targetCompID: "KRAKEN-MD", venue: "spot", serves: "orders-of-books" },
  fixDerivatives: { targetCompID: "KRAKEN-DRV-TRD", venue: "futures", serves: "orders" },
  fixDerivativesMarketData: { targetCompID: "KRAKEN-DRV-MD", venue: "futures", serves: "levels" },
  fixDerivativesLevel3: { targetCompID: "KRAKEN-DRV-MD", venue: "futures", serves: "orders-of-books" },
} as const satisfies Readonly<Record<string, FixEndpoint>>;

export type FixEndpointName = keyof typeof FIX_ENDPOINTS;
