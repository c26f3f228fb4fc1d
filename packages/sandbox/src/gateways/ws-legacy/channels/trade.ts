import { type TradeMessage, type TradeParams, trade } from "@x/ws-legacy";
import type { Trade } from "../../../engine/event.ts";
import { epochSeconds } from "../../time.ts";
import { marketChannel } from "../channel.ts";
import { printPrice, printQuantity } from "../numbers.ts";

/** How many of the latest trades come first. */
const LATEST = 50;

export const tradeChannel = marketChannel<TradeParams>({
  descriptor: trade,
  options: () => ({}),
  source: ({ exchange: { engine } }, market) => ({
    first: () => [engine.trades(market).slice(-LATEST).map(print)],
    start: (tell) =>
      engine.feed.on("trade", (one) => {
        if (one.market === market) tell([print(one)]);
      }),
  }),
});

function print({ market, price, quantity, at, side, takerType }: Trade): TradeMessage[1][number] {
  return [
    printPrice(price),
    printQuantity(market, quantity),
    epochSeconds(at),
    side === "buy" ? "b" : "s",
    takerType === "market" ? "m" : "l",
    "",
  ];
}
