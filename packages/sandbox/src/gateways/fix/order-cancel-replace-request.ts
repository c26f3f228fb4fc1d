import {
  BusinessRejectReason,
  ExecInst,
  type OrderCancelReplaceRequest,
  type OrderCancelReplaceRequestInput,
  OrdType,
  orderCancelReplaceRequest,
} from "@x/fix";
import { compare, parseDecimal } from "../../engine/decimal.ts";
import type { GivenPrice, Order, OrderChange } from "../../engine/order.ts";
import { refuseLate } from "./deadline.ts";
import { ORD_TYPE } from "./execution-report.ts";
import { type FixHandler, rejected } from "./handler.ts";
import { refusalText } from "./refusal-text.ts";
import { requestedOrder } from "./requested-order.ts";

/**
 * Changes an order in place, which goes by the request's ClOrdID from then on. Answered by its report (150=5). With no
 * more quantity than has traded, what is left is cancelled. Derivatives have no amending yet.
 */
export const orderCancelReplaceRequestHandler: FixHandler<
  OrderCancelReplaceRequestInput,
  OrderCancelReplaceRequest
> = {
  descriptor: orderCancelReplaceRequest,
  handle(request, caller, { engine, clock }) {
    if (caller.venue === "futures") {
      return rejected(
        BusinessRejectReason.UnsupportedMessageType,
        "Amending is not available on derivatives",
      );
    }
    const order = requestedOrder(engine, caller, request);
    if (order === undefined) return rejected(BusinessRejectReason.UnknownOrder, "EOrder:Unknown order");
    const late = refuseLate(request.ValidUntilTime, clock);
    if (late !== undefined) return late;
    const limited = caller.limits.amend(order);
    if (limited !== undefined) return rejected(BusinessRejectReason.Other, limited);
    if (ORD_TYPE[order.type] !== request.OrdType || order.close !== undefined) {
      return rejected(BusinessRejectReason.Other, refusalText(caller.venue, "not-amendable"));
    }
    const quantity = parseDecimal(request.OrderQty) ?? "0";
    if (order.filled !== "0" && compare(quantity, order.filled) <= 0) {
      engine.cancel([order], "user", { session: caller.session, id: request.ClOrdID });
      return {};
    }
    const { refusal } = engine.edit(order, { ...change(order, request), quantity }, "amended");
    return refusal === undefined
      ? {}
      : rejected(BusinessRejectReason.Other, refusalText(caller.venue, refusal));
  },
};

/** The request says all of the order; only what differs is a change. */
function change(order: Order, request: OrderCancelReplaceRequest): OrderChange {
  const trailing = order.type.startsWith("trailing-stop");
  const price = request.OrdType === OrdType.Market ? undefined : parsed(request.Price);
  const trigger = parsed(request.StopPx);
  const displayQuantity = parsed(request.DisplayQty);
  return {
    clientId: request.ClOrdID,
    ...(differs(price, order.givenPrice) && {
      price: { value: price, unit: order.type === "trailing-stop-limit" ? "quote" : "static" },
    }),
    ...(differs(trigger, order.trigger?.given) && {
      trigger: { value: trigger, unit: trailing ? "quote" : "static" },
    }),
    ...(displayQuantity !== undefined && displayQuantity !== order.displayQuantity && { displayQuantity }),
    ...(request.ExecInst?.includes(ExecInst.PostOnly) === true && { postOnly: true }),
  };
}

function differs(value: string | undefined, given: GivenPrice | undefined): value is string {
  return value !== undefined && value !== given?.value;
}

function parsed(text: string | undefined): string | undefined {
  return text === undefined ? undefined : parseDecimal(text);
}
