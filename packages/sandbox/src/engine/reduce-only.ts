import type { Clearing } from "./clearing.ts";
import { compare } from "./decimal.ts";
import type { Market } from "./market.ts";
import type { Order } from "./order.ts";
import { fromUnits, magnitude, toUnits, type Units } from "./units.ts";

/** The open reduce-only orders, by the position they reduce. */
export class ReduceOnly {
  readonly #orders = new Map<string, Set<Order>>();

  add(order: Order): void {
    if (!order.reduceOnly) return;
    const key = keyOf(order.account, order.market);
    const known = this.#orders.get(key) ?? new Set();
    this.#orders.set(key, known.add(order));
  }

  remove(order: Order): void {
    if (!order.reduceOnly) return;
    const key = keyOf(order.account, order.market);
    const known = this.#orders.get(key);
    known?.delete(order);
    if (known?.size === 0) this.#orders.delete(key);
  }

  /** The orders that a changed position may be too small for. */
  of(account: string, market: Market): Order[] {
    return [...(this.#orders.get(keyOf(account, market)) ?? [])];
  }
}

/** How much more an order may trade before its position is gone; in units, 0 if it would not reduce one at all. */
export function reducible({ account, market, side }: Order, clearing: Clearing | undefined): Units {
  const held = toUnits(clearing?.position(account, market) ?? "0", market.quantityDecimals);
  return (side === "sell") === held > 0n ? magnitude(held) : 0n;
}

/** The quantity that an order may have at most, if that is less than it has. */
export function reducedQuantity(order: Order, most: Units): string | undefined {
  const { quantityDecimals } = order.market;
  const quantity = fromUnits(toUnits(order.filled, quantityDecimals) + most, quantityDecimals);
  return compare(quantity, order.quantity) < 0 ? quantity : undefined;
}

function keyOf(account: string, { venue, symbol }: Market): string {
  return `${venue} ${symbol} ${account}`;
}
