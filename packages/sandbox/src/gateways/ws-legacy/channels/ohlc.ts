import { type OhlcMessage, type OhlcParams, ohlc } from "@x/ws-legacy";
import type { Market } from "../../../engine/market.ts";
import { averageOf, type Candle } from "../../spot/market-statistics.ts";
import { epochSeconds } from "../../time.ts";
import { marketChannel } from "../channel.ts";
import { priceOfUnits, quantityOfUnits } from "../numbers.ts";

/** The candle of now, with every trade. */
export const ohlcChannel = marketChannel<OhlcParams>({
  descriptor: ohlc,
  options: ({ interval = 1 }) => ({ interval }),
  source({ exchange: { engine }, wires: { statistics } }, market, { interval = 1 }) {
    const latest = (): readonly [OhlcMessage[1]] | undefined => {
      const candle = statistics.candles(market, interval).at(-1);
      return candle && [print(market, interval, candle)];
    };
    return {
      first: latest,
      start: (tell) =>
        engine.feed.on("trade", (trade) => {
          const data = trade.market === market ? latest() : undefined;
          if (data !== undefined) tell(...data);
        }),
    };
  },
});

function print(market: Market, interval: number, candle: Candle): OhlcMessage[1] {
  return [
    epochSeconds(candle.latest),
    epochSeconds(candle.begin + interval * 60_000),
    priceOfUnits(market, candle.open),
    priceOfUnits(market, candle.high),
    priceOfUnits(market, candle.low),
    priceOfUnits(market, candle.close),
    priceOfUnits(market, averageOf(candle)),
    quantityOfUnits(market, candle.volume),
    candle.trades,
  ];
}
