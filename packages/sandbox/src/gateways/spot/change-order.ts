import { compare, subtract } from "../../engine/decimal.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Order, OrderChange, PlaceRequest } from "../../engine/order.ts";
import type { PlacedOrder } from "./place-order.ts";
import { REFUSAL_TEXT } from "./refusal-text.ts";
import type { SpotCaller } from "./wires.ts";

/**
 * Changes an order in place. With no more quantity than it has traded already, what is left of it is cancelled. A text is
 * the refusal.
 */
export function amendOrder(
  engine: Engine,
  { limits }: SpotCaller,
  order: Order,
  change: OrderChange,
): string | undefined {
  const limited = limits?.change("amend", order);
  if (limited !== undefined) return limited;
  if (order.close !== undefined) return REFUSAL_TEXT["not-amendable"];
  const { quantity } = change;
  if (quantity !== undefined && order.filled !== "0" && compare(quantity, order.filled) <= 0) {
    engine.cancel([order], "user");
    return undefined;
  }
  const { refusal } = engine.edit(order, change, "amended");
  if (refusal !== undefined) return REFUSAL_TEXT[refusal];
  limits?.amended(order);
  return undefined;
}

/** What an edit may change; whatever is left out stays. A quantity is that of the order with what it has traded. */
export type Edit = Partial<
  Pick<
    PlaceRequest,
    | "quantity"
    | "price"
    | "trigger"
    | "displayQuantity"
    | "postOnly"
    | "reduceOnly"
    | "feeIn"
    | "userref"
    | "validateOnly"
  >
>;

/** Cancels an order and places another in its stead: what has traded stays with the first. */
export function editOrder(engine: Engine, { limits }: SpotCaller, order: Order, edit: Edit): PlacedOrder {
  const limited = edit.validateOnly === true ? undefined : limits?.change("edit", order);
  if (limited !== undefined) return { error: limited };
  if (order.close !== undefined || order.clientId !== undefined || order.triggered) {
    return { error: REFUSAL_TEXT["not-amendable"] };
  }
  const quantity = subtract(edit.quantity ?? order.quantity, order.filled);
  const { order: placed, refusal } = engine.replace(order, { ...termsOf(order), ...edit, quantity });
  if (refusal !== undefined || placed === undefined) {
    return { error: REFUSAL_TEXT[refusal ?? "not-amendable"] };
  }
  return { order: placed };
}

/** The request that would place an order as it is. */
function termsOf(order: Order): PlaceRequest {
  const { account, market, side, type, label, trigger, expiresAt, timeInForce } = order;
  return {
    account,
    venue: market.venue,
    symbol: market.symbol,
    side,
    type,
    label,
    quantity: order.quantity,
    price: order.givenPrice,
    trigger: trigger && { signal: trigger.signal, given: trigger.given },
    timeInForce,
    expiresAt,
    startsAt: order.startsAt,
    postOnly: order.postOnly,
    reduceOnly: order.reduceOnly,
    margin: order.margin,
    displayQuantity: order.displayQuantity,
    selfTradePrevention: order.selfTradePrevention,
    feeIn: order.feeIn,
    userref: order.userref,
    session: order.session,
  };
}
