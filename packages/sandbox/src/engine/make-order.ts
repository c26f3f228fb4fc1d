import type { Market } from "./market.ts";
import type { Order, PlaceRequest } from "./order.ts";
import type { Priced } from "./rules.ts";

/** An order as it is asked for, before anything happened to it. */
export function makeOrder(
  { id, closes, now }: { readonly id: string; readonly closes: string | undefined; readonly now: number },
  request: PlaceRequest,
  market: Market,
  ruled: Priced,
): Order {
  return {
    id,
    account: request.account,
    market,
    side: request.side,
    type: request.type,
    label: request.label,
    quantity: request.quantity,
    cashQuantity: request.cashQuantity,
    filled: "0",
    cost: "0",
    fee: "0",
    price: ruled.price,
    givenPrice: request.price,
    trigger: ruled.trigger,
    amended: false,
    triggered: false,
    timeInForce: request.timeInForce ?? (request.expiresAt === undefined ? "gtc" : "gtd"),
    expiresAt: request.expiresAt,
    startsAt: request.startsAt !== undefined && request.startsAt > now ? request.startsAt : undefined,
    postOnly: request.postOnly ?? false,
    reduceOnly: request.reduceOnly ?? false,
    margin: request.margin ?? false,
    displayQuantity: request.displayQuantity,
    feeIn: request.feeIn ?? (request.side === "buy" ? "quote" : "base"),
    selfTradePrevention: request.selfTradePrevention ?? "cancel-newest",
    close: request.close,
    closes,
    reducedBy: undefined,
    clientId: request.clientId,
    userref: request.userref,
    session: request.session,
    placedAt: now,
    updatedAt: now,
    status: "pending",
    held: 0n,
    resting: undefined,
  };
}
