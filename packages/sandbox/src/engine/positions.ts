import { type Decimal, divide } from "./decimal.ts";
import type { Market } from "./market.ts";
import { fromMoney, shareOf, toMoney } from "./money.ts";
import { fromUnits, least, magnitude, power, toUnits, type Units } from "./units.ts";

/** What an account holds of a market. */
export interface Holding {
  /** In units of the market's quantity; negative if short. */
  readonly size: Units;
  /** What entering it cost; negative if short. Kept exact, so nothing is lost between entry and exit. */
  readonly cost: Units;
  /** When it was traded last. */
  readonly at: number;
}

export interface HoldingStep {
  readonly old: Holding;
  readonly new: Holding;
  /** Profit or loss of what was closed, before fees; to eight decimals. */
  readonly realized: Decimal;
}

const NOTHING: Holding = { size: 0n, cost: 0n, at: 0 };
const ENTRY_DECIMALS = 8;

/** What every account holds of every market, exact. Trades are entered twice, so all accounts together hold nothing. */
export class Positions {
  readonly #held = new Map<string, Map<Market, Holding>>();

  get(account: string, market: Market): Holding {
    return this.#held.get(account)?.get(market) ?? NOTHING;
  }

  size(account: string, market: Market): Decimal {
    return fromUnits(this.get(account, market).size, market.quantityDecimals);
  }

  /** In the order in which they were opened. */
  open(account: string): readonly (readonly [Market, Holding])[] {
    return [...(this.#held.get(account) ?? [])];
  }

  accounts(): readonly string[] {
    return [...this.#held.keys()];
  }

  /** Adds a trade of an account; the quantity of a sale is negative. */
  trade(account: string, market: Market, quantity: Decimal, price: Decimal, at: number): HoldingStep {
    const old = this.get(account, market);
    const traded = toUnits(quantity, market.quantityDecimals);
    // Price and quantity have so few decimals that money holds their product.
    const worth = (units: Units) => (units * toMoney(price)) / power(market.quantityDecimals);
    const size = old.size + traded;
    const grows = old.size === 0n || old.size > 0n === traded > 0n;
    const closed = grows ? 0n : least(magnitude(traded), magnitude(old.size));
    const closedCost = closed === 0n ? 0n : shareOf(old.cost, closed, magnitude(old.size));
    const got = worth(old.size > 0n ? closed : -closed);
    const opened = grows ? traded : traded + (old.size > 0n ? closed : -closed);
    const next = { size, cost: old.cost - closedCost + worth(opened), at };
    this.#set(account, market, next);
    return { old, new: size === 0n ? NOTHING : next, realized: fromMoney(got - closedCost) };
  }

  #set(account: string, market: Market, holding: Holding): void {
    const held = this.#held.get(account) ?? new Map<Market, Holding>();
    this.#held.set(account, held);
    if (holding.size === 0n) held.delete(market);
    else held.set(market, holding);
  }
}

/** The average price at which a holding was entered, to eight decimals; 0 without one. */
export function entryOf({ size, cost }: Holding, market: Market): Decimal {
  if (size === 0n) return "0";
  const quantity = fromUnits(magnitude(size), market.quantityDecimals);
  return divide(fromMoney(magnitude(cost)), quantity, ENTRY_DECIMALS);
}
