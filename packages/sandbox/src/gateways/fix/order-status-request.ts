import {
  BusinessRejectReason,
  type OrderStatusRequest,
  type OrderStatusRequestInput,
  orderStatusRequest,
} from "@x/fix";
import { statusReport } from "./execution-report.ts";
import type { FixHandler } from "./handler.ts";

export const orderStatusRequestHandler: FixHandler<OrderStatusRequestInput, OrderStatusRequest> = {
  descriptor: orderStatusRequest,
  handle({ OrderID, Symbol: symbol }, { account }, { engine }) {
    const order = engine.lookUp(account, OrderID);
    const market = engine.markets.find("spot", symbol);
    if (order === undefined || order.market !== market) {
      return { reject: { reason: BusinessRejectReason.UnknownOrder, text: "EOrder:Unknown order" } };
    }
    return { report: statusReport(order) };
  },
};
