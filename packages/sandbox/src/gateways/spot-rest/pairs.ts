import type { Engine } from "../../engine/engine.ts";
import type { Market } from "../../engine/market.ts";
import { compactPair } from "../ws-legacy/price.ts";

/** How this interface calls assets where it does not call them as the WebSockets do. */
const ASSET_IDS: Readonly<Record<string, string>> = { BTC: "XXBT", ETH: "XETH", USD: "ZUSD" };

/** `XXBT` for `BTC`: the first assets have a letter before their three, X for crypto and Z for money. */
export function assetId(asset: string): string {
  return ASSET_IDS[asset] ?? asset;
}

/** `XXBTZUSD`; with an asset that has no such letter, `SOLUSD`. */
export function pairId(market: Market): string {
  const [base, quote] = [assetId(market.base), assetId(market.quote)];
  return base === market.base ? compactPair(market) : `${base}${quote}`;
}

/** The spot market that a `pair` names, by its id, alternative name or WebSocket name. */
export function findPair(engine: Engine, name: string): Market | undefined {
  return (
    engine.markets.find("spot", name) ??
    spotMarkets(engine).find((market) => name === pairId(market) || name === compactPair(market))
  );
}

export function spotMarkets(engine: Engine): Market[] {
  return engine.markets.all().filter(({ venue }) => venue === "spot");
}

/** Money has fewer decimals than crypto. */
export function assetDecimals(asset: string): number {
  return assetId(asset).startsWith("Z") ? 4 : 10;
}
