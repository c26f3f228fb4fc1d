import {
  BusinessRejectReason,
  type OrderCancelRequest,
  type OrderCancelRequestInput,
  orderCancelRequest,
} from "@x/fix";
import type { FixHandler } from "./handler.ts";

/** Answered by the report (150=4) of the canceled order. Reaches the orders of its own session only. */
export const orderCancelRequestHandler: FixHandler<OrderCancelRequestInput, OrderCancelRequest> = {
  descriptor: orderCancelRequest,
  handle({ ClOrdID, OrderID, OrigClOrdID = "", Symbol: symbol }, { account, session }, { engine }) {
    const order =
      OrderID === undefined ? engine.byClientId(account, "spot", OrigClOrdID) : engine.byId(account, OrderID);
    if (order === undefined || order.session !== session || order.market.symbol !== symbol) {
      return { reject: { reason: BusinessRejectReason.UnknownOrder, text: "EOrder:Unknown order" } };
    }
    engine.cancel([order], "user", { session, id: ClOrdID });
    return {};
  },
};
