import type { Engine } from "../engine/engine.ts";
import type { MarketSettings } from "./settings.ts";
import { TapePlayer } from "./tape-player.ts";
import { Traders } from "./traders.ts";

/** Lets markets move as they are to. Returns how to stop that. */
export function openMarket(engine: Engine, settings: MarketSettings, seed: string): () => void {
  if (settings === "still") return () => {};
  if (typeof settings === "object") {
    const player = new TapePlayer(engine, settings.tape);
    player.start();
    return () => player.stop();
  }
  const traders = engine.markets.all().map((market) => new Traders(engine, market, seed));
  if (settings === "synthetic") for (const one of traders) one.start();
  return () => {
    for (const one of traders) one.stop();
  };
}
