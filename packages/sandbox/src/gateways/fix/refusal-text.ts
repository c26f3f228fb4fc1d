import type { Venue } from "../../engine/market.ts";
import type { Refusal } from "../../engine/order.ts";
import { REFUSAL_TEXT } from "../spot/refusal-text.ts";

/** How derivatives word a refusal: one is documented, the others follow the exchange's names of the same elsewhere. */
const DERIVATIVES: Record<Refusal, string> = {
  "unknown-market": "UNKNOWN_INSTRUMENT",
  "quantity-not-positive": "INVALID_SIZE",
  "quantity-below-minimum": "INVALID_SIZE",
  "quantity-off-lot": "INVALID_SIZE",
  "display-quantity": "INVALID_SIZE",
  "price-not-positive": "INVALID_PRICE",
  "price-off-tick": "INVALID_PRICE",
  "trigger-price": "INVALID_PRICE",
  expiry: "INVALID_ARGUMENT",
  userref: "INVALID_ARGUMENT",
  "client-id-in-use": "CLIENT_ORDER_ID_ALREADY_EXIST",
  "no-position": "WOULD_NOT_REDUCE_POSITION",
  "post-would-trade": "POST_WOULD_EXECUTE",
  "would-trade-with-own": "SELF_FILL",
  "nothing-to-trade-with": "IOC_WOULD_ENTER_BOOK",
  "cost-below-minimum": "INVALID_SIZE",
  "insufficient-funds": "INSUFFICIENT_AVAILABLE_FUNDS",
  "market-cancel-only": "MARKET_SUSPENDED",
  "market-post-only": "MARKET_SUSPENDED",
  "not-amendable": "ORDER_NOT_EDITABLE",
};

export function refusalText(venue: Venue, refusal: Refusal): string {
  return venue === "spot" ? REFUSAL_TEXT[refusal] : DERIVATIVES[refusal];
}
