import type { LegacyChannel } from "./channel.ts";
import { bookChannel } from "./channels/book.ts";
import { ohlcChannel } from "./channels/ohlc.ts";
import { openOrdersChannel } from "./channels/open-orders.ts";
import { ownTradesChannel } from "./channels/own-trades.ts";
import { spreadChannel } from "./channels/spread.ts";
import { tickerChannel } from "./channels/ticker.ts";
import { tradeChannel } from "./channels/trade.ts";

/** Every channel one can subscribe to, by name. */
export const CHANNELS: ReadonlyMap<string, LegacyChannel> = new Map(
  [
    tickerChannel,
    ohlcChannel,
    tradeChannel,
    spreadChannel,
    bookChannel,
    ownTradesChannel,
    openOrdersChannel,
  ].map((channel) => [channel.descriptor.name, channel]),
);
