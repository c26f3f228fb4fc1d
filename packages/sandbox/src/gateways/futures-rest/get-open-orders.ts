import { type GetOpenOrdersParams, type GetOpenOrdersResult, getOpenOrders } from "@x/futures-rest";
import type { FuturesHandler } from "./handler.ts";
import { openOrderJson } from "./order-json.ts";

export const getOpenOrdersHandler: FuturesHandler<GetOpenOrdersParams, GetOpenOrdersResult> = {
  descriptor: getOpenOrders,
  kinds: {},
  handle: (_request, { account }, { engine }) => ({
    payload: { openOrders: engine.open({ account, venue: "futures" }).map(openOrderJson) },
  }),
};
