import type { Decimal } from "./decimal.ts";
import type { Market, Venue } from "./market.ts";

export type Side = "buy" | "sell";

/** What the order becomes on the book: with a price it rests, without one it trades at once or not at all. */
export type OrderType =
  | "limit"
  | "market"
  | "stop-loss"
  | "stop-loss-limit"
  | "take-profit"
  | "take-profit-limit"
  | "trailing-stop"
  | "trailing-stop-limit";

export type TimeInForce = "gtc" | "gtd" | "ioc" | "fok";
export type SelfTradePrevention = "cancel-newest" | "cancel-oldest" | "cancel-both";
export type PriceSignal = "last" | "index" | "mark";

/** A price as given: absolute, or a distance from a reference in percent or in the quote currency. */
export interface GivenPrice {
  readonly value: Decimal;
  readonly unit: "static" | "pct" | "quote";
}

export interface Trigger {
  readonly signal: PriceSignal;
  readonly given: GivenPrice;
  /** The absolute price at which the order is set free. */
  readonly level: Decimal;
}

/** What a gateway asks the engine to place. Prices and quantities are exact. */
export interface PlaceRequest {
  readonly account: string;
  readonly venue: Venue;
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly quantity: Decimal;
  readonly price?: GivenPrice | undefined;
  readonly trigger?: { readonly signal: PriceSignal; readonly given: GivenPrice } | undefined;
  readonly timeInForce?: TimeInForce | undefined;
  /** Milliseconds since the epoch. */
  readonly expiresAt?: number | undefined;
  /** Milliseconds since the epoch; the order is pending until then. */
  readonly startsAt?: number | undefined;
  readonly postOnly?: boolean | undefined;
  readonly reduceOnly?: boolean | undefined;
  readonly margin?: boolean | undefined;
  readonly displayQuantity?: Decimal | undefined;
  readonly selfTradePrevention?: SelfTradePrevention | undefined;
  /** Which currency the fee is taken in; the quote currency for buys and the base currency for sells if left out. */
  readonly feeIn?: "base" | "quote" | undefined;
  readonly clientId?: string | undefined;
  /** A signed 32-bit number. */
  readonly userref?: number | undefined;
  /** The FIX session that sends it; orders of the other wires have none. */
  readonly session?: string | undefined;
  /** Checks everything and places nothing. */
  readonly validateOnly?: boolean | undefined;
  /** The wire's own word for the order type where it has several for one of ours (`post`, `iceberg`). */
  readonly label?: string | undefined;
}

export type OrderStatus = "pending" | "open" | "cancelled" | "expired";

export interface Order {
  readonly id: string;
  readonly account: string;
  readonly market: Market;
  readonly side: Side;
  readonly type: OrderType;
  readonly label: string | undefined;
  quantity: Decimal;
  readonly filled: Decimal;
  /** Absolute limit price; relative ones of untriggered orders are worked out from the trigger level. */
  price: Decimal | undefined;
  givenPrice: GivenPrice | undefined;
  trigger: Trigger | undefined;
  readonly timeInForce: TimeInForce;
  readonly expiresAt: number | undefined;
  readonly startsAt: number | undefined;
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
  readonly margin: boolean;
  readonly displayQuantity: Decimal | undefined;
  readonly feeIn: "base" | "quote";
  readonly clientId: string | undefined;
  readonly userref: number | undefined;
  readonly session: string | undefined;
  readonly placedAt: number;
  updatedAt: number;
  status: OrderStatus;
}

/** What an edit changes; whatever is left out stays. */
export interface OrderChange {
  readonly quantity?: Decimal | undefined;
  readonly price?: GivenPrice | undefined;
  readonly trigger?: GivenPrice | undefined;
}

/** Why an order is not taken. Gateways say each in their wire's own words. */
export type Refusal =
  | "unknown-market"
  | "quantity-not-positive"
  | "quantity-below-minimum"
  | "quantity-off-lot"
  | "display-quantity"
  | "price-not-positive"
  | "price-off-tick"
  | "trigger-price"
  | "expiry"
  | "userref"
  | "client-id-in-use"
  | "no-position"
  | "post-would-trade"
  | "would-trade-with-own"
  | "nothing-to-trade-with";

/** Why an order ended. */
export type EndReason =
  | "user"
  | "mass-cancel"
  | "dead-man-switch"
  | "disconnected"
  | "expired"
  | "nothing-to-trade-with"
  | "self-trade-prevention";
