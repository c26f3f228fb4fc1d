import { Level, type PriceLevel } from "./level.ts";
import { type Priced, Side } from "./side.ts";
import { Sides } from "./sides.ts";
import { sum } from "./sum.ts";

/** One order of a book. It never changes: a change of its quantity is a new one in its place. */
export interface QueuedOrder extends PriceLevel {
  readonly orderId: string;
  /** When it was placed or last amended, RFC 3339 with nanoseconds, as the exchange wrote it. */
  readonly timestamp: string;
}

/** All orders at one price. */
export interface OrderLevel extends PriceLevel {
  /** First in the queue first. */
  readonly orders: readonly QueuedOrder[];
}

class Order extends Level implements QueuedOrder {
  readonly orderId: string;
  readonly timestamp: string;

  constructor(orderId: string, timestamp: string, price: number, priceText: string, qtyText: string) {
    super(price, priceText, qtyText);
    this.orderId = orderId;
    this.timestamp = timestamp;
  }
}

class Queue implements OrderLevel, Priced {
  readonly price: number;
  readonly priceText: string;
  readonly orders: Order[];

  constructor(first: Order) {
    this.price = first.price;
    this.priceText = first.priceText;
    this.orders = [first];
  }

  /** The exact sum of the orders. */
  get qtyText(): string {
    return sum(this.orders.map(({ qtyText }) => qtyText));
  }

  get qty(): number {
    return Number(this.qtyText);
  }

  feed(register: number): number {
    let after = register;
    for (const order of this.orders) after = order.feed(after);
    return after;
  }
}

/** One side of a book by order. */
export class OrderSide extends Side<Queue> {
  readonly #orders = new Map<string, Order>();

  /** Puts an order at the end of the queue at its price. One that was there before is no longer where it was. */
  add(
    orderId: string,
    timestamp: string,
    price: number,
    priceText: string,
    qty: number,
    qtyText: string,
  ): void {
    this.delete(orderId);
    if (qty === 0) return;
    const order = new Order(orderId, timestamp, price, priceText, qtyText);
    this.#orders.set(orderId, order);
    const at = this.find(price);
    if (at < 0) this.splice(~at, 0, new Queue(order));
    else {
      (this.levels[at] as Queue).orders.push(order);
      this.touch(at);
    }
  }

  /** Changes an order, which keeps its place as long as it keeps its price. One that is not in the book stays out. */
  modify(
    orderId: string,
    timestamp: string,
    price: number,
    priceText: string,
    qty: number,
    qtyText: string,
  ): void {
    const old = this.#orders.get(orderId);
    if (!old) return;
    const at = this.find(old.price);
    if (qty === 0 || at !== this.find(price)) {
      this.add(orderId, timestamp, price, priceText, qty, qtyText);
      return;
    }
    const order = new Order(orderId, timestamp, price, priceText, qtyText);
    this.#orders.set(orderId, order);
    const { orders } = this.levels[at] as Queue;
    orders[orders.indexOf(old)] = order;
    this.touch(at);
  }

  /** Takes an order out, and its level if it was the last. One that is not in the book is beyond its depth. */
  delete(orderId: string): void {
    const order = this.#orders.get(orderId);
    if (!order) return;
    this.#orders.delete(orderId);
    const at = this.find(order.price);
    const { orders } = this.levels[at] as Queue;
    if (orders.length === 1) this.splice(at, 1);
    else {
      orders.splice(orders.indexOf(order), 1);
      this.touch(at);
    }
  }

  override cut(depth: number): void {
    for (let at = depth; at < this.levels.length; at++)
      for (const { orderId } of (this.levels[at] as Queue).orders) this.#orders.delete(orderId);
    super.cut(depth);
  }

  override clear(): void {
    this.#orders.clear();
    super.clear();
  }
}

/** A book by order (level 3). */
export class OrderBook extends Sides<Queue, OrderSide> {
  constructor(depth: number) {
    super(new OrderSide(-1), new OrderSide(1), depth);
  }
}
