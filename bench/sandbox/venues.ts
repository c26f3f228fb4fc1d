import { systemClock } from "../../packages/core/src/index.ts";
import { Engine } from "../../packages/sandbox/src/engine/engine.ts";

/** What both can do: rest an order, take one away, take what is best. Prices are whole dollars, quantities whole coins. */
export interface Venue {
  rest(side: "buy" | "sell", price: number, quantity: number): Handle;
  cancel(order: Handle): void;
  take(side: "buy" | "sell", price: number, quantity: number): void;
}

export type Handle = object;

interface Plain {
  readonly id: number;
  readonly price: number;
  left: number;
}

/** As one would write it first: one array of orders a side, best last, numbers, nothing checked and nobody told. */
export function plainVenue(): Venue {
  const sides: Record<"buy" | "sell", Plain[]> = { buy: [], sell: [] };
  const sideOf = new Map<Plain, "buy" | "sell">();
  let nextId = 0;
  const place = (side: "buy" | "sell", price: number, id: number) => {
    const orders = sides[side];
    const sign = side === "buy" ? 1 : -1;
    let low = 0;
    let high = orders.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = orders[middle] as Plain;
      const later = sign * (price - other.price) || other.id - id;
      if (later > 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    rest(side, price, quantity) {
      const order = { id: nextId++, price, left: quantity };
      sides[side].splice(place(side, price, order.id), 0, order);
      sideOf.set(order, side);
      return order;
    },
    cancel(handle) {
      const order = handle as Plain;
      const side = sideOf.get(order);
      if (side === undefined) return;
      sideOf.delete(order);
      sides[side].splice(place(side, order.price, order.id), 1);
    },
    take(side, price, quantity) {
      const orders = sides[side === "buy" ? "sell" : "buy"];
      let left = quantity;
      while (left > 0) {
        const best = orders.at(-1);
        if (best === undefined || (side === "buy" ? best.price > price : best.price < price)) return;
        const traded = Math.min(left, best.left);
        left -= traded;
        best.left -= traded;
        if (best.left > 0) return;
        orders.pop();
        sideOf.delete(best);
      }
    },
  };
}

/** The sandbox's engine, through the calls that its gateways make. */
export function engineVenue(): Venue {
  const engine = new Engine({ seed: "bench", clock: systemClock });
  const place = (
    account: string,
    side: "buy" | "sell",
    price: number,
    quantity: number,
    timeInForce: "gtc" | "ioc",
  ) => {
    const { order } = engine.place({
      account,
      venue: "spot",
      symbol: "BTC/USD",
      side,
      type: "limit",
      quantity: String(quantity),
      price: { value: String(price), unit: "static" },
      timeInForce,
    });
    if (order === undefined) throw new Error("the engine refused an order");
    return order;
  };
  return {
    rest: (side, price, quantity) => place("maker", side, price, quantity, "gtc"),
    cancel(handle) {
      engine.cancel([handle as ReturnType<typeof place>], "user");
    },
    take(side, price, quantity) {
      place("taker", side, price, quantity, "ioc");
    },
  };
}

/** Rests orders on both sides, all over a thousand prices each. */
export function fill(venue: Venue, orders: number): void {
  for (let n = 0; n < orders; n++) restNth(venue, n);
}

function restNth(venue: Venue, n: number): Handle {
  const away = 10 + ((n * 7919) % 1000);
  return n % 2 === 0 ? venue.rest("buy", 60_000 - away, 1) : venue.rest("sell", 60_000 + away, 1);
}

/** A thousand orders: nine in ten rest and are cancelled again later, one in ten rests at the best price and is taken. */
export function thousandOrders(venue: Venue): void {
  const waiting: Handle[] = [];
  for (let n = 0; n < 1000; n++) {
    if (n % 10 === 0) {
      venue.rest("sell", 60_001, 1);
      venue.take("buy", 60_001, 1);
    } else {
      waiting.push(restNth(venue, n));
      if (waiting.length > 8) venue.cancel(waiting.shift() as Handle);
    }
  }
  for (const order of waiting) venue.cancel(order);
}
