import { fromMoney, percentOf, toMoney } from "../../engine/money.ts";
import type { Side } from "../../engine/order.ts";
import { AccountLog } from "./account-log.ts";
import { EventLog } from "./event-log.ts";
import { FEE_TIERS } from "./listing.ts";
import { plain, round8 } from "./number.ts";
import type { PositionStep, Positions } from "./positions.ts";
import type { Currency, WalletName, Wallets } from "./wallets.ts";

/** A trade of the account. */
export interface Execution {
  readonly uid: string;
  readonly orderUid: string;
  readonly clientId: string | null;
  readonly symbol: string;
  readonly side: Side;
  readonly size: number;
  readonly price: number;
  readonly mark: number;
  readonly role: "maker" | "taker";
  /** Why it traded, if not by an order of its own. */
  readonly cause?: "liquidation" | "assignment";
  readonly at: number;
}

/** A trade with what it did. */
export interface BookedExecution extends Execution {
  readonly number: number;
  readonly fee: number;
  readonly feePercent: number;
  readonly step: PositionStep;
}

export type PositionEvent =
  | {
      readonly kind: "trade";
      readonly at: number;
      readonly symbol: string;
      readonly execution: BookedExecution;
    }
  | {
      readonly kind: "funding";
      readonly at: number;
      readonly symbol: string;
      readonly size: number;
      readonly entry: number;
      readonly paid: number;
    };

/** Enters the other side of a trade that met no order of the book; the size of a sale is negative. */
type OthersTrade = (trade: {
  readonly symbol: string;
  readonly size: number;
  readonly price: number;
  readonly at: number;
  /** What the account has paid for it. */
  readonly fee: number;
}) => void;

const INFO = {
  order: "futures trade",
  liquidation: "futures liquidation",
  assignment: "futures assignor",
} as const;

/** The account's books: trades, funding and transfers, and what they did to positions and balances. */
export class Ledger {
  readonly positions: Positions;
  readonly executions = new EventLog<BookedExecution>();
  readonly positionEvents = new EventLog<PositionEvent>();
  readonly log: AccountLog;
  readonly #user: string;
  readonly #wallets: Wallets;
  readonly #trade: OthersTrade;

  /** `others` take the other side of trades that met no order of the book. */
  constructor(
    seed: string,
    user: string,
    wallets: Wallets,
    { positions, others }: { readonly positions: Positions; readonly others: OthersTrade },
  ) {
    this.log = new AccountLog(seed);
    this.#user = user;
    this.#wallets = wallets;
    this.positions = positions;
    this.#trade = others;
  }

  /** A trade that met no order of the book: one of the past, or of a package. */
  tradeWithOthers(execution: Execution): void {
    const { symbol, side, size, price, at } = execution;
    const { fee } = this.trade(execution);
    this.#trade({ symbol, size: side === "buy" ? -size : size, price, at, fee });
  }

  trade(execution: Execution): BookedExecution {
    const { symbol, side, size, price, mark, role, at, uid } = execution;
    const step = this.positions.trade(symbol, side === "buy" ? size : -size, price, at);
    const feePercent = execution.cause === "assignment" ? 0 : FEE_TIERS[0][`${role}Fee`];
    const value = toMoney(plain(size)) * toMoney(plain(price));
    const fee = Number(fromMoney(percentOf(value / toMoney("1"), plain(feePercent))));
    const booked = { ...execution, number: this.executions.end + 1, fee, feePercent, step };
    this.executions.push(booked);
    this.positionEvents.push({ kind: "trade", at, symbol, execution: booked });
    const contract = symbol.toLowerCase();
    const shared = {
      info: INFO[execution.cause ?? "order"],
      contract,
      execution: uid,
      mark_price: mark,
      trade_price: price,
    } as const;
    this.log.book(at, {
      ...shared,
      asset: contract,
      old_balance: step.old.size,
      new_balance: step.new.size,
      old_average_entry_price: step.old.size === 0 ? null : step.old.entry,
      new_average_entry_price: step.new.size === 0 ? null : step.new.entry,
    });
    const balances = this.#move("flex", "usd", round8(step.realized - fee));
    this.log.book(at, {
      ...shared,
      ...balances,
      asset: "usd",
      collateral: "usd",
      fee,
      realized_pnl: step.realized,
    });
    return booked;
  }

  /** Settles the funding of an hour; `rate` is in US dollars for one unit of the market. Returns what came of it. */
  fund(symbol: string, at: number, rate: number): number {
    const { size, entry } = this.positions.get(symbol);
    if (size === 0) return 0;
    const paid = round8(-size * rate);
    this.positionEvents.push({ kind: "funding", at, symbol, size, entry, paid });
    this.log.book(at, {
      ...this.#move("flex", "usd", paid),
      asset: "usd",
      collateral: "usd",
      contract: symbol.toLowerCase(),
      info: "funding rate change",
      funding_rate: rate,
      realized_funding: paid,
    });
    return paid;
  }

  /** Books what the insurance fund pays in US dollars, when the account has lost more than it had. */
  cover(amount: number, at: number): void {
    this.log.book(at, {
      ...this.#move("flex", "usd", amount),
      asset: "usd",
      collateral: "usd",
      info: "covered liquidation",
    });
  }

  /** Books a transfer's share of one of the account's own wallets. */
  transfer(wallet: WalletName, currency: Currency, amount: string, at: number, info: Transfer): void {
    const before = this.#wallets.balance(this.#user, wallet, currency);
    this.#wallets.book(this.#user, wallet, currency, amount);
    this.log.book(at, {
      asset: currency,
      collateral: currency,
      info,
      margin_account: wallet,
      old_balance: Number(before),
      new_balance: Number(this.#wallets.balance(this.#user, wallet, currency)),
    });
  }

  #move(wallet: WalletName, currency: Currency, amount: number) {
    const old_balance = Number(this.#wallets.balance(this.#user, wallet, currency));
    this.#wallets.book(this.#user, wallet, currency, plain(amount));
    return { old_balance, new_balance: Number(this.#wallets.balance(this.#user, wallet, currency)) };
  }
}

export type Transfer = "transfer" | "cross-exchange transfer" | "subaccount transfer";
