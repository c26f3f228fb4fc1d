import type { Balances } from "./balances.ts";
import type { Clearing } from "./clearing.ts";
import { type Decimal, subtract } from "./decimal.ts";
import type { Fill } from "./event.ts";
import type { Market } from "./market.ts";
import { MONEY_DECIMALS, percentOf, toMoney } from "./money.ts";
import type { Order, Refusal } from "./order.ts";
import { Positions } from "./positions.ts";
import { power, type Units } from "./units.ts";

/** What a margin order may cost at most, as a multiple of what it holds. */
const LEVERAGE = 5n;
/** Whoever lends what margin traders trade with: it trades for them, and owes or is owed what they win or lose. */
const LENDER = "margin pool";

/** Settles spot trades: both currencies change hands, or, on margin, a position changes and its profit is paid. */
export class SpotClearing implements Clearing {
  readonly positions = new Positions();
  readonly #balances: Balances;
  readonly #costOf: (order: Order) => Decimal;

  /** `costOf` says what an order without a limit would cost on the book as it is. */
  constructor(balances: Balances, costOf: (order: Order) => Decimal) {
    this.#balances = balances;
    this.#costOf = costOf;
  }

  refuse(order: Order): Refusal | undefined {
    if (order.reduceOnly || !this.#balances.isOpen(order.account)) return undefined;
    const free = this.#balances.free(order.account, heldAsset(order)) + order.held;
    return this.#needs(order) > free ? "insufficient-funds" : undefined;
  }

  hold(order: Order): void {
    if (order.reduceOnly || !this.#balances.isOpen(order.account)) return;
    const needs = order.price === undefined && order.trigger === undefined ? 0n : this.#needs(order);
    this.#balances.hold(order.account, heldAsset(order), needs - order.held);
    order.held = needs;
  }

  release(order: Order): void {
    this.#balances.hold(order.account, heldAsset(order), -order.held);
    order.held = 0n;
  }

  /** Sellers who want to pay in what they sell must have some left. */
  feeAsset(order: Order, baseFee: Decimal): "base" | "quote" {
    if (order.margin || order.feeIn === "quote") return "quote";
    if (order.side === "buy") return "base";
    return this.#balances.free(order.account, order.market.base) >= toMoney(baseFee) ? "base" : "quote";
  }

  settle(fill: Fill): void {
    if (fill.order.margin) this.#settleOnMargin(fill);
    else this.#exchange(fill, fill.order.account, fill);
    this.hold(fill.order);
  }

  position(account: string, market: Market): Decimal {
    return this.positions.size(account, market);
  }

  #exchange(
    { order: { side, market }, trade, cost, fee, feeAsset }: Fill,
    account: string,
    fill: Fill | undefined,
  ): void {
    const sign = side === "buy" ? 1n : -1n;
    const bookings = [
      { asset: market.base, amount: sign * toMoney(trade.quantity) },
      { asset: market.quote, amount: -sign * toMoney(cost) },
    ];
    for (const { asset, amount } of bookings) {
      const taken = feeAsset === asset && fill !== undefined ? toMoney(fee) : 0n;
      this.#balances.book({ account, asset, amount, fee: taken, cause: "trade", ...(fill && { fill }) });
    }
  }

  #settleOnMargin(fill: Fill): void {
    const { order, trade, fee } = fill;
    const { account, side, market } = order;
    const negative = subtract("0", trade.quantity);
    const [quantity, lent] = side === "buy" ? [trade.quantity, negative] : [negative, trade.quantity];
    this.#exchange(fill, LENDER, undefined);
    this.positions.trade(LENDER, market, lent, trade.price, trade.at);
    const { realized } = this.positions.trade(account, market, quantity, trade.price, trade.at);
    const booking = { account, asset: market.quote, amount: toMoney(realized), fee: toMoney(fee) };
    this.#balances.book({ ...booking, cause: "trade", fill });
    const owed = -toMoney(realized);
    this.#balances.book({ account: LENDER, asset: market.quote, amount: owed, cause: "trade" });
  }

  /** What an order may still take from its account: the cost of buys with its fee, the quantity of sales. */
  #needs(order: Order): Units {
    const { side, market, margin, feeIn } = order;
    const left = toMoney(subtract(order.quantity, order.filled));
    if (side === "sell" && !margin) return left;
    const price = order.price ?? order.trigger?.level;
    const cost =
      price === undefined ? toMoney(this.#costOf(order)) : (left * toMoney(price)) / power(MONEY_DECIMALS);
    if (margin) return (cost - 1n) / LEVERAGE + 1n;
    return feeIn === "quote" ? cost + percentOf(cost, market.takerFee) : cost;
  }
}

function heldAsset({ side, margin, market }: Order): string {
  return side === "sell" && !margin ? market.base : market.quote;
}
