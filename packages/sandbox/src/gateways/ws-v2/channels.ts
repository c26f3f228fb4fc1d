import type { V2Channel } from "./channel.ts";
import { balancesChannel } from "./channels/balances.ts";
import { bookChannel } from "./channels/book.ts";
import { executionsChannel } from "./channels/executions.ts";
import { instrumentChannel } from "./channels/instrument.ts";
import { level3Channel } from "./channels/level3.ts";
import { ohlcChannel } from "./channels/ohlc.ts";
import { tickerChannel } from "./channels/ticker.ts";
import { tradeChannel } from "./channels/trade.ts";

/** Every channel one can subscribe to, by name. */
export const CHANNELS: ReadonlyMap<string, V2Channel> = new Map(
  [
    tickerChannel,
    bookChannel,
    level3Channel,
    ohlcChannel,
    tradeChannel,
    instrumentChannel,
    executionsChannel,
    balancesChannel,
  ].map((channel) => [channel.descriptor.name, channel]),
);
