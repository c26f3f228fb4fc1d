import { getWebSocketsToken } from "@x/connection";
import { toFixed } from "../../engine/decimal.ts";
import type { Order } from "../../engine/order.ts";
import { TOKEN_LIFETIME } from "../../session-tokens.ts";
import type { SpotOperation, SpotOperations, SpotRestGround } from "./operation.ts";
import { orderJson, seconds, tradeJson } from "./order-json.ts";
import { assetDecimals, assetId } from "./pairs.ts";
import { type SpotParams, textOf, textsOf, wholeOf } from "./request.ts";

/** Long lists come in pages of so many. */
const PAGE = 50;

const token: SpotOperation = (params, { wires: { tokens }, account }) => {
  if (getWebSocketsToken.checkParams({ ...params, nonce: Number(params.nonce) })) {
    return "EGeneral:Invalid arguments";
  }
  return { token: tokens.issue(account), expires: TOKEN_LIFETIME };
};

const balance: SpotOperation = (_params, { exchange: { spot }, account }) =>
  Object.fromEntries(
    spot.balances
      .list(account)
      .map((one) => [assetId(one.asset), toFixed(one.balance, assetDecimals(one.asset))]),
  );

const balanceWithHolds: SpotOperation = (_params, { exchange: { spot }, account }) =>
  Object.fromEntries(
    spot.balances.list(account).map(({ asset, balance, held }) => {
      const print = (amount: string) => toFixed(amount, assetDecimals(asset));
      return [assetId(asset), { balance: print(balance), hold_trade: print(held) }];
    }),
  );

const openOrders: SpotOperation = (params, ground) => {
  const { engine } = ground.exchange;
  const open = engine
    .open({ account: ground.account, venue: "spot" })
    .filter((order) => isNamed(order, params));
  // The latest first.
  return { open: listed(open.reverse(), params, ground) };
};

const closedOrders: SpotOperation = (params, ground) => {
  const closed = ground.ended
    .list()
    .filter(({ order, at }) => isNamed(order, params) && isWithin(at, params));
  const from = wholeOf(params, "ofs", 0);
  if (from === undefined) return "EGeneral:Invalid arguments:ofs";
  const page = closed.slice(from, from + PAGE).map(({ order }) => order);
  return { closed: listed(page, params, ground), count: closed.length };
};

const queryOrders: SpotOperation = (params, ground) => {
  const ids = textsOf(params, "txid");
  if (ids.length === 0 || ids.length > PAGE) return "EGeneral:Invalid arguments:txid";
  const { engine } = ground.exchange;
  const found = ids.map((id) => engine.lookUp(ground.account, id));
  if (!found.every((order) => order?.market.venue === "spot")) return "EOrder:Invalid order";
  return listed(found as Order[], params, ground);
};

const tradesHistory: SpotOperation = (params, { exchange: { engine }, account }) => {
  const own = engine.fills(account).filter(({ order, trade }) => {
    return order.market.venue === "spot" && isWithin(trade.at, params);
  });
  const from = wholeOf(params, "ofs", 0);
  if (from === undefined) return "EGeneral:Invalid arguments:ofs";
  const page = own.toReversed().slice(from, from + PAGE);
  return { trades: Object.fromEntries(page.map((fill) => [fill.id, tradeJson(fill)])), count: own.length };
};

export const TOKEN_OPERATION = getWebSocketsToken.path.slice("/private/".length);

export const accountOperations: SpotOperations = new Map([
  [TOKEN_OPERATION, token],
  ["Balance", balance],
  ["BalanceEx", balanceWithHolds],
  ["OpenOrders", openOrders],
  ["ClosedOrders", closedOrders],
  ["QueryOrders", queryOrders],
  ["TradesHistory", tradesHistory],
]);

function listed(orders: readonly Order[], params: SpotParams, ground: SpotRestGround): object {
  const fills = ["true", "True"].includes(textOf(params, "trades") ?? "")
    ? ground.exchange.engine.fills(ground.account)
    : undefined;
  return Object.fromEntries(
    orders.map((order) => [order.id, orderJson(order, ground.ended.find(order.id), fills)]),
  );
}

function isNamed({ userref, clientId }: Order, params: SpotParams): boolean {
  const [wantedRef, wantedId] = [textOf(params, "userref"), textOf(params, "cl_ord_id")];
  if (wantedRef !== undefined && String(userref) !== wantedRef) return false;
  return wantedId === undefined || clientId === wantedId;
}

/** Between `start` (exclusive) and `end` (inclusive), both in seconds. */
function isWithin(at: number, params: SpotParams): boolean {
  const [start, end] = [textOf(params, "start"), textOf(params, "end")].map((text) =>
    text === undefined ? undefined : Number(text),
  );
  return !(start !== undefined && seconds(at) <= start) && !(end !== undefined && seconds(at) > end);
}
