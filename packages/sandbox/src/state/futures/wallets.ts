import { add, compare, type Decimal, isPositive } from "../../engine/decimal.ts";

/** Currencies as the cash wallet spells them; the flex wallet and its bookings use the same in capitals. */
export const CURRENCIES = ["usd", "xbt", "eth"] as const;
export type Currency = (typeof CURRENCIES)[number];

export type WalletName = "cash" | "flex";

export type TransferRefusal = "invalidAccount" | "invalidAmount" | "invalidUnit" | "insufficientFunds";

export interface WalletPlace {
  readonly user: string;
  readonly wallet: string;
}

/** Balances of all wallets of the account and its subaccounts, exact. */
export class Wallets {
  readonly #balances = new Map<string, Map<Currency, Decimal>>();

  constructor(users: readonly string[]) {
    for (const user of users) {
      for (const wallet of ["cash", "flex"]) {
        this.#balances.set(`${user} ${wallet}`, new Map(CURRENCIES.map((currency) => [currency, "0"])));
      }
    }
  }

  balance(user: string, wallet: WalletName, currency: Currency): Decimal {
    return this.#balances.get(`${user} ${wallet}`)?.get(currency) ?? "0";
  }

  /** Adds an amount, which may be negative. */
  book(user: string, wallet: WalletName, currency: Currency, amount: Decimal): void {
    const balances = this.#balances.get(`${user} ${wallet}`);
    balances?.set(currency, add(balances.get(currency) ?? "0", amount));
  }

  /** Why an amount cannot leave a wallet; `free` is how much of the balance no margin holds. */
  refuse(
    from: WalletPlace,
    unit: string,
    amount: Decimal,
    free: (currency: Currency) => Decimal,
  ): TransferRefusal | undefined {
    if (!this.has(from)) return "invalidAccount";
    const currency = currencyOf(unit);
    if (currency === undefined) return "invalidUnit";
    if (!isPositive(amount)) return "invalidAmount";
    return compare(amount, free(currency)) > 0 ? "insufficientFunds" : undefined;
  }

  has({ user, wallet }: WalletPlace): boolean {
    return this.#balances.has(`${user} ${wallet}`);
  }
}

export function currencyOf(unit: string): Currency | undefined {
  return CURRENCIES.find((currency) => currency === unit.toLowerCase());
}
