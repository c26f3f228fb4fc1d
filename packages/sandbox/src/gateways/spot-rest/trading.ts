import { addOrder } from "@x/ws-legacy";
import { cancelBatch, cancelOrders } from "../spot/cancel-orders.ts";
import { namedOrders } from "../spot/named-orders.ts";
import { placeBatch } from "../spot/place-order.ts";
import { readOrder } from "../ws-legacy/add-order.ts";
import { METHODS } from "../ws-legacy/methods.ts";
import { describeOrder } from "../ws-legacy/open-order.ts";
import { compactPair } from "../ws-legacy/price.ts";
import { isObject, refuseParams } from "../ws-legacy/request.ts";
import type { SpotOperation, SpotOperations, SpotRestGround } from "./operation.ts";
import { findPair } from "./pairs.ts";
import { type SpotParams, textOf, textsOf } from "./request.ts";

/** Fields of an order that mean here what they mean on the legacy WebSocket. */
const ORDER_FIELDS = [
  "ordertype",
  "type",
  "volume",
  "price",
  "price2",
  "leverage",
  "oflags",
  "starttm",
  "expiretm",
  "timeinforce",
  "deadline",
  "cl_ord_id",
  "userref",
  "validate",
  "close[ordertype]",
  "close[price]",
  "close[price2]",
] as const;

const add: SpotOperation = (params, ground) => {
  const order = orderParams(params, ground, textOf(params, "pair"));
  if (typeof order === "string") return order;
  const outcome = legacy("addOrder", order, ground);
  if (typeof outcome === "string") return outcome;
  const { descr, txid } = outcome;
  return { descr: { order: descr }, ...(txid !== undefined && { txid: [txid] }) };
};

const addBatch: SpotOperation = (params, ground) => {
  const { exchange, account, wires } = ground;
  const { engine, clock } = exchange;
  const market = findPair(engine, textOf(params, "pair") ?? "");
  if (market === undefined) return "EQuery:Unknown asset pair";
  const given = Array.isArray(params.orders) ? params.orders.filter(isObject) : [];
  if (given.length < 2 || given.length > 15) return "EGeneral:Invalid arguments:orders";
  const requests: Exclude<ReturnType<typeof readOrder>, string>[] = [];
  for (const one of given) {
    const order = orderParams(one, ground, market.legacySymbol);
    if (typeof order === "string") return order;
    const request = readOrder(order, { market, engine, now: clock.now() });
    if (typeof request === "string") return request;
    requests.push(request);
  }
  const outcome = placeBatch(engine, { account, limits: wires.limits }, requests);
  if ("error" in outcome) return outcome.error;
  return {
    orders: outcome.placed.map((placed) =>
      "error" in placed
        ? { error: placed.error }
        : { descr: { order: describeOrder(placed.order, compactPair(market)) }, txid: placed.order.id },
    ),
  };
};

const AMENDED = {
  txid: "txid",
  cl_ord_id: "cl_ord_id",
  order_qty: "volume",
  display_qty: "display_volume",
  limit_price: "limit_price",
  trigger_price: "trigger_price",
  deadline: "deadline",
} as const;

const amend: SpotOperation = (params, ground) => {
  const change: Record<string, unknown> = {};
  for (const [name, there] of Object.entries(AMENDED)) {
    const text = textOf(params, name);
    if (text !== undefined) change[there] = text;
  }
  if (textOf(params, "post_only") === "true") change.post_only = true;
  const outcome = legacy("amendOrder", change, ground);
  return typeof outcome === "string" ? outcome : { amend_id: outcome.amend_id };
};

const cancel: SpotOperation = (params, { exchange: { engine }, account, wires: { limits } }) => {
  const named = namedOrders(engine, account, textsOf(params, "txid"), textsOf(params, "cl_ord_id"));
  if (named.length === 0) return "EOrder:Unknown order";
  return cancelOrders(engine, { account, limits }, named) ?? { count: named.length };
};

const cancelSeveral: SpotOperation = (params, { exchange: { engine }, account, wires: { limits } }) => {
  const [ids, clientIds] = [textsOf(params, "orders"), textsOf(params, "cl_ord_ids")];
  if (ids.length + clientIds.length > 50) return "EGeneral:Invalid arguments:orders";
  const named = namedOrders(engine, account, ids, clientIds);
  if (named.length === 0) return "EOrder:Unknown order";
  return { count: cancelBatch(engine, { account, limits }, named) };
};

const cancelEverything: SpotOperation = (_params, ground) => legacy("cancelAll", {}, ground);

const cancelAfter: SpotOperation = (params, ground) => {
  const timeout = textOf(params, "timeout") ?? "";
  if (!/^\d{1,5}$/.test(timeout)) return "EGeneral:Invalid arguments:timeout";
  return legacy("cancelAllOrdersAfter", { timeout: Number(timeout) }, ground);
};

export const tradingOperations: SpotOperations = new Map([
  ["AddOrder", add],
  ["AddOrderBatch", addBatch],
  ["AmendOrder", amend],
  ["CancelOrder", cancel],
  ["CancelOrderBatch", cancelSeveral],
  ["CancelAll", cancelEverything],
  ["CancelAllOrdersAfter", cancelAfter],
]);

type LegacyOrder = Parameters<typeof readOrder>[0];

/** An order in the legacy WebSocket's words, checked; a text is the refusal. */
function orderParams(
  params: SpotParams,
  { exchange: { engine } }: SpotRestGround,
  pair: string | undefined,
): LegacyOrder | string {
  const market = findPair(engine, pair ?? "");
  if (market === undefined) return "EQuery:Unknown asset pair";
  // Triggers follow the last price here.
  if ((textOf(params, "trigger") ?? "last") !== "last") return "EGeneral:Invalid arguments:trigger";
  const order: Record<string, unknown> = { pair: market.legacySymbol };
  for (const name of ORDER_FIELDS) {
    const text = textOf(params, name);
    if (text !== undefined) order[name] = text;
  }
  const { stptype, leverage } = { stptype: textOf(params, "stptype"), leverage: textOf(params, "leverage") };
  if (stptype !== undefined) order.stp_type = stptype.replace("-", "_");
  if (leverage === "none") delete order.leverage;
  if (textOf(params, "reduce_only") === "true") order.reduce_only = true;
  const refused = refuseParams(addOrder.checkParams, order, "add order");
  return refused ?? (order as unknown as LegacyOrder);
}

/** Calls a method of the legacy WebSocket, which words and does the same. */
function legacy(
  method: string,
  params: Record<string, unknown> | LegacyOrder,
  { exchange, account, wires: { limits } }: SpotRestGround,
): Readonly<Record<string, unknown>> | string {
  const route = METHODS.get(method);
  if (route === undefined) throw new Error(`no method ${method}`);
  const request = { event: method, id: undefined, token: undefined, params: { ...params } };
  const outcome = route.answer(request, { account, limits }, exchange);
  return "error" in outcome ? outcome.error : { ...outcome.result };
}
