import type { Decimal } from "../../engine/decimal.ts";
import type { Ledger } from "./ledger.ts";
import { INITIAL_MARGIN, MAINTENANCE_MARGIN } from "./listing.ts";
import { plain, round8, sum } from "./number.ts";
import type { Preferences } from "./preferences.ts";
import { CURRENCIES, type Currency, type WalletName, type Wallets } from "./wallets.ts";

/** What margin follows from. */
export interface MarginGrounds {
  readonly masterUid: string;
  readonly wallets: Wallets;
  readonly ledger: Ledger;
  readonly preferences: Preferences;
  /** Margin that open orders bind. */
  readonly clearing: { readonly bound: number };
  /** The mark price of a market. */
  mark(symbol: string): number;
}

/** What the flex wallet of one account is worth and how much of it is bound, in US dollars. */
export interface MarginSummary {
  readonly initialMargin: number;
  readonly initialMarginWithOrders: number;
  readonly maintenanceMargin: number;
  readonly balanceValue: number;
  readonly pnl: number;
  readonly availableMargin: number;
}

/** Works out margin from wallets, positions and open orders. Subaccounts have neither positions nor orders. */
export class Margin {
  readonly #state: MarginGrounds;

  constructor(state: MarginGrounds) {
    this.#state = state;
  }

  price(currency: Currency): number {
    return currency === "usd" ? 1 : this.#state.mark(`PF_${currency.toUpperCase()}USD`);
  }

  unrealized(symbol: string): number {
    const { size, entry } = this.#state.ledger.positions.get(symbol);
    return round8(size * (this.#state.mark(symbol) - entry));
  }

  summary(user: string): MarginSummary {
    const balances = CURRENCIES.map(
      (currency) => Number(this.#state.wallets.balance(user, "flex", currency)) * this.price(currency),
    );
    const balanceValue = sum(balances);
    const own = user === this.#state.masterUid;
    const positions = own ? this.#state.ledger.positions.open() : [];
    const value = sum(positions.map(({ symbol, size }) => Math.abs(size) * this.#state.mark(symbol)));
    const initialMargin = sum(
      positions.map(({ symbol, size }) => Math.abs(size) * this.#state.mark(symbol) * this.#rate(symbol)),
    );
    const bound = own ? this.#state.clearing.bound : 0;
    const pnl = sum(positions.map(({ symbol }) => this.unrealized(symbol)));
    const initialMarginWithOrders = round8(initialMargin + bound);
    return {
      initialMargin,
      initialMarginWithOrders,
      maintenanceMargin: round8(value * MAINTENANCE_MARGIN),
      balanceValue,
      pnl,
      availableMargin: round8(balanceValue + pnl - initialMarginWithOrders),
    };
  }

  /** How much of a balance no margin holds. */
  free(user: string, wallet: WalletName, currency: Currency): Decimal {
    const balance = this.#state.wallets.balance(user, wallet, currency);
    if (wallet === "cash") return balance;
    const free = Math.max(0, this.summary(user).availableMargin / this.price(currency));
    return Number(balance) <= free ? balance : plain(Math.floor(free * 1e8) / 1e8);
  }

  #rate(symbol: string): number {
    return 1 / this.leverage(symbol);
  }

  /** How often a position may exceed its margin. */
  leverage(symbol: string): number {
    return this.#state.preferences.leverage.get(symbol) ?? 1 / INITIAL_MARGIN;
  }
}
