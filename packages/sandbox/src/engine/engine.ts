import type { Clock, Timer } from "@x/core";
import { Book } from "./book.ts";
import { compare, type Decimal, isPositive } from "./decimal.ts";
import type { CancelOrigin, EngineEvent, EngineListener } from "./event.ts";
import { type Market, Markets, type Venue } from "./market.ts";
import type { EndReason, Order, OrderChange, PlaceRequest, Refusal, Side } from "./order.ts";
import { orderId } from "./order-id.ts";
import { OrderStore, type Scope } from "./order-store.ts";
import { type Random, seededRandom } from "./random.ts";
import { applyMarketRules, type Priced } from "./rules.ts";
import { runAt } from "./schedule.ts";

export interface EngineOptions {
  /** The same seed, clock and requests give the same history, order ids included. */
  readonly seed: string;
  readonly clock: Clock;
  readonly markets?: Markets;
  /** What an account holds of a market: negative if short. Reduce-only orders need it; by default nothing is held. */
  readonly position?: (account: string, market: Market) => Decimal;
}

/** An order, or why there is none. Refusals that came from the book still show the order that was not taken. */
export type Placed =
  | { readonly refusal?: undefined; readonly order: Order }
  | { readonly refusal: Refusal; readonly order?: Order };

/** An order and what it was before an edit, or why it stays as it was. */
export type Edited =
  | { readonly refusal?: undefined; readonly order: Order; readonly old: Order }
  | { readonly refusal: Refusal };

/** How many orders the engine has seen, and how many are open. */
export interface EngineCounts {
  readonly placed: number;
  readonly ended: number;
  readonly open: number;
}

/**
 * The one order store behind all gateways. It knows no wire: requests come in as exact values, outcomes go back as values
 * and as events, and time comes from the clock. Nothing trades yet: an order that would trade could only meet an order
 * of its own account, and is treated as self-trade prevention treats it.
 */
export class Engine {
  readonly markets: Markets;
  readonly clock: Clock;
  readonly #random: Random;
  readonly #store = new OrderStore();
  readonly #books = new Map<Market, Book>();
  readonly #timers = new Map<Order, Timer[]>();
  readonly #position: (account: string, market: Market) => Decimal;
  readonly #listeners = new Set<EngineListener>();
  #placed = 0;

  constructor({ seed, clock, markets = new Markets(), position = () => "0" }: EngineOptions) {
    this.markets = markets;
    this.#position = position;
    this.clock = clock;
    this.#random = seededRandom(seed);
    for (const market of markets.all()) this.#books.set(market, new Book());
  }

  /** Hears every event from now on, in order. Returns how to stop. */
  listen(listener: EngineListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  place(request: PlaceRequest): Placed {
    const now = this.clock.now();
    const market = this.markets.find(request.venue, request.symbol);
    if (market === undefined) return { refusal: "unknown-market" };
    const ruled = applyMarketRules(request, market, now);
    if (typeof ruled === "string") return { refusal: ruled };
    const order = makeOrder(orderId(request.venue, this.#random), request, market, ruled, now);
    const refusal = this.#standing(order, request);
    if (refusal !== undefined) return { refusal, order };
    if (request.validateOnly !== true) this.#admit(order, request);
    return { order };
  }

  /** Changes an open order. A new price takes its place behind the orders already there; nothing changes if refused. */
  edit(order: Order, change: OrderChange): Edited {
    const { account, market, side, type, postOnly } = order;
    const trigger = order.trigger && { ...order.trigger, given: change.trigger ?? order.trigger.given };
    const price = change.price ?? order.givenPrice;
    const quantity = change.quantity ?? order.quantity;
    if (compare(quantity, order.filled) <= 0) return { refusal: "quantity-not-positive" };
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
    const ruled = applyMarketRules(asked, market, this.clock.now());
    if (typeof ruled === "string") return { refusal: ruled };
    const onBook = order.status === "open" && order.trigger === undefined;
    const book = this.#book(market);
    if (onBook && !book.crossing(side, ruled.price).next().done) {
      return { refusal: postOnly ? "post-would-trade" : "would-trade-with-own" };
    }
    const old = { ...order };
    if (onBook && order.price !== undefined && order.price !== ruled.price) {
      book.remove(order, order.price);
      if (ruled.price !== undefined) book.add(order, ruled.price);
    }
    Object.assign(order, { ...ruled, quantity, givenPrice: price, updatedAt: this.clock.now() });
    return { order, old };
  }

  /** Ends the given open orders. Those that are no longer open are passed over. */
  cancel(orders: readonly Order[], reason: EndReason, request?: CancelOrigin): Order[] {
    const ended = orders.filter((order) => order.status === "open" || order.status === "pending");
    for (const order of ended) this.#end(order, reason, request);
    return ended;
  }

  cancelAll(scope: Scope, reason: EndReason = "mass-cancel", request?: CancelOrigin): Order[] {
    return this.cancel(this.open(scope), reason, request);
  }

  /** Open orders, oldest first; those that wait for their start or trigger are open too. */
  open(scope: Scope): Order[] {
    return this.#store.list(scope);
  }

  /** An open order. */
  byId(account: string, id: string): Order | undefined {
    return this.#store.byId(account, id);
  }

  /** An order that is open, or ended not long ago. */
  lookUp(account: string, id: string): Order | undefined {
    return this.#store.byId(account, id) ?? this.#store.endedById(account, id);
  }

  byClientId(account: string, venue: Venue, clientId: string): Order | undefined {
    return this.#store.byClientId(account, venue, clientId);
  }

  byUserref(account: string, userref: number): Order[] {
    return this.#store.byUserref(account, userref);
  }

  counts(): EngineCounts {
    const open = this.#store.size;
    return { placed: this.#placed, ended: this.#placed - open, open };
  }

  /** Open quantity by price of one side of a market, best price first. */
  depth(market: Market, side: Side): ReturnType<Book["depth"]> {
    return this.#book(market).depth(side);
  }

  /** Best prices of a market, for checks from outside. */
  top(market: Market): { bid: string | undefined; ask: string | undefined } {
    const book = this.#book(market);
    return { bid: book.best("buy"), ask: book.best("sell") };
  }

  /** Stops all timers. Open orders stay as they are. */
  close(): void {
    for (const timers of this.#timers.values()) for (const timer of timers) timer.cancel();
    this.#timers.clear();
    this.#listeners.clear();
  }

  /** Refusals that depend on what is on the book. */
  #standing(order: Order, request: PlaceRequest): Refusal | undefined {
    const { account, market, clientId } = order;
    if (clientId !== undefined && this.#store.byClientId(account, market.venue, clientId) !== undefined) {
      return "client-id-in-use";
    }
    if (order.reduceOnly && order.trigger === undefined && !this.#reduces(order)) return "no-position";
    if (order.trigger !== undefined || order.startsAt !== undefined) return undefined;
    const crosses = !this.#book(market).crossing(order.side, order.price).next().done;
    if (crosses && order.postOnly) return "post-would-trade";
    if (market.venue === "spot") return undefined;
    const givesWay = request.selfTradePrevention === "cancel-oldest";
    if (crosses && order.price !== undefined && request.timeInForce !== "fok" && !givesWay) {
      return "would-trade-with-own";
    }
    return isImmediate(order) ? "nothing-to-trade-with" : undefined;
  }

  #reduces({ account, market, side }: Order): boolean {
    const held = this.#position(account, market);
    return side === "sell" ? isPositive(held) : held.startsWith("-");
  }

  #admit(order: Order, request: PlaceRequest): void {
    this.#placed += 1;
    this.#store.add(order);
    this.#emit({ kind: "accepted", order, at: order.placedAt });
    if (order.expiresAt !== undefined) this.#at(order, order.expiresAt, () => this.#end(order, "expired"));
    if (order.startsAt !== undefined) {
      this.#at(order, order.startsAt, () => this.#activate(order, request));
    } else {
      this.#activate(order, request);
    }
  }

  #activate(order: Order, request: PlaceRequest): void {
    if (order.trigger === undefined) {
      const reason = this.#endsOnArrival(order, request);
      if (reason !== undefined) {
        this.#end(order, reason);
        return;
      }
      if (order.price !== undefined) this.#book(order.market).add(order, order.price);
    }
    order.status = "open";
    order.updatedAt = this.clock.now();
    this.#emit({ kind: "opened", order, at: order.updatedAt });
  }

  /** Every order an incoming one would trade with belongs to its own account so far. */
  #endsOnArrival(order: Order, request: PlaceRequest): EndReason | undefined {
    const crossed = [...this.#book(order.market).crossing(order.side, order.price)];
    const mode = request.selfTradePrevention ?? "cancel-newest";
    if (crossed.length > 0) {
      if (mode !== "cancel-newest") this.cancel(crossed, "self-trade-prevention");
      if (mode !== "cancel-oldest") return "self-trade-prevention";
    }
    return isImmediate(order) ? "nothing-to-trade-with" : undefined;
  }

  #end(order: Order, reason: EndReason, request?: CancelOrigin): void {
    for (const timer of this.#timers.get(order) ?? []) timer.cancel();
    this.#timers.delete(order);
    this.#store.remove(order);
    if (order.price !== undefined && order.status === "open" && order.trigger === undefined) {
      this.#book(order.market).remove(order, order.price);
    }
    order.status = reason === "expired" ? "expired" : "cancelled";
    order.updatedAt = this.clock.now();
    this.#emit({ kind: "ended", order, at: order.updatedAt, reason, request });
  }

  #at(order: Order, at: number, run: () => void): void {
    const timers = this.#timers.get(order) ?? [];
    timers.push(runAt(this.clock, at, run));
    this.#timers.set(order, timers);
  }

  #book(market: Market): Book {
    const book = this.#books.get(market);
    if (book === undefined) throw new Error(`no book for ${market.symbol}`);
    return book;
  }

  #emit(event: EngineEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

/** Orders that trade on arrival or not at all. */
function isImmediate(order: Order): boolean {
  return order.type === "market" || order.timeInForce === "ioc" || order.timeInForce === "fok";
}

function makeOrder(id: string, request: PlaceRequest, market: Market, ruled: Priced, now: number): Order {
  return {
    id,
    account: request.account,
    market,
    side: request.side,
    type: request.type,
    label: request.label,
    quantity: request.quantity,
    filled: "0",
    price: ruled.price,
    givenPrice: request.price,
    trigger: ruled.trigger,
    timeInForce: request.timeInForce ?? (request.expiresAt === undefined ? "gtc" : "gtd"),
    expiresAt: request.expiresAt,
    startsAt: request.startsAt !== undefined && request.startsAt > now ? request.startsAt : undefined,
    postOnly: request.postOnly ?? false,
    reduceOnly: request.reduceOnly ?? false,
    margin: request.margin ?? false,
    displayQuantity: request.displayQuantity,
    feeIn: request.feeIn ?? (request.side === "buy" ? "quote" : "base"),
    clientId: request.clientId,
    userref: request.userref,
    session: request.session,
    placedAt: now,
    updatedAt: now,
    status: "pending",
  };
}
