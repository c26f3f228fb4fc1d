import { compare, multiply } from "./decimal.ts";
import type { MarketStatus } from "./feed.ts";
import type { Lifecycle } from "./lifecycle.ts";
import { limitOf } from "./matching.ts";
import { isImmediate, type Order, type Refusal, waitsForTrigger } from "./order.ts";
import type { OrderStore } from "./order-store.ts";

/** Refusals that depend on the market, the account and what is on the book. `replaced` is on its way out. */
export function refuse(
  order: Order,
  { lifecycle, store, status }: { lifecycle: Lifecycle; store: OrderStore; status: MarketStatus },
  replaced?: Order,
): Refusal | undefined {
  const { account, market, clientId, side } = order;
  if (status === "halted" || status === "cancel-only") return "market-cancel-only";
  if (status === "post-only" && !order.postOnly) return "market-post-only";
  const namesake = clientId === undefined ? undefined : store.byClientId(account, market.venue, clientId);
  if (namesake !== undefined && namesake !== replaced) return "client-id-in-use";
  const cost = order.price === undefined ? undefined : multiply(order.price, order.quantity);
  if (cost !== undefined && compare(cost, market.costMinimum) < 0) return "cost-below-minimum";
  if (!waitsForTrigger(order)) {
    if (order.reduceOnly && !lifecycle.fit(order)) return "no-position";
    if (order.startsAt === undefined) {
      const crosses = !lifecycle.book(market).crossing(side, limitOf(order)).next().done;
      if (crosses && order.postOnly) return "post-would-trade";
      const refused = market.venue === "futures" ? refuseOnFutures(order, lifecycle, crosses) : undefined;
      if (refused !== undefined) return refused;
    }
  }
  return lifecycle.clearing(order)?.refuse(order);
}

/** The futures venue refuses what the spot venue takes in and cancels. */
function refuseOnFutures(order: Order, lifecycle: Lifecycle, crosses: boolean): Refusal | undefined {
  const book = lifecycle.book(order.market);
  if (order.timeInForce === "fok") {
    return lifecycle.matching.couldFill(book, order) ? undefined : "nothing-to-trade-with";
  }
  const givesWay = order.selfTradePrevention === "cancel-oldest";
  if (!givesWay && order.price !== undefined && lifecycle.matching.meetsOwn(book, order)) {
    return "would-trade-with-own";
  }
  return isImmediate(order) && !crosses ? "nothing-to-trade-with" : undefined;
}
