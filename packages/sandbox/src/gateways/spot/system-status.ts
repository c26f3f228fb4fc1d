import type { Engine } from "../../engine/engine.ts";
import type { MarketStatus } from "../../engine/feed.ts";

/** What both WebSockets call the state of the exchange, and of a pair. */
export const STATUS_TEXT: Record<MarketStatus, "online" | "post_only" | "cancel_only" | "maintenance"> = {
  online: "online",
  "post-only": "post_only",
  "cancel-only": "cancel_only",
  halted: "maintenance",
};

export type SystemStatus = (typeof STATUS_TEXT)[MarketStatus];

/** The state that all spot markets are in; `online` as long as they differ. */
export function systemStatus(engine: Engine): SystemStatus {
  const spot = engine.markets.all().filter(({ venue }) => venue === "spot");
  const [first, ...others] = new Set(spot.map((market) => engine.status(market)));
  return first === undefined || others.length > 0 ? "online" : STATUS_TEXT[first];
}

/** Hears of every change of that state. Returns how to stop. */
export function onSystemStatus(engine: Engine, tell: (status: SystemStatus) => void): () => void {
  let told = systemStatus(engine);
  return engine.feed.on("status", () => {
    const status = systemStatus(engine);
    if (status === told) return;
    told = status;
    tell(status);
  });
}
