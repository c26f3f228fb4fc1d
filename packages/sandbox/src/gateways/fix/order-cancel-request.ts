import {
  BusinessRejectReason,
  type OrderCancelRequest,
  type OrderCancelRequestInput,
  orderCancelRequest,
} from "@x/fix";
import { type FixHandler, rejected } from "./handler.ts";
import { requestedOrder } from "./requested-order.ts";

/** Reaches orders of the same session only. Answered by the report of the cancelled order (150=4). */
export const orderCancelRequestHandler: FixHandler<OrderCancelRequestInput, OrderCancelRequest> = {
  descriptor: orderCancelRequest,
  handle(request, caller, { engine }) {
    const order = requestedOrder(engine, caller, request);
    if (order === undefined) return rejected(BusinessRejectReason.UnknownOrder, "EOrder:Unknown order");
    const limited = caller.limits.cancel(order);
    if (limited !== undefined) return rejected(BusinessRejectReason.Other, limited);
    engine.cancel([order], "user", { session: caller.session, id: request.ClOrdID });
    return {};
  },
};
