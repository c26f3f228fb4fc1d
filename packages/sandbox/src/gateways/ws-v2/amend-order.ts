import { type AmendOrderParams, type AmendOrderResult, amendOrder } from "@x/ws-v2";
import type { GivenPrice, OrderChange } from "../../engine/order.ts";
import { amendOrder as amend } from "../spot/change-order.ts";
import { refuseDeadline } from "../spot/deadline.ts";
import { openOrder } from "../spot/named-orders.ts";
import { amendId } from "../spot/spot-id.ts";
import type { V2Handler, V2MethodRequest } from "./handler.ts";

export const amendOrderHandler: V2Handler<AmendOrderParams, AmendOrderResult> = {
  descriptor: amendOrder,
  handle(request, caller, { engine, clock, random }) {
    const { order_id, cl_ord_id, deadline, symbol } = request.params;
    const late = refuseDeadline(deadline, clock.now());
    if (late !== undefined) return { error: late };
    const order = openOrder(engine, caller.account, { id: order_id, clientId: cl_ord_id });
    if (order === undefined) return { error: "EOrder:Unknown order" };
    if (symbol !== undefined && symbol !== order.market.symbol) {
      return { error: `Currency pair not supported ${symbol}` };
    }
    const error = amend(engine, caller, order, readChange(request));
    if (error !== undefined) return { error };
    return {
      result: {
        amend_id: amendId(random),
        ...(order_id !== undefined && { order_id }),
        ...(cl_ord_id !== undefined && { cl_ord_id }),
      },
    };
  },
};

function readChange({ params, decimal }: V2MethodRequest<AmendOrderParams>): OrderChange {
  return {
    quantity: decimal("order_qty"),
    displayQuantity: decimal("display_qty"),
    price: given(decimal("limit_price"), params.limit_price_type),
    trigger: given(decimal("trigger_price"), params.trigger_price_type),
    postOnly: params.post_only,
  };
}

function given(value: string | undefined, unit: GivenPrice["unit"] = "static"): GivenPrice | undefined {
  return value === undefined ? undefined : { value, unit };
}
