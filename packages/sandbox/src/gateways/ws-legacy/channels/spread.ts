import { type SpreadMessage, type SpreadParams, spread } from "@x/ws-legacy";
import type { Ticker } from "../../../engine/feed.ts";
import { epochSeconds } from "../../time.ts";
import { marketChannel } from "../channel.ts";
import { printPrice, printQuantity } from "../numbers.ts";

/** The best prices, whenever one of them or its volume changes. */
export const spreadChannel = marketChannel<SpreadParams>({
  descriptor: spread,
  options: () => ({}),
  source: ({ exchange: { engine } }, market) => ({
    first: () => [print(engine.ticker(market))],
    start: (tell) =>
      engine.feed.on("ticker", (now) => {
        if (now.market === market && now.cause === "bbo") tell(print(now));
      }),
  }),
});

function print({ market, at, bid, ask }: Ticker): SpreadMessage[1] {
  return [
    printPrice(bid?.price),
    printPrice(ask?.price),
    epochSeconds(at),
    printQuantity(market, bid?.quantity ?? "0"),
    printQuantity(market, ask?.quantity ?? "0"),
  ];
}
