import { type Book, opposite, type Resting, reaches } from "./book.ts";
import { add, type Decimal } from "./decimal.ts";
import type { Fill, Trade } from "./event.ts";
import { feeOf, type Role } from "./fees.ts";
import type { EndReason, Order } from "./order.ts";
import { letters, uuid } from "./order-id.ts";
import type { Random } from "./random.ts";
import { fromUnits, least, toUnits, type Units } from "./units.ts";

/** What matching tells of what it does, in order. */
export interface MatchingHost {
  now(): number;
  /** Both orders have their new totals. */
  traded(trade: Trade, maker: Fill, taker: Fill): void;
  /** A display quantity was used up and came again. */
  refilled(order: Order): void;
  /** Which currency a fee is taken in, if it were so much in the base currency. */
  feeAsset(order: Order, baseFee: Decimal): "base" | "quote";
  end(order: Order, reason: EndReason): void;
}

/** What is left of an incoming order, in units; why the rest of it is not to rest, if it is not. */
export interface Matched {
  readonly left: Units;
  readonly reason: EndReason | undefined;
}

/** Lets incoming orders trade with what rests on a book, in price-time priority and at the prices that rest there. */
export class Matching {
  readonly #host: MatchingHost;
  readonly #random: Random;
  readonly #tradeIds = new Map<Book, number>();

  constructor(host: MatchingHost, random: Random) {
    this.#host = host;
    this.#random = random;
  }

  match(book: Book, taker: Order): Matched {
    const { side } = taker;
    const limit = limitOf(taker);
    let left = leftOf(taker);
    while (left > 0n) {
      const maker = book.front(opposite(side));
      if (maker === undefined || !reaches(side, limit, maker.level.price)) break;
      if (maker.order.account === taker.account) {
        const mode = taker.selfTradePrevention;
        if (mode !== "cancel-newest") this.#host.end(maker.order, "self-trade-prevention");
        if (mode !== "cancel-oldest") return { left, reason: "self-trade-prevention" };
        continue;
      }
      const quantity = least(left, maker.shown);
      left -= quantity;
      this.#trade(book, maker, taker, quantity);
    }
    const rests = taker.timeInForce !== "ioc" && taker.timeInForce !== "fok" && limit !== undefined;
    return { left, reason: left === 0n ? "filled" : rests ? undefined : "nothing-to-trade-with" };
  }

  /** Whether an order would meet one of its own account before it has traded all it wants. */
  meetsOwn(book: Book, taker: Order): boolean {
    let left = leftOf(taker);
    for (const { order, left: there } of book.crossing(taker.side, limitOf(taker))) {
      if (left <= 0n) return false;
      if (order.account === taker.account) return true;
      left -= there;
    }
    return false;
  }

  /** What an order would cost if it took all it wants, or all there is, from the book as it is. */
  costOf(book: Book, taker: Order): Decimal {
    let left = leftOf(taker);
    let cost = 0n;
    for (const { level, left: there } of book.crossing(taker.side, limitOf(taker))) {
      const quantity = least(left, there);
      cost += quantity * level.price;
      left -= quantity;
      if (left === 0n) break;
    }
    return fromUnits(cost, taker.market.priceDecimals + taker.market.quantityDecimals);
  }

  /** Whether all of an order could trade at once with others than its own account. */
  couldFill(book: Book, taker: Order): boolean {
    let left = leftOf(taker);
    for (const { order, left: there } of book.crossing(taker.side, limitOf(taker))) {
      if (order.account === taker.account) {
        if (taker.selfTradePrevention === "cancel-oldest") continue;
        return false;
      }
      left -= there;
      if (left <= 0n) return true;
    }
    return false;
  }

  #trade(book: Book, resting: Resting, taker: Order, quantity: Units): void {
    const { market } = taker;
    const now = this.#host.now();
    const maker = resting.order;
    const { price } = resting.level;
    const id = (this.#tradeIds.get(book) ?? 0) + 1;
    this.#tradeIds.set(book, id);
    const trade: Trade = {
      id,
      uid: uuid(this.#random),
      market,
      at: now,
      price: fromUnits(price, market.priceDecimals),
      quantity: fromUnits(quantity, market.quantityDecimals),
      side: taker.side,
      makerId: maker.id,
      takerId: taker.id,
      takerType: taker.price === undefined ? "market" : "limit",
    };
    const cost = fromUnits(price * quantity, market.priceDecimals + market.quantityDecimals);
    const refilled = book.take(resting, quantity, now);
    const fills = [this.#fill(trade, maker, "maker", cost), this.#fill(trade, taker, "taker", cost)] as const;
    this.#host.traded(trade, ...fills);
    if (resting.left === 0n) this.#host.end(maker, "filled");
    else if (refilled) this.#host.refilled(maker);
  }

  #fill(trade: Trade, order: Order, role: Role, cost: Decimal): Fill {
    const traded = { quantity: trade.quantity, cost };
    const inBase = order.feeIn === "base" ? feeOf(order, role, traded, "base") : undefined;
    const asset = inBase === undefined ? "quote" : this.#host.feeAsset(order, inBase.amount);
    const inQuote = feeOf(order, role, traded, "quote");
    const fee = asset === "base" && inBase !== undefined ? inBase : inQuote;
    order.filled = add(order.filled, trade.quantity);
    order.cost = add(order.cost, cost);
    order.fee = add(order.fee, inQuote.amount);
    order.updatedAt = trade.at;
    return {
      id: fillId(order, this.#random),
      trade,
      order,
      role,
      cost,
      fee: fee.amount,
      feeAsset: fee.asset,
      feeWorth: inQuote.amount,
      filled: order.filled,
      totalCost: order.cost,
      totalFee: order.fee,
    };
  }
}

export function leftOf({ quantity, filled, market: { quantityDecimals } }: Order): Units {
  return toUnits(quantity, quantityDecimals) - toUnits(filled, quantityDecimals);
}

export function limitOf({ price, market }: Order): Units | undefined {
  return price === undefined ? undefined : toUnits(price, market.priceDecimals);
}

function fillId({ market }: Order, random: Random): string {
  if (market.venue === "futures") return uuid(random);
  return `T${letters(5, random)}-${letters(5, random)}-${letters(6, random)}`;
}
