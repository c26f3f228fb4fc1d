import { type OhlcMessage, type OhlcParams, ohlc } from "@x/ws-v2";
import type { Market } from "../../../engine/market.ts";
import type { Exact } from "../../exact-json.ts";
import { averageOf, type Candle } from "../../spot/market-statistics.ts";
import { isoMicroseconds, isoNanoseconds } from "../../time.ts";
import { marketChannel } from "../channel.ts";
import { priceOfUnits, quantityOfUnits } from "../numbers.ts";

/** Candles: the latest, then the one that goes on with each trade. */
export const ohlcChannel = marketChannel<OhlcParams>({
  descriptor: ohlc,
  options: ({ interval = 1 }) => ({ interval }),
  shows: true,
  warnings: ["timestamp is deprecated, use interval_begin"],
  source({ exchange: { engine, clock }, wires: { statistics } }, market, { interval = 1 }) {
    const message = (
      type: "snapshot" | "update",
      candles: readonly Candle[],
      at: number,
    ): Exact<OhlcMessage> => ({
      channel: "ohlc",
      type,
      timestamp: isoNanoseconds(at),
      data: candles.map((candle) => print(market, interval, candle)),
    });
    return {
      snapshot: () => message("snapshot", statistics.candles(market, interval), clock.now()),
      start: (tell) =>
        engine.feed.on("trade", (trade) => {
          if (trade.market !== market) return;
          tell(message("update", statistics.candles(market, interval).slice(-1), trade.at));
        }),
    };
  },
});

function print(market: Market, interval: number, candle: Candle): Exact<OhlcMessage>["data"][number] {
  return {
    symbol: market.symbol,
    open: priceOfUnits(market, candle.open),
    high: priceOfUnits(market, candle.high),
    low: priceOfUnits(market, candle.low),
    close: priceOfUnits(market, candle.close),
    trades: candle.trades,
    volume: quantityOfUnits(market, candle.volume),
    vwap: priceOfUnits(market, averageOf(candle)),
    interval_begin: isoNanoseconds(candle.begin),
    interval,
    timestamp: isoMicroseconds(candle.begin + interval * 60_000),
  };
}
