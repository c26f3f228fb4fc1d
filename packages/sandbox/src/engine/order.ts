import type { Resting } from "./book.ts";
import { type Decimal, divide } from "./decimal.ts";
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
  /** The best price since a trailing trigger began to follow it. */
  readonly peak?: Decimal;
}

/** The order that closes what another has opened. */
export interface CloseTerms {
  readonly type: OrderType;
  readonly price?: GivenPrice | undefined;
  readonly trigger?: { readonly signal: PriceSignal; readonly given: GivenPrice } | undefined;
}

/** What a gateway asks the engine to place. Prices and quantities are exact. */
export interface PlaceRequest {
  readonly account: string;
  readonly venue: Venue;
  readonly symbol: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly quantity: Decimal;
  /** What the quantity was worked out from, where it was given as a sum of the quote currency. */
  readonly cashQuantity?: Decimal | undefined;
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
  /** Another order that is placed, the other way round, for whatever this one trades. */
  readonly close?: CloseTerms | undefined;
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

/** A `filled` order has traded all of its quantity; a partly filled one is still `open`. */
export type OrderStatus = "pending" | "open" | "filled" | "cancelled" | "expired";

export interface Order {
  readonly id: string;
  readonly account: string;
  readonly market: Market;
  readonly side: Side;
  readonly type: OrderType;
  readonly label: string | undefined;
  quantity: Decimal;
  readonly cashQuantity: Decimal | undefined;
  /** How much has traded, at what price times quantity, and for what fee, in the quote currency whatever it was paid in. */
  filled: Decimal;
  cost: Decimal;
  fee: Decimal;
  /** Absolute limit price; relative ones of untriggered orders are worked out from the trigger level. */
  price: Decimal | undefined;
  givenPrice: GivenPrice | undefined;
  trigger: Trigger | undefined;
  /** Whether its owner has changed it in place. */
  amended: boolean;
  /** Whether its trigger has fired: it is an order like any other from then on. */
  triggered: boolean;
  readonly timeInForce: TimeInForce;
  readonly expiresAt: number | undefined;
  readonly startsAt: number | undefined;
  postOnly: boolean;
  readonly reduceOnly: boolean;
  readonly margin: boolean;
  displayQuantity: Decimal | undefined;
  readonly feeIn: "base" | "quote";
  readonly selfTradePrevention: SelfTradePrevention;
  readonly close: CloseTerms | undefined;
  /** The order whose trades this one closes. */
  readonly closes: string | undefined;
  /** By how much a reduce-only order was made smaller to fit its position when it was placed. */
  reducedBy: Decimal | undefined;
  clientId: string | undefined;
  readonly userref: number | undefined;
  readonly session: string | undefined;
  readonly placedAt: number;
  updatedAt: number;
  status: OrderStatus;
  /** What its clearing holds of its account's money for it. */
  held: bigint;
  /** Its place on the book while it has one; for the book alone. */
  resting: Resting | undefined;
}

/** What an edit changes; whatever is left out stays. */
export interface OrderChange {
  readonly quantity?: Decimal | undefined;
  readonly price?: GivenPrice | undefined;
  readonly trigger?: GivenPrice | undefined;
  /** Of iceberg orders; from its next reload on. */
  readonly displayQuantity?: Decimal | undefined;
  /** Refuses the change if the order would take liquidity. */
  readonly postOnly?: boolean | undefined;
  /** What the owner calls it from then on. */
  readonly clientId?: string | undefined;
}

/** What an order has paid or got for one unit so far, cut after `decimals` digits; 0 before its first fill. */
export function averagePrice({ cost, filled }: Pick<Order, "cost" | "filled">, decimals: number): Decimal {
  return filled === "0" ? "0" : divide(cost, filled, decimals);
}

/** Whether an order waits for its trigger, and so is on no book. */
export function waitsForTrigger({ trigger, triggered }: Order): boolean {
  return trigger !== undefined && !triggered;
}

/** Orders that trade on arrival or not at all. */
export function isImmediate({ type, price, timeInForce }: Order): boolean {
  return type === "market" || price === undefined || timeInForce === "ioc" || timeInForce === "fok";
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
  | "nothing-to-trade-with"
  | "cost-below-minimum"
  | "insufficient-funds"
  | "market-cancel-only"
  | "market-post-only"
  | "not-amendable";

/** Why an order ended. */
export type EndReason =
  | "filled"
  | "user"
  | "mass-cancel"
  | "dead-man-switch"
  | "replaced"
  | "would-not-reduce"
  | "disconnected"
  | "expired"
  | "nothing-to-trade-with"
  | "insufficient-funds"
  | "self-trade-prevention"
  | "liquidated";
