import type { Market } from "../../engine/market.ts";

/** What a market is, beside its grid. */
export interface Listing {
  readonly market: Market;
  readonly base: string;
  readonly quote: string;
  readonly pair: string;
  readonly index: string;
  readonly isin: string | null;
  readonly type: "flexible_futures" | "options";
  readonly category: string;
  readonly openedOn: string;
  readonly option?: { readonly type: "call" | "put"; readonly strike: number; readonly expiry: string };
}

export const FEE_SCHEDULE = "eef90775-995b-4596-9257-0917f6134766";

/** Fees in percent by 30-day volume in US dollars. */
export const FEE_TIERS = [
  { makerFee: 0.02, takerFee: 0.05, usdVolume: 0 },
  { makerFee: 0.015, takerFee: 0.04, usdVolume: 100_000 },
  { makerFee: 0.0125, takerFee: 0.03, usdVolume: 1_000_000 },
  { makerFee: 0.01, takerFee: 0.025, usdVolume: 5_000_000 },
  { makerFee: 0, takerFee: 0.02, usdVolume: 10_000_000 },
] as const;

/** Share of a position's value that margin must cover. */
export const INITIAL_MARGIN = 0.02;
export const MAINTENANCE_MARGIN = 0.01;

const ISIN: Readonly<Record<string, string>> = { PF_XBTUSD: "GB00J62YGL67", PF_ETHUSD: "GB00JJ4HDP20" };

export function listing(market: Market): Listing {
  const [, currencies = "", expiry = "", strike = "", kind = ""] = market.symbol.split("_");
  const coin = currencies.slice(0, -3);
  const common = {
    market,
    base: coin === "XBT" ? "BTC" : coin,
    quote: "USD",
    pair: `${coin}:USD`,
    index: `in_${coin.toLowerCase()}usd`,
    isin: ISIN[market.symbol] ?? null,
    category: "Layer 1",
  };
  if (expiry === "") return { ...common, type: "flexible_futures", openedOn: "2022-03-22T13:15:36Z" };
  const date = `20${expiry.slice(0, 2)}-${expiry.slice(2, 4)}-${expiry.slice(4)}T08:00:00Z`;
  return {
    ...common,
    type: "options",
    openedOn: "2026-01-09T08:00:00Z",
    option: { type: kind === "C" ? "call" : "put", strike: Number(strike), expiry: date },
  };
}
