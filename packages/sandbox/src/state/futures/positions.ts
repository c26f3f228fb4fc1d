import type { Market } from "../../engine/market.ts";
import { entryOf, type Holding, type Positions as Holdings } from "../../engine/positions.ts";
import { fromUnits } from "../../engine/units.ts";
import { plain } from "./number.ts";

/** A holding of a market: negative if short. */
export interface Position {
  readonly size: number;
  /** Average price it was entered at; 0 without a position. */
  readonly entry: number;
  readonly filledAt: number;
}

export type PositionChange = "open" | "close" | "increase" | "decrease" | "reverse";

export interface PositionStep {
  readonly old: Position;
  readonly new: Position;
  readonly change: PositionChange;
  readonly realized: number;
}

/** What one account holds of each market, as its wire shows it. */
export class Positions {
  readonly #holdings: Holdings;
  readonly #account: string;
  readonly #market: (symbol: string) => Market;

  constructor(holdings: Holdings, account: string, market: (symbol: string) => Market) {
    this.#holdings = holdings;
    this.#account = account;
    this.#market = market;
  }

  get(symbol: string): Position {
    const market = this.#market(symbol);
    return shown(this.#holdings.get(this.#account, market), market);
  }

  open(): (Position & { readonly symbol: string })[] {
    return this.#holdings
      .open(this.#account)
      .map(([market, holding]) => ({ symbol: market.symbol, ...shown(holding, market) }));
  }

  /** Adds a trade; `size` is negative for a sale. */
  trade(symbol: string, size: number, price: number, at: number): PositionStep {
    const market = this.#market(symbol);
    const step = this.#holdings.trade(this.#account, market, plain(size), plain(price), at);
    const before = shown(step.old, market);
    const after = shown(step.new, market);
    return {
      old: before,
      new: after,
      change: changeOf(before.size, after.size, size),
      realized: Number(step.realized),
    };
  }
}

function changeOf(before: number, after: number, traded: number): PositionChange {
  if (before === 0) return "open";
  if (after === 0) return "close";
  if (before * traded > 0) return "increase";
  return before * after < 0 ? "reverse" : "decrease";
}

function shown(holding: Holding, market: Market): Position {
  const size = Number(fromUnits(holding.size, market.quantityDecimals));
  return { size, entry: Number(entryOf(holding, market)), filledAt: holding.at };
}
