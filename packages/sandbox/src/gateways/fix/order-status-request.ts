import {
  BusinessRejectReason,
  type OrderStatusRequest,
  type OrderStatusRequestInput,
  orderStatusRequest,
} from "@x/fix";
import { statusReport } from "./execution-report.ts";
import { type FixHandler, rejected } from "./handler.ts";

/** Tells of any order of the account, whichever wire it came by, and also of the latest that have ended. */
export const orderStatusRequestHandler: FixHandler<OrderStatusRequestInput, OrderStatusRequest> = {
  descriptor: orderStatusRequest,
  handle({ OrderID, Symbol: symbol }, { account, venue, limits }, { engine }) {
    const limited = limits.status();
    if (limited !== undefined) return rejected(BusinessRejectReason.Other, limited);
    const order = engine.lookUp(account, OrderID);
    const market = engine.markets.find(venue, symbol);
    if (order === undefined || order.market !== market) {
      return rejected(BusinessRejectReason.UnknownOrder, "EOrder:Unknown order");
    }
    return { report: statusReport(order) };
  },
};
