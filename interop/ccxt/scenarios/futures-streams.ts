import { expectTrue, type Scenario } from "../scenario.ts";

/** ccxt's `watch*` methods for futures, which speak the Derivatives WebSocket. */
export const futuresStreamScenarios: readonly Scenario[] = [
  {
    name: "watch an order book",
    async run(client) {
      expectTrue("there are bids", (await client.watchOrderBook("BTC/USD:USD")).bids.length > 0);
    },
  },
];
