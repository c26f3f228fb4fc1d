import { type Random, seededRandom } from "../../src/engine/random.ts";

const MARKETS = [
  { v2: "BTC/USD", legacy: "XBT/USD", price: 60_000, tick: 10, size: 0.001 },
  { v2: "ETH/USD", legacy: "ETH/USD", price: 3000, tick: 100, size: 0.02 },
  { v2: "SOL/USD", legacy: "SOL/USD", price: 150, tick: 100, size: 0.2 },
] as const;

/** Requests to trade in both dialects: right, wrong, about orders that are open, that have ended and that never were. */
export class RandomTrader {
  readonly #random: Random;
  readonly #token: string;
  /** Ids of the account's orders, as the frames named them. */
  readonly #known: string[] = [];
  #clientIds = 0;

  constructor(seed: string, token: string) {
    this.#random = seededRandom(`${seed} trader`);
    this.#token = token;
  }

  knows(id: string): void {
    if (!this.#known.includes(id)) this.#known.push(id);
  }

  v2(): object {
    const params = { token: this.#token };
    const symbol = this.#pick(MARKETS).v2;
    switch (this.#pick(V2_METHODS)) {
      case "add_order":
        return { method: "add_order", params: { ...this.#order(), ...params } };
      case "batch_add": {
        const orders = [this.#order(symbol), this.#order(symbol), this.#order(symbol)];
        return {
          method: "batch_add",
          params: { symbol, orders: orders.map(({ symbol: _same, ...order }) => order), ...params },
        };
      }
      case "amend_order":
        return { method: "amend_order", params: { order_id: this.#id(), ...this.#change(), ...params } };
      case "edit_order": {
        const change = { ...this.#change(), order_id: this.#id(), symbol };
        return { method: "edit_order", params: { ...change, ...params } };
      }
      case "cancel_order":
        return { method: "cancel_order", params: { order_id: [this.#id(), this.#id()], ...params } };
      case "batch_cancel":
        return { method: "batch_cancel", params: { orders: [this.#id(), this.#id(), "7"], ...params } };
      case "cancel_all_orders_after":
        return {
          method: "cancel_all_orders_after",
          params: { timeout: this.#pick([0, 5, 60]), ...params },
        };
      default:
        return { method: "cancel_all", params };
    }
  }

  legacy(): object {
    const token = this.#token;
    const market = this.#pick(MARKETS);
    switch (this.#pick(LEGACY_METHODS)) {
      case "addOrder":
        return { event: "addOrder", ...this.#legacyOrder(market), token };
      case "amendOrder":
        return {
          event: "amendOrder",
          txid: this.#id(),
          limit_price: this.#priceOf(market),
          volume: this.#sizeOf(market),
          token,
        };
      case "editOrder":
        return {
          event: "editOrder",
          orderid: this.#id(),
          pair: market.legacy,
          price: this.#priceOf(market),
          volume: this.#sizeOf(market),
          token,
        };
      case "cancelOrder":
        return { event: "cancelOrder", txid: [this.#id(), this.#id()], token };
      case "cancelAllOrdersAfter":
        return { event: "cancelAllOrdersAfter", timeout: this.#pick([0, 5, 60]), token };
      default:
        return { event: "cancelAll", token };
    }
  }

  #order(symbol: string = this.#pick(MARKETS).v2) {
    const market = MARKETS.find(({ v2 }) => v2 === symbol) ?? MARKETS[0];
    const side = this.#pick(["buy", "sell"] as const);
    const base = { symbol, side, order_qty: Number(this.#sizeOf(market)) };
    const limit_price = Number(this.#priceOf(market));
    const price = Number(this.#priceOf(market));
    const named = this.#pick([{}, { order_userref: 7 }, { cl_ord_id: `soak-${this.#clientIds++}` }]);
    return {
      ...base,
      ...named,
      ...this.#pick<object>([
        { order_type: "limit", limit_price },
        { order_type: "limit", limit_price, post_only: true },
        { order_type: "limit", limit_price, time_in_force: "ioc" },
        { order_type: "limit", limit_price, time_in_force: "fok" },
        {
          order_type: "limit",
          limit_price,
          conditional: { order_type: "limit", limit_price: side === "buy" ? price * 2 : market.price / 2 },
        },
        { order_type: "limit", limit_price, margin: true },
        { order_type: "market" },
        { order_type: "market", margin: true },
        {
          order_type: "iceberg",
          limit_price,
          order_qty: base.order_qty * 20,
          display_qty: base.order_qty * 2,
        },
        { order_type: "stop-loss", triggers: { reference: "last", price } },
        { order_type: "take-profit-limit", limit_price, triggers: { reference: "index", price } },
        { order_type: "trailing-stop", triggers: { reference: "last", price: 0.01, price_type: "pct" } },
        { order_type: "limit", limit_price: -1 },
        { order_type: "market", order_qty: 1e9 },
      ]),
    };
  }

  #change() {
    const market = this.#pick(MARKETS);
    return this.#pick<object>([
      { limit_price: Number(this.#priceOf(market)) },
      { order_qty: Number(this.#sizeOf(market)) },
      { limit_price: Number(this.#priceOf(market)), order_qty: Number(this.#sizeOf(market)) },
    ]);
  }

  #legacyOrder(market: (typeof MARKETS)[number]) {
    const price = this.#priceOf(market);
    return {
      pair: market.legacy,
      type: this.#pick(["buy", "sell"]),
      volume: this.#sizeOf(market),
      ...this.#pick<object>([
        { ordertype: "limit", price },
        { ordertype: "limit", price, oflags: "post" },
        { ordertype: "limit", price, expiretm: "+20", timeinforce: "GTD" },
        { ordertype: "limit", price, starttm: "+3" },
        { ordertype: "market" },
        { ordertype: "stop-loss", price },
        { ordertype: "stop-loss-limit", price, price2: "-1%" },
        { ordertype: "limit", price, userref: "7" },
        { ordertype: "limit", price: "nonsense" },
      ]),
    };
  }

  /** Close to the market more often than not, on the other side of it now and then. */
  #priceOf({ price, tick }: (typeof MARKETS)[number]): string {
    const away = 1 + (this.#luck() - 0.5) * this.#pick([0.0005, 0.001, 0.004]);
    return (Math.round(price * away * tick) / tick).toFixed(Math.log10(tick));
  }

  #sizeOf({ size }: (typeof MARKETS)[number]): string {
    return (size * (1 + Math.floor(this.#luck() * 9))).toFixed(8);
  }

  #id(): string {
    return this.#known.length > 0 && this.#luck() < 0.9
      ? this.#pick(this.#known.slice(-12))
      : "OAAAAA-AAAAA-AAAAAA";
  }

  #luck(): number {
    return this.#random() / 2 ** 32;
  }

  #pick<Choice>(from: readonly Choice[]): Choice {
    return from[Math.floor(this.#luck() * from.length)] as Choice;
  }
}

const often = <Name extends string>(times: number, name: Name): Name[] => Array<Name>(times).fill(name);

const V2_METHODS = [
  ...often(12, "add_order"),
  ...often(3, "batch_add"),
  ...often(5, "amend_order"),
  ...often(3, "edit_order"),
  ...often(3, "cancel_order"),
  "batch_cancel",
  "cancel_all",
  "cancel_all_orders_after",
] as const;

const LEGACY_METHODS = [
  ...often(10, "addOrder"),
  ...often(3, "amendOrder"),
  ...often(3, "editOrder"),
  ...often(2, "cancelOrder"),
  "cancelAll",
  "cancelAllOrdersAfter",
] as const;
