import type { Decimal } from "./decimal.ts";
import type { Fill } from "./event.ts";
import type { BalanceCause, BalanceChange } from "./feed.ts";
import { fromMoney, toMoney } from "./money.ts";
import type { Units } from "./units.ts";

/** What an account has of one asset, and how much of that its open orders hold. */
export interface Balance {
  readonly asset: string;
  readonly balance: Decimal;
  readonly held: Decimal;
}

interface Kept {
  balance: Units;
  held: Units;
}

/** A change of one balance. */
export interface Booking {
  readonly account: string;
  readonly asset: string;
  /** What comes or, negative, goes, without the fee. */
  readonly amount: Units;
  readonly fee?: Units;
  readonly cause: BalanceCause;
  readonly fill?: Fill;
}

/**
 * Spot balances, exact. Only accounts that were opened are held to what they have; others trade on credit, and their
 * balances go below zero.
 */
export class Balances {
  readonly #opened = new Set<string>();
  readonly #accounts = new Map<string, Map<string, Kept>>();
  readonly #fees = new Map<string, Units>();
  readonly #ids = new Map<string, number>();
  readonly #now: () => number;
  readonly #tell: (change: BalanceChange) => void;

  constructor(now: () => number, tell: (change: BalanceChange) => void) {
    this.#now = now;
    this.#tell = tell;
  }

  open(account: string): void {
    this.#opened.add(account);
  }

  isOpen(account: string): boolean {
    return this.#opened.has(account);
  }

  deposit(account: string, asset: string, amount: Decimal): void {
    this.book({ account, asset, amount: toMoney(amount), cause: "deposit" });
  }

  book({ account, asset, amount, fee = 0n, cause, fill }: Booking): void {
    const kept = this.#kept(account, asset);
    kept.balance += amount - fee;
    if (fee !== 0n) this.#fees.set(asset, (this.#fees.get(asset) ?? 0n) + fee);
    const id = (this.#ids.get(account) ?? 0) + 1;
    this.#ids.set(account, id);
    this.#tell({
      id,
      account,
      asset,
      amount: fromMoney(amount - fee),
      fee: fromMoney(fee),
      balance: fromMoney(kept.balance),
      at: this.#now(),
      cause,
      fill,
    });
  }

  /** Every asset the account ever had, in the order in which it came. */
  list(account: string): Balance[] {
    return [...(this.#accounts.get(account) ?? [])].map(([asset, { balance, held }]) => ({
      asset,
      balance: fromMoney(balance),
      held: fromMoney(held),
    }));
  }

  /** What no order holds, in money. */
  free(account: string, asset: string): Units {
    const { balance, held } = this.#kept(account, asset);
    return balance - held;
  }

  /** Holds so much more of a balance, or (negative) less. */
  hold(account: string, asset: string, amount: Units): void {
    if (amount !== 0n) this.#kept(account, asset).held += amount;
  }

  /** What all fees ever taken in an asset add up to. */
  feesTaken(asset: string): Decimal {
    return fromMoney(this.#fees.get(asset) ?? 0n);
  }

  accounts(): readonly string[] {
    return [...this.#accounts.keys()];
  }

  #kept(account: string, asset: string): Kept {
    const assets = this.#accounts.get(account) ?? new Map<string, Kept>();
    this.#accounts.set(account, assets);
    const kept = assets.get(asset) ?? { balance: 0n, held: 0n };
    assets.set(asset, kept);
    return kept;
  }
}
