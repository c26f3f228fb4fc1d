import { type OpenOrdersMessage, type OpenOrdersParams, openOrders } from "@x/ws-legacy";
import { MAX_RATE_COUNT } from "../../spot/trading-limits.ts";
import type { LegacyChannel } from "../channel.ts";
import { changedOrder, wholeOrder } from "../open-order.ts";

const channelName = openOrders.name as "openOrders";

/** The account's open orders, then everything that happens to its orders. */
export const openOrdersChannel: LegacyChannel = {
  descriptor: openOrders,
  open(params: OpenOrdersParams, { exchange: { engine }, wires: { limits } }, _market, session) {
    if (session === undefined) throw new Error(`${channelName}: opened without a session`);
    const { account } = session;
    const counts = params.ratecounter === true;
    return {
      channelName,
      options: counts ? { maxratecount: MAX_RATE_COUNT } : {},
      start(send) {
        let sequence = 0;
        const push = (orders: OpenOrdersMessage[0]) => {
          sequence += 1;
          const message: OpenOrdersMessage = [orders, channelName, { sequence }];
          send(JSON.stringify(message));
        };
        push(engine.open({ account, venue: "spot" }).map((order) => ({ [order.id]: wholeOrder(order) })));
        return engine.listen((event) => {
          const { order } = event;
          if (order.account !== account || order.market.venue !== "spot") return;
          const ratecount = Math.ceil(limits?.count(account, order.market) ?? 0);
          push([{ [order.id]: { ...changedOrder(event), ...(counts && { ratecount }) } }]);
        });
      },
    };
  },
};
