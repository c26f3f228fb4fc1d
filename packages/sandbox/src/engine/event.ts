import type { Decimal } from "./decimal.ts";
import type { Market } from "./market.ts";
import type { EndReason, Order, Side } from "./order.ts";

/** Two orders met. What everybody sees of it. */
export interface Trade {
  /** Rises by one with every trade of the market, from 1. */
  readonly id: number;
  /** A UUID. */
  readonly uid: string;
  readonly market: Market;
  readonly at: number;
  readonly price: Decimal;
  readonly quantity: Decimal;
  /** The taker's side. */
  readonly side: Side;
  /** Ids of the two orders, which are nobody's business on a wire that does not say so. */
  readonly makerId: string;
  readonly takerId: string;
  /** Whether the taker's order had a limit. */
  readonly takerType: "limit" | "market";
}

/** One order's part in a trade. What only its owner sees. */
export interface Fill {
  /** `TXXXXX-XXXXX-XXXXXX` on spot, a UUID on futures; maker and taker have ids of their own. */
  readonly id: string;
  readonly trade: Trade;
  readonly order: Order;
  readonly role: "maker" | "taker";
  /** Price times quantity, in the quote currency. */
  readonly cost: Decimal;
  readonly fee: Decimal;
  /** The asset the fee is taken in, as the market names it. */
  readonly feeAsset: string;
  /** The fee as it would be in the quote currency. */
  readonly feeWorth: Decimal;
  /** What the order had traded after this fill, at what cost and for what fee, both in the quote currency. */
  readonly filled: Decimal;
  readonly totalCost: Decimal;
  readonly totalFee: Decimal;
}

/**
 * What happens to an order, for its owner. The order is the live one: listeners read what they need at once. An order
 * begins with `accepted`, is `opened` unless it ends before, and ends with exactly one `ended`, whatever came between.
 */
export type EngineEvent =
  /** Taken in; not yet on the book. */
  | { readonly kind: "accepted"; readonly order: Order; readonly at: number }
  /** On the book, about to trade, or waiting for its trigger. */
  | { readonly kind: "opened"; readonly order: Order; readonly at: number }
  /** The market reached its trigger; what it does as a live order follows. */
  | { readonly kind: "triggered"; readonly order: Order; readonly at: number }
  /** Its display quantity was used up and came again, at the end of the queue. */
  | { readonly kind: "refilled"; readonly order: Order; readonly at: number }
  /** `order.status` is `open` still, also with the last fill; `ended` with reason `filled` comes after that. */
  | { readonly kind: "filled"; readonly order: Order; readonly at: number; readonly fill: Fill }
  /** `amended` and `edited` by the owner, `trailed` by a market that its trigger follows, `reduced` with the position. */
  | {
      readonly kind: "changed";
      readonly order: Order;
      readonly at: number;
      /** A copy of the order as it was. */
      readonly old: Order;
      readonly how: "amended" | "edited" | "trailed" | "reduced";
    }
  | {
      readonly kind: "ended";
      readonly order: Order;
      readonly at: number;
      readonly reason: EndReason;
      /** The request that ended it, where its wire names one (FIX: ClOrdID of the cancel). */
      readonly request: CancelOrigin | undefined;
    };

export interface CancelOrigin {
  readonly session: string;
  readonly id: string;
}

export type EngineListener = (event: EngineEvent) => void;
