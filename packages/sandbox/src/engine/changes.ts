import type { Clock } from "@x/core";
import { compare, isMultipleOf, isPositive, multiply } from "./decimal.ts";
import type { Lifecycle } from "./lifecycle.ts";
import type { Market } from "./market.ts";
import { leftOf, limitOf } from "./matching.ts";
import { type Order, type OrderChange, type Refusal, waitsForTrigger } from "./order.ts";
import { applyMarketRules, type Priced, type Reference } from "./rules.ts";

/** An order and what it was before a change, or why it stays as it was. */
export type Edited =
  | { readonly refusal?: undefined; readonly order: Order; readonly old: Order }
  | { readonly refusal: Refusal };

/** Changes open orders in place: all of what is asked, or nothing. */
export class Changes {
  readonly #lifecycle: Lifecycle;
  readonly #clock: Clock;
  readonly #reference: (market: Market) => Reference;

  constructor(lifecycle: Lifecycle, clock: Clock, reference: (market: Market) => Reference) {
    this.#lifecycle = lifecycle;
    this.#clock = clock;
    this.#reference = reference;
  }

  change(order: Order, change: OrderChange, how: "edited" | "amended"): Edited {
    const clearing = this.#lifecycle.clearing(order);
    const { clientId } = change;
    if (clientId !== undefined && this.#lifecycle.isTaken(clientId, order)) {
      return { refusal: "client-id-in-use" };
    }
    const ruled = this.#rule(order, change);
    if (typeof ruled === "string") return { refusal: ruled };
    const { next, resting } = ruled;
    const old = { ...order };
    const crosses =
      resting && !this.#lifecycle.book(order.market).crossing(order.side, limitOf(next)).next().done;
    if (crosses) {
      const refusal = this.#refuseCrossing(order, next, change);
      if (refusal !== undefined) return { refusal };
    }
    const unaffordable = clearing?.refuse(next);
    if (unaffordable !== undefined) return { refusal: unaffordable };
    const { quantity, price, givenPrice, trigger, displayQuantity } = next;
    const updatedAt = this.#clock.now();
    const terms = { quantity, price, givenPrice, trigger, displayQuantity, amended: true, updatedAt };
    if (!resting) this.#lifecycle.triggers.change(order, () => Object.assign(order, terms));
    else this.#move(order, old, terms);
    if (clientId !== undefined) this.#lifecycle.rename(order, clientId);
    clearing?.hold(order);
    this.#lifecycle.emit({ kind: "changed", order, at: updatedAt, old, how });
    if (resting && order.resting === undefined) this.#lifecycle.enter(order);
    return { order, old };
  }

  /** Gives an order of the book new terms, and takes it off the book if it has to queue anew. */
  #move(order: Order, old: Order, terms: Partial<Order>): void {
    const book = this.#lifecycle.book(order.market);
    const { quantity = old.quantity, price } = terms;
    const queues = price !== old.price || compare(quantity, old.quantity) > 0;
    if (queues) book.remove(order);
    Object.assign(order, terms);
    const { resting } = order;
    if (resting !== undefined && quantity !== old.quantity) book.resize(resting, leftOf(order));
  }

  /** The order as it would be, and whether it is on the book. */
  #rule(order: Order, change: OrderChange): { readonly next: Order; readonly resting: boolean } | Refusal {
    const { account, market, side, type } = order;
    const quantity = change.quantity ?? order.quantity;
    if (compare(quantity, order.filled) <= 0) return "quantity-not-positive";
    const displayQuantity = change.displayQuantity ?? order.displayQuantity;
    if (displayQuantity !== undefined && change.displayQuantity !== undefined) {
      const tooSmall = compare(multiply(displayQuantity, "15"), quantity) < 0;
      if (!isPositive(displayQuantity) || tooSmall || !isMultipleOf(displayQuantity, market.lot)) {
        return "display-quantity";
      }
    }
    if (change.trigger !== undefined && !waitsForTrigger(order)) return "trigger-price";
    const price = change.price ?? order.givenPrice;
    const trigger = order.trigger && { ...order.trigger, given: change.trigger ?? order.trigger.given };
    const asked = {
      account,
      venue: market.venue,
      symbol: market.symbol,
      side,
      type,
      quantity,
      price,
      trigger,
    };
    const ruled = applyMarketRules(asked, market, this.#reference(market), this.#clock.now());
    if (typeof ruled === "string") return ruled;
    const kept = this.#keep(order, change, ruled);
    const next = { ...order, ...kept, quantity, displayQuantity, givenPrice: price };
    return { next, resting: order.status === "open" && !waitsForTrigger(order) };
  }

  /** What nobody asked to change stays, though the prices it was worked out from have moved since. */
  #keep(order: Order, change: OrderChange, ruled: Priced): Priced {
    const trigger = change.trigger === undefined ? order.trigger : ruled.trigger;
    const follows = change.price !== undefined || change.trigger !== undefined;
    return { trigger, price: follows ? ruled.price : order.price };
  }

  #refuseCrossing(order: Order, next: Order, change: OrderChange): Refusal | undefined {
    if (order.postOnly || change.postOnly === true) return "post-would-trade";
    const own = this.#lifecycle.matching.meetsOwn(this.#lifecycle.book(order.market), next);
    return own && order.market.venue === "futures" && order.selfTradePrevention !== "cancel-oldest"
      ? "would-trade-with-own"
      : undefined;
  }
}
