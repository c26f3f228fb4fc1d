import type { ExchangeName } from "./clients.ts";

/** Something ccxt does that the sandbox does not take, with the reason. The run fails when one of them stops being so. */
export interface Difference {
  readonly exchange: ExchangeName;
  readonly scenario: string;
  readonly because: string;
}

export const differences: readonly Difference[] = [
  {
    exchange: "krakenfutures",
    scenario: "fetch an order",
    because:
      "ccxt asks for GET orders/status; Kraken documents POST, and the sandbox answers what is documented",
  },
  {
    exchange: "krakenfutures",
    scenario: "create several orders at once",
    because:
      "ccxt writes sizes and prices of a batch as text; Kraken documents numbers, and the sandbox checks for them",
  },
  {
    exchange: "krakenfutures",
    scenario: "fetch closed orders",
    because: "ccxt asks version 2 of the history API; Kraken documents version 3, which the sandbox serves",
  },
  {
    exchange: "krakenfutures",
    scenario: "fetch the leverage of a market",
    because: "ccxt sends a symbol; Kraken documents no parameter here, and the sandbox refuses unknown ones",
  },
  {
    exchange: "krakenfutures",
    scenario: "fetch the history of funding rates",
    because: "ccxt asks for v4/historicalfundingrates; Kraken documents v3/historical-funding-rates",
  },
  {
    exchange: "krakenfutures",
    scenario: "watch an order book",
    because:
      "ccxt watches futures over the Derivatives WebSocket, which is none of the sandbox's four protocols",
  },
];
