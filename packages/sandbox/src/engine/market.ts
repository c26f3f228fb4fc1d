import type { Decimal } from "./decimal.ts";

export type Venue = "spot" | "futures";

/** One tradable market, with the grid its prices and quantities must lie on. */
export interface Market {
  readonly venue: Venue;
  /** `BTC/USD` on spot, `PF_XBTUSD` on futures. */
  readonly symbol: string;
  /** The legacy WebSocket's spelling, `XBT/USD`; the same as `symbol` on futures. */
  readonly legacySymbol: string;
  readonly tick: Decimal;
  readonly priceDecimals: number;
  readonly lot: Decimal;
  readonly quantityDecimals: number;
  readonly minimum: Decimal;
  /** Least value of an order with a limit, in the quote currency. */
  readonly costMinimum: Decimal;
  /** The currencies as this venue names them on its books: `BTC` and `USD`. */
  readonly base: string;
  readonly quote: string;
  /** Fees in percent of a trade's value. */
  readonly makerFee: Decimal;
  readonly takerFee: Decimal;
  /** Mark and index price, as long as nothing moves them. */
  readonly reference: Decimal;
}

const SPOT_TERMS = { costMinimum: "0.5", makerFee: "0.25", takerFee: "0.4" } as const;
const FUTURES_TERMS = { costMinimum: "0", makerFee: "0.02", takerFee: "0.05" } as const;

const MARKETS: readonly Market[] = [
  {
    venue: "spot",
    symbol: "BTC/USD",
    legacySymbol: "XBT/USD",
    tick: "0.1",
    priceDecimals: 1,
    lot: "0.00000001",
    quantityDecimals: 8,
    minimum: "0.00005",
    base: "BTC",
    quote: "USD",
    ...SPOT_TERMS,
    reference: "60000",
  },
  {
    venue: "spot",
    symbol: "ETH/USD",
    legacySymbol: "ETH/USD",
    tick: "0.01",
    priceDecimals: 2,
    lot: "0.00000001",
    quantityDecimals: 8,
    minimum: "0.002",
    base: "ETH",
    quote: "USD",
    ...SPOT_TERMS,
    reference: "3000",
  },
  {
    venue: "spot",
    symbol: "SOL/USD",
    legacySymbol: "SOL/USD",
    tick: "0.01",
    priceDecimals: 2,
    lot: "0.00000001",
    quantityDecimals: 8,
    minimum: "0.02",
    base: "SOL",
    quote: "USD",
    ...SPOT_TERMS,
    reference: "150",
  },
  {
    venue: "futures",
    symbol: "PF_XBTUSD",
    legacySymbol: "PF_XBTUSD",
    tick: "0.5",
    priceDecimals: 1,
    lot: "0.0001",
    quantityDecimals: 4,
    minimum: "0.0001",
    base: "BTC",
    quote: "USD",
    ...FUTURES_TERMS,
    reference: "60000",
  },
  {
    venue: "futures",
    symbol: "PF_ETHUSD",
    legacySymbol: "PF_ETHUSD",
    tick: "0.1",
    priceDecimals: 1,
    lot: "0.001",
    quantityDecimals: 3,
    minimum: "0.001",
    base: "ETH",
    quote: "USD",
    ...FUTURES_TERMS,
    reference: "3000",
  },
  option("OF_XBTUSD_270226_65000_C", "4200"),
  option("OF_XBTUSD_270226_55000_P", "3100"),
];

function option(symbol: string, reference: Decimal): Market {
  return {
    venue: "futures",
    symbol,
    legacySymbol: symbol,
    tick: "1",
    priceDecimals: 0,
    lot: "0.01",
    quantityDecimals: 2,
    minimum: "0.01",
    base: "BTC",
    quote: "USD",
    ...FUTURES_TERMS,
    reference,
  };
}

/** The markets of the simulated exchange, found by either spelling; futures symbols in either case. */
export class Markets {
  readonly #bySymbol = new Map<string, Market>();

  constructor(markets: readonly Market[] = MARKETS) {
    for (const market of markets) {
      this.#bySymbol.set(`${market.venue} ${market.symbol}`, market);
      this.#bySymbol.set(`${market.venue} ${market.legacySymbol}`, market);
    }
  }

  find(venue: Venue, symbol: string): Market | undefined {
    const spelled = venue === "futures" ? symbol.toUpperCase() : symbol;
    return this.#bySymbol.get(`${venue} ${spelled}`);
  }

  all(): readonly Market[] {
    return [...new Set(this.#bySymbol.values())];
  }
}
