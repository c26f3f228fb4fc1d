import type { Clock } from "@x/core";
import { refuse } from "./admission.ts";
import { Changes, type Edited } from "./changes.ts";
import type { Clearing } from "./clearing.ts";
import { DeadManSwitch } from "./dead-man-switch.ts";
import type { Decimal } from "./decimal.ts";
import { EngineReads } from "./engine-reads.ts";
import type { CancelOrigin, EngineListener } from "./event.ts";
import type { MarketStatus } from "./feed.ts";
import { Inputs, type Recorder } from "./inputs.ts";
import { makeOrder } from "./make-order.ts";
import { type Market, Markets, type Venue } from "./market.ts";
import type { EndReason, Order, OrderChange, PlaceRequest, Refusal } from "./order.ts";
import { orderId } from "./order-id.ts";
import type { Scope } from "./order-store.ts";
import { seededRandom } from "./random.ts";
import { applyMarketRules } from "./rules.ts";

export type { EngineCounts } from "./engine-reads.ts";

export interface EngineOptions {
  /** The same seed, clock and requests give the same history, order ids included. */
  readonly seed: string;
  readonly clock: Clock;
  readonly markets?: Markets;
  /** Writes down everything that comes in. */
  readonly recorder?: Recorder | undefined;
}

/** An order, or why there is none. Refusals that came from the book still show the order that was not taken. */
export type Placed =
  | { readonly refusal?: undefined; readonly order: Order }
  | { readonly refusal: Refusal; readonly order?: Order };

/** Names an order of an account, as inputs do. */
interface OrderName {
  readonly account: string;
  readonly id: string;
}

interface PriceMove {
  readonly venue: Venue;
  readonly symbol: string;
  readonly mark?: Decimal;
  readonly index?: Decimal;
}

/**
 * The one exchange behind all gateways: orders, books, trades. It knows no wire: requests come in as exact values,
 * outcomes go back as values and, by `feed`, as events; time comes from the clock and chance from the seed.
 */
export class Engine extends EngineReads {
  /** Whatever else changes anything is to come in through these as well. */
  readonly inputs: Inputs;
  /** Takes an order in: it trades, rests, waits for its time or trigger, or is refused and leaves no trace. */
  readonly place: (request: PlaceRequest) => Placed;
  readonly #replace: (data: OrderName & { readonly request: PlaceRequest }) => Placed;
  readonly #edit: (data: OrderName & { change: OrderChange; how: "edited" | "amended" }) => Edited;
  readonly #cancel: (data: {
    names: readonly OrderName[];
    reason: EndReason;
    request?: CancelOrigin | undefined;
  }) => Order[];
  readonly #setPrices: (data: PriceMove) => void;
  readonly #setStatus: (data: { venue: Venue; symbol: string; status: MarketStatus }) => void;
  readonly #deadMen = new Map<string, DeadManSwitch>();
  readonly #changes: Changes;
  #busy = false;

  constructor({ seed, clock, markets = new Markets(), recorder }: EngineOptions) {
    super(markets, clock, seededRandom(seed));
    this.#changes = new Changes(this.lifecycle, clock, (market) => (signal) => this.price(market, signal));
    const inputs = new Inputs(recorder);
    this.inputs = inputs;
    const open = ({ account, id }: OrderName) => this.store.byId(account, id);
    this.place = inputs.define("place", (request: PlaceRequest) => this.run(() => this.#take(request)));
    this.#replace = inputs.define("replace", ({ request, ...name }) => {
      const old = open(name);
      return old === undefined ? { refusal: "not-amendable" } : this.run(() => this.#take(request, old));
    });
    this.#edit = inputs.define("edit", ({ change, how, ...name }) => {
      const order = open(name);
      if (order === undefined) return { refusal: "not-amendable" };
      return this.run(() => this.#changes.change(order, change, how));
    });
    this.#cancel = inputs.define("cancel", ({ names, reason, request }) =>
      this.run(() =>
        names.flatMap((name) => {
          const order = open(name);
          if (order !== undefined) this.lifecycle.end(order, reason, request);
          return order ?? [];
        }),
      ),
    );
    this.#setPrices = inputs.define("prices", (move) => this.run(() => this.#movePrices(move)));
    this.#setStatus = inputs.define("status", ({ venue, symbol, status }) => {
      const market = markets.find(venue, symbol);
      if (market !== undefined) this.changeStatus(market, status);
    });
  }

  /** Holds the accounts of a venue to what they have. Until then they may do anything, and hold nothing. */
  clearThrough(venue: Venue, clearing: Clearing): void {
    this.lifecycle.clearThrough(venue, clearing);
  }

  /** Hears everything that happens to orders, of any account, in order. Returns how to stop. */
  listen(listener: EngineListener): () => void {
    return this.feed.on("order", listener);
  }

  /**
   * Ends an open order and places another in its stead, with a new id and at the end of the queue. If the new one is
   * refused, the old one stays as it is.
   */
  replace({ account, id }: Order, request: PlaceRequest): Placed {
    return this.#replace({ account, id, request });
  }

  /**
   * Changes an open order. A new price or a greater quantity takes its place behind the orders already there; a smaller
   * quantity, another display quantity or trigger keeps it. Nothing changes if refused. An order that now crosses trades.
   */
  edit({ account, id }: Order, change: OrderChange, how: "edited" | "amended" = "edited"): Edited {
    return this.#edit({ account, id, change, how });
  }

  /** Ends the given open orders. Those that are no longer open are passed over. */
  cancel(orders: readonly Order[], reason: EndReason, request?: CancelOrigin): Order[] {
    if (orders.length === 0) return [];
    return this.#cancel({ names: orders.map(({ account, id }) => ({ account, id })), reason, request });
  }

  cancelAll(scope: Scope, reason: EndReason = "mass-cancel", request?: CancelOrigin): Order[] {
    return this.cancel(this.open(scope), reason, request);
  }

  /** The switch that cancels all of an account's orders on a venue unless it is set again in time. */
  deadMan(account: string, venue: Venue): DeadManSwitch {
    const key = `${venue} ${account}`;
    const known = this.#deadMen.get(key) ?? new DeadManSwitch(this, account, venue);
    this.#deadMen.set(key, known);
    return known;
  }

  /** Moves mark and index price, and with them whatever waits for that. */
  setPrices({ venue, symbol }: Market, prices: { readonly mark?: Decimal; readonly index?: Decimal }): void {
    this.#setPrices({ venue, symbol, ...prices });
  }

  setStatus({ venue, symbol }: Market, status: MarketStatus): void {
    this.#setStatus({ venue, symbol, status });
  }

  /** Stops all timers. Open orders stay as they are. */
  close(): void {
    for (const deadMan of this.#deadMen.values()) deadMan.stop();
    this.lifecycle.stop();
    this.feed.close();
  }

  /** One thing that happens: afterwards triggers fire, and books and tickers are told. */
  protected run<Result>(work: () => Result): Result {
    if (this.#busy) return work();
    this.#busy = true;
    try {
      const result = work();
      this.lifecycle.follow();
      return result;
    } finally {
      this.#busy = false;
      this.feed.flush(this.clock.now(), (market, cause) => this.ticker(market, cause));
    }
  }

  /** A close that is refused is not placed, and nobody hears of it. */
  protected placeClose(order: Order, quantity: Decimal): void {
    const { id, account, market, side, close, margin, userref } = order;
    if (close === undefined) return;
    const { venue, symbol } = market;
    const other = side === "buy" ? "sell" : "buy";
    const request: PlaceRequest = {
      ...close,
      account,
      venue,
      symbol,
      side: other,
      quantity,
      margin,
      userref,
    };
    const made = this.#make(request, id);
    if (typeof made !== "string" && this.#refuse(made) === undefined) this.lifecycle.admit(made);
  }

  #take(request: PlaceRequest, replaced?: Order): Placed {
    const made = this.#make(request);
    if (typeof made === "string") return { refusal: made };
    const clearing = replaced && this.lifecycle.clearing(replaced);
    if (replaced !== undefined) clearing?.release(replaced);
    const refusal = this.#refuse(made, replaced);
    if (replaced !== undefined) clearing?.hold(replaced);
    if (refusal !== undefined) return { refusal, order: made };
    if (request.validateOnly !== true) {
      if (replaced !== undefined) this.lifecycle.end(replaced, "replaced");
      this.lifecycle.admit(made);
    }
    return { order: made };
  }

  #make(request: PlaceRequest, closes?: string): Order | Refusal {
    const now = this.clock.now();
    const market = this.markets.find(request.venue, request.symbol);
    if (market === undefined) return "unknown-market";
    const ruled = applyMarketRules(request, market, (signal) => this.price(market, signal), now);
    if (typeof ruled === "string") return ruled;
    return makeOrder({ id: orderId(request.venue, this.random), closes, now }, request, market, ruled);
  }

  #refuse(order: Order, replaced?: Order): Refusal | undefined {
    const status = this.status(order.market);
    return refuse(order, { lifecycle: this.lifecycle, store: this.store, status }, replaced);
  }

  #movePrices({ venue, symbol, ...prices }: PriceMove): void {
    const market = this.markets.find(venue, symbol);
    if (market === undefined) return;
    let moved = false;
    for (const signal of ["mark", "index"] as const) {
      const price = prices[signal];
      if (price !== undefined && this.lifecycle.moved(market, signal, price)) moved = true;
    }
    if (!moved) return;
    const [mark, index] = [this.price(market, "mark"), this.price(market, "index")];
    this.feed.emit("price", { market, at: this.clock.now(), mark, index });
    if (this.feed.heard("ticker")) this.feed.emit("ticker", this.ticker(market, "price"));
  }
}
