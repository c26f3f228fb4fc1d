import type { RateLimitCost } from "@x/core";
import { cancelAllOrders, cancelOrder, editOrderSpring, getOrderStatus, sendOrder } from "@x/futures-rest";
import type { Market } from "../../engine/market.ts";
import type { Order } from "../../engine/order.ts";
import type { RateLimits } from "../../rate-limits.ts";
import type { TradingLimits } from "../spot/trading-limits.ts";

/** What a session may do in a time. A text is the refusal. */
export interface FixLimits {
  place(market: Market, open: number): string | undefined;
  amend(order: Order): string | undefined;
  cancel(order: Order): string | undefined;
  cancelAll(orders: readonly Order[]): string | undefined;
  status(): string | undefined;
}

export const UNLIMITED: FixLimits = {
  place: () => undefined,
  amend: () => undefined,
  cancel: () => undefined,
  cancelAll: () => undefined,
  status: () => undefined,
};

/** Spot counts for the account, on all its wires together. */
export function spotLimits(limits: TradingLimits, account: string): FixLimits {
  return {
    ...UNLIMITED,
    place: (market, open) => limits.place(account, market, open),
    amend: (order) => limits.change("amend", order),
    cancel: (order) => limits.cancel(order),
    cancelAll(orders) {
      limits.cancelBatch(orders);
      return undefined;
    },
  };
}

/** Derivatives count for each session, by what the same costs over REST. */
export function derivativesLimits(limits: RateLimits, session: string): FixLimits {
  const take = (operation: { readonly cost?: RateLimitCost | undefined }): string | undefined => {
    const { cost } = operation;
    const wait = cost === undefined ? 0 : limits.take(`fix ${session}`, cost.pool, cost.cost);
    return wait > 0 ? "apiLimitExceeded" : undefined;
  };
  return {
    place: () => take(sendOrder),
    amend: () => take(editOrderSpring),
    cancel: () => take(cancelOrder),
    cancelAll: () => take(cancelAllOrders),
    status: () => take(getOrderStatus),
  };
}
