import type { EndReason, Refusal } from "../../engine/order.ts";

/** How the spot exchange words a refusal, the same on both WebSockets and on FIX. */
export const REFUSAL_TEXT: Record<Refusal, string> = {
  "unknown-market": "EQuery:Unknown asset pair",
  "quantity-not-positive": "EGeneral:Invalid arguments:volume",
  "quantity-below-minimum": "EGeneral:Invalid arguments:volume minimum not met",
  "quantity-off-lot": "EGeneral:Invalid arguments:volume",
  "display-quantity": "EGeneral:Invalid arguments:display_qty",
  "price-not-positive": "EOrder:Invalid price",
  "price-off-tick": "EOrder:Tick size check failed",
  "trigger-price": "EOrder:Invalid price",
  expiry: "EGeneral:Invalid arguments:expire_time",
  userref: "EGeneral:Invalid arguments:userref",
  "client-id-in-use": "EGeneral:Invalid arguments:cl_ord_id not unique",
  "no-position": "EOrder:Reduce only:No position exists",
  "post-would-trade": "EOrder:Post only order",
  "would-trade-with-own": "EOrder:Self trade",
  "nothing-to-trade-with": "EOrder:No match",
  "cost-below-minimum": "EOrder:Cost minimum not met",
  "insufficient-funds": "EOrder:Insufficient funds",
  "market-cancel-only": "EService:Market in cancel_only mode",
  "market-post-only": "EService:Market in post_only mode",
  "not-amendable": "EOrder:Order not editable",
};

/** The reason a report of an ended order carries. */
export const END_REASON: Record<EndReason, string> = {
  filled: "Order filled",
  user: "User requested",
  "mass-cancel": "User requested",
  "dead-man-switch": "Cancel all orders after",
  replaced: "Order replaced",
  "would-not-reduce": "Reduce only: no position",
  disconnected: "Cancel on disconnect",
  expired: "Order expired",
  "nothing-to-trade-with": "No match",
  "insufficient-funds": "Insufficient funds",
  "self-trade-prevention": "Self trade prevention",
  liquidated: "Account liquidated",
};
