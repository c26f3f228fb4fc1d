import { type TickerMessage, type TickerParams, ticker } from "@x/ws-legacy";
import type { BookLevel } from "../../../engine/book.ts";
import type { Ticker } from "../../../engine/feed.ts";
import { averageOf, type Figures, type MarketStatistics } from "../../spot/market-statistics.ts";
import { marketChannel } from "../channel.ts";
import { priceOfUnits, printPrice, printQuantity, quantityOfUnits } from "../numbers.ts";

/** Best prices, and the figures since midnight and of the last 24 hours, whenever they change. */
export const tickerChannel = marketChannel<TickerParams>({
  descriptor: ticker,
  options: () => ({}),
  source({ exchange: { engine }, wires: { statistics } }, market) {
    const data = (now: Ticker) => tickerData(now, statistics);
    return {
      first: () => [data(engine.ticker(market))],
      start: (tell) =>
        engine.feed.on("ticker", (now) => {
          if (now.market === market && now.cause !== "price") tell(data(now));
        }),
    };
  },
});

/** A ticker's fields as this interface and Spot REST print them. */
export function tickerData(now: Ticker, statistics: MarketStatistics): TickerMessage[1] {
  const { market, at } = now;
  return print(now, [statistics.today(market, at), statistics.lastDay(market, at)]);
}

type Both = readonly [today: Figures | undefined, lastDay: Figures | undefined];

function print({ market, bid, ask, last }: Ticker, [today, lastDay]: Both): TickerMessage[1] {
  const best = (level: BookLevel | undefined): TickerMessage[1]["a"] => {
    const { price, quantity } = level ?? { price: "0", quantity: "0" };
    return [printPrice(price), Math.floor(Number(quantity)), printQuantity(market, quantity)];
  };
  const each = <T>(figure: (figures: Figures) => T, none: T): [T, T] => [
    today === undefined ? none : figure(today),
    lastDay === undefined ? none : figure(lastDay),
  ];
  const prices = (of: (figures: Figures) => bigint) =>
    each((figures) => priceOfUnits(market, of(figures)), printPrice("0"));
  return {
    a: best(ask),
    b: best(bid),
    c: [printPrice(last?.price), printQuantity(market, last?.quantity ?? "0")],
    v: each(({ volume }) => quantityOfUnits(market, volume), printQuantity(market, "0")),
    p: prices(averageOf),
    t: each(({ trades }) => trades, 0),
    l: prices(({ low }) => low),
    h: prices(({ high }) => high),
    o: prices(({ open }) => open),
  };
}
