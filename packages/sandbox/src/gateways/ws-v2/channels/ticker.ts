import { type TickerMessage, type TickerParams, ticker } from "@x/ws-v2";
import type { Ticker } from "../../../engine/feed.ts";
import { divideRounded, fromUnits, type Units } from "../../../engine/units.ts";
import { type Exact, exactNumber } from "../../exact-json.ts";
import { averageOf, type Figures } from "../../spot/market-statistics.ts";
import { isoMicroseconds } from "../../time.ts";
import { marketChannel } from "../channel.ts";
import { priceNumber, priceOfUnits, quantityNumber, quantityOfUnits } from "../numbers.ts";

/** Best prices and the figures of the last 24 hours, with every trade or with every change of the best prices. */
export const tickerChannel = marketChannel<TickerParams>({
  descriptor: ticker,
  options: ({ event_trigger = "trades" }) => ({ event_trigger }),
  shows: false,
  source({ exchange: { engine }, wires: { statistics } }, market, { event_trigger = "trades" }) {
    const cause = event_trigger === "trades" ? "trade" : "bbo";
    const message = (type: "snapshot" | "update", now: Ticker): Exact<TickerMessage> => ({
      channel: "ticker",
      type,
      data: [print(now, statistics.lastDay(market, now.at))],
    });
    return {
      snapshot: () => message("snapshot", engine.ticker(market)),
      start: (tell) =>
        engine.feed.on("ticker", (now) => {
          if (now.market === market && now.cause === cause) tell(message("update", now));
        }),
    };
  },
});

function print(
  { market, at, bid, ask, last }: Ticker,
  day: Figures | undefined,
): Exact<TickerMessage>["data"][number] {
  const units = (value: Units) => priceOfUnits(market, value);
  return {
    symbol: market.symbol,
    bid: priceNumber(market, bid?.price ?? "0"),
    bid_qty: quantityNumber(market, bid?.quantity ?? "0"),
    ask: priceNumber(market, ask?.price ?? "0"),
    ask_qty: quantityNumber(market, ask?.quantity ?? "0"),
    ...(last !== undefined && { last: priceNumber(market, last.price) }),
    volume: quantityOfUnits(market, day?.volume ?? 0n),
    vwap: units(day === undefined ? 0n : averageOf(day)),
    low: units(day?.low ?? 0n),
    high: units(day?.high ?? 0n),
    change: units(day === undefined ? 0n : day.close - day.open),
    change_pct: exactNumber(changePercent(day)),
    trades: day?.trades ?? 0,
    // All pairs are quoted in dollars.
    volume_usd: exactNumber(fromUnits(day?.cost ?? 0n, market.priceDecimals + market.quantityDecimals)),
    timestamp: isoMicroseconds(at),
  };
}

/** To two decimals. */
function changePercent(day: Figures | undefined): string {
  return day === undefined ? "0" : fromUnits(divideRounded((day.close - day.open) * 10_000n, day.open), 2);
}
