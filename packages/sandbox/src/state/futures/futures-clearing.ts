import type { Clearing } from "../../engine/clearing.ts";
import { type Decimal, subtract } from "../../engine/decimal.ts";
import type { Fill } from "../../engine/event.ts";
import type { Market } from "../../engine/market.ts";
import { fromMoney, MONEY_DECIMALS, toMoney } from "../../engine/money.ts";
import type { Order, Refusal } from "../../engine/order.ts";
import { Positions } from "../../engine/positions.ts";
import { divideRounded, power, toUnits, type Units } from "../../engine/units.ts";
import { plain } from "./number.ts";

/** What the clearing asks of the one account that is held to what it has. */
export interface ClearedAccount {
  readonly account: string;
  /** How often a position of the market may exceed its margin. */
  leverage(market: Market): number;
  /** What margin does not hold yet, in US dollars. */
  availableMargin(): number;
  mark(market: Market): Decimal;
  /** A fill of the account; its profit or loss is yet to be booked. */
  filled(fill: Fill): void;
}

/** Pays what nobody else does, and keeps what rounding leaves. */
export const INSURANCE = "insurance fund";

const LEVERAGE_DECIMALS = 6;

/**
 * Settles derivatives: positions change, profits and fees are paid in US dollars, and open orders bind margin. Accounts
 * other than the one that is held to what it has trade on credit.
 */
export class FuturesClearing implements Clearing {
  readonly positions = new Positions();
  readonly #account: ClearedAccount;
  /** What the other accounts have won or lost, fees taken off. */
  readonly #cash = new Map<string, Units>();
  #fees = 0n;
  #bound = 0n;

  constructor(account: ClearedAccount) {
    this.#account = account;
  }

  refuse(order: Order): Refusal | undefined {
    if (order.account !== this.#account.account || order.reduceOnly) return undefined;
    const free = toMoney(plain(this.#account.availableMargin())) + order.held;
    return this.#needs(order) > free ? "insufficient-funds" : undefined;
  }

  hold(order: Order): void {
    if (order.account === this.#account.account && !order.reduceOnly) this.#bind(order, this.#needs(order));
  }

  release(order: Order): void {
    this.#bind(order, 0n);
  }

  feeAsset(): "quote" {
    return "quote";
  }

  settle(fill: Fill): void {
    const { order, trade, fee } = fill;
    this.collect(toMoney(fee));
    this.hold(order);
    if (order.account === this.#account.account) {
      this.#account.filled(fill);
      return;
    }
    const quantity = order.side === "buy" ? trade.quantity : subtract("0", trade.quantity);
    const step = this.positions.trade(order.account, trade.market, quantity, trade.price, trade.at);
    this.credit(order.account, toMoney(step.realized) - toMoney(fee));
  }

  position(account: string, market: Market): Decimal {
    return this.positions.size(account, market);
  }

  /** Margin that open orders bind, in US dollars. */
  get bound(): number {
    return Number(fromMoney(this.#bound));
  }

  /** Gives an account that trades on credit what it has won, or takes what it has lost. */
  credit(account: string, amount: Units): void {
    this.#cash.set(account, (this.#cash.get(account) ?? 0n) + amount);
  }

  /** Takes a fee. */
  collect(fee: Units): void {
    this.#fees += fee;
  }

  /** What an account that trades on credit has won or lost, fees taken off. */
  cash(account: string): Decimal {
    return fromMoney(this.#cash.get(account) ?? 0n);
  }

  /** What all fees ever taken add up to. */
  get fees(): Decimal {
    return fromMoney(this.#fees);
  }

  #bind(order: Order, amount: Units): void {
    this.#bound += amount - order.held;
    order.held = amount;
  }

  #needs(order: Order): Units {
    const { market, price, trigger, quantity, filled } = order;
    const at = price ?? trigger?.level ?? this.#account.mark(market);
    const value = (toMoney(subtract(quantity, filled)) * toMoney(at)) / power(MONEY_DECIMALS);
    const leverage = toUnits(plain(this.#account.leverage(market)), LEVERAGE_DECIMALS);
    return divideRounded(value * power(LEVERAGE_DECIMALS), leverage);
  }
}
