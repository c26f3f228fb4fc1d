import type { Decimal } from "./decimal.ts";
import type { Fill } from "./event.ts";
import type { Market } from "./market.ts";
import type { Order, Refusal } from "./order.ts";

/** Keeps what accounts have and hold, and says what they cannot afford. The engine asks and tells. */
export interface Clearing {
  /** Why an order that is about to be taken in, or changed, cannot be afforded, if it cannot. */
  refuse(order: Order): Refusal | undefined;
  /** Sets aside what an order may cost, anew if it has changed. */
  hold(order: Order): void;
  /** Gives back what an order that has ended still held. */
  release(order: Order): void;
  /** Which currency a fill's fee is taken in, if the fee in the base currency were so much. */
  feeAsset(order: Order, baseFee: Decimal): "base" | "quote";
  /** Moves what a fill moves. */
  settle(fill: Fill): void;
  /** What an account holds of a market: negative if short. */
  position(account: string, market: Market): Decimal;
}
