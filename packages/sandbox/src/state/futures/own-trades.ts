import type { Side } from "../../engine/order.ts";
import { PAST_MINUTES } from "./price-path.ts";

/** A trade of the account in the past the sandbox starts with. */
export interface OwnTrade {
  readonly symbol: string;
  readonly minute: number;
  readonly side: Side;
  readonly size: number;
  readonly role: "maker" | "taker";
}

/** Opens, increases, decreases, reverses, closes. */
const SIZES: Readonly<Record<string, readonly number[]>> = {
  PF_XBTUSD: [0.5, 0.25, -0.5, -0.75, 0.5],
  PF_ETHUSD: [4, 2, -3, -5, 2],
};
const EVERY_MINUTES = 360;

/** The account's past trades, oldest first. They end without XBT and with two ETH, bought last. */
export function ownTrades(startMinute: number): OwnTrade[] {
  const trades: OwnTrade[] = [];
  for (const [symbol, sizes] of Object.entries(SIZES)) {
    const offset = symbol === "PF_XBTUSD" ? 60 : 240;
    const count = (PAST_MINUTES / EVERY_MINUTES / sizes.length) * sizes.length;
    for (let i = 0; i < count; i++) {
      const size = sizes[i % sizes.length] as number;
      const minute = startMinute - PAST_MINUTES + offset + i * EVERY_MINUTES;
      trades.push({
        symbol,
        minute,
        side: size > 0 ? "buy" : "sell",
        size: Math.abs(size),
        role: i % 3 === 0 ? "maker" : "taker",
      });
    }
  }
  trades.push({ symbol: "PF_ETHUSD", minute: startMinute - 45, side: "buy", size: 2, role: "taker" });
  return trades.sort((a, b) => a.minute - b.minute);
}
