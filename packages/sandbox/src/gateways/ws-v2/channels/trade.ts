import { type TradeMessage, type TradeParams, trade } from "@x/ws-v2";
import type { Trade } from "../../../engine/event.ts";
import type { Exact } from "../../exact-json.ts";
import { isoMicroseconds } from "../../time.ts";
import { marketChannel } from "../channel.ts";
import { priceNumber, quantityNumber } from "../numbers.ts";

/** How many of the latest trades a snapshot holds. */
const LATEST = 50;

export const tradeChannel = marketChannel<TradeParams>({
  descriptor: trade,
  options: () => ({}),
  shows: false,
  source({ exchange: { engine } }, market) {
    const message = (type: "snapshot" | "update", trades: readonly Trade[]): Exact<TradeMessage> => ({
      channel: "trade",
      type,
      data: trades.map(print),
    });
    return {
      snapshot: () => message("snapshot", engine.trades(market).slice(-LATEST)),
      start: (tell) =>
        engine.feed.on("trade", (one) => {
          if (one.market === market) tell(message("update", [one]));
        }),
    };
  },
});

function print({ market, side, price, quantity, takerType, id, at }: Trade) {
  return {
    symbol: market.symbol,
    side,
    price: priceNumber(market, price),
    qty: quantityNumber(market, quantity),
    ord_type: takerType,
    trade_id: id,
    timestamp: isoMicroseconds(at),
  };
}
