import type { Engine } from "../../engine/engine.ts";
import type { Order, PlaceRequest } from "../../engine/order.ts";
import { REFUSAL_TEXT } from "./refusal-text.ts";
import type { SpotCaller } from "./wires.ts";

export type PlacedOrder = { readonly error: string } | { readonly order: Order };

/** Places an order within the caller's limits. */
export function placeOrder(
  engine: Engine,
  { account, limits }: SpotCaller,
  request: Omit<PlaceRequest, "account">,
): PlacedOrder {
  const market = engine.markets.find(request.venue, request.symbol);
  if (limits !== undefined && market !== undefined && request.validateOnly !== true) {
    const { venue, symbol } = market;
    const error = limits.place(account, market, engine.open({ account, venue, symbol }).length);
    if (error !== undefined) return { error };
  }
  return take(engine, account, request);
}

/**
 * Places several orders of one market. If one of them could not be placed for how it is, none is; those that the account
 * or the book cannot take at their turn fail alone.
 */
export function placeBatch(
  engine: Engine,
  { account, limits }: SpotCaller,
  requests: readonly Omit<PlaceRequest, "account">[],
): { readonly error: string } | { readonly placed: readonly PlacedOrder[] } {
  const [first] = requests;
  const market = first && engine.markets.find(first.venue, first.symbol);
  if (first?.validateOnly !== true && limits !== undefined && market !== undefined) {
    const { venue, symbol } = market;
    const open = engine.open({ account, venue, symbol }).length;
    const error = limits.placeBatch(account, market, requests.length, open);
    if (error !== undefined) return { error };
  }
  for (const request of requests) {
    const { refusal } = engine.place({ ...request, account, validateOnly: true });
    if (refusal !== undefined && !DEPENDS_ON_THE_MOMENT.has(refusal)) return { error: REFUSAL_TEXT[refusal] };
  }
  return { placed: requests.map((request) => take(engine, account, request)) };
}

const DEPENDS_ON_THE_MOMENT: ReadonlySet<string> = new Set([
  "insufficient-funds",
  "post-would-trade",
  "no-position",
  "nothing-to-trade-with",
]);

function take(engine: Engine, account: string, request: Omit<PlaceRequest, "account">): PlacedOrder {
  const { order, refusal } = engine.place({ ...request, account });
  return refusal === undefined ? { order } : { error: REFUSAL_TEXT[refusal] };
}
