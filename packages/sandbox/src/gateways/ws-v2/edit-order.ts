import { type EditOrderParams, type EditOrderResult, editOrder } from "@x/ws-v2";
import type { Order } from "../../engine/order.ts";
import { type Edit, editOrder as edit } from "../spot/change-order.ts";
import { refuseDeadline } from "../spot/deadline.ts";
import { openOrder } from "../spot/named-orders.ts";
import type { V2Handler, V2MethodRequest } from "./handler.ts";

export const editOrderHandler: V2Handler<EditOrderParams, EditOrderResult> = {
  descriptor: editOrder,
  handle(request, caller, { engine, clock }) {
    const { order_id, symbol, deadline, validate } = request.params;
    const market = engine.markets.find("spot", symbol);
    if (market?.symbol !== symbol) return { error: `Currency pair not supported ${symbol}` };
    const late = refuseDeadline(deadline, clock.now());
    if (late !== undefined) return { error: late };
    const order = openOrder(engine, caller.account, { id: order_id });
    if (order === undefined || order.market !== market) return { error: "EOrder:Unknown order" };
    const edited = edit(engine, caller, order, readEdit(request, order));
    if ("error" in edited) return edited;
    return {
      result: { ...(validate !== true && { order_id: edited.order.id }), original_order_id: order_id },
    };
  },
};

/** What is not in the request is not in the edit either. */
function readEdit({ params, decimal }: V2MethodRequest<EditOrderParams>, order: Order): Edit {
  const quantity = decimal("order_qty");
  const price = decimal("limit_price") ?? decimal("price");
  const displayQuantity = decimal("display_qty");
  return {
    ...(quantity !== undefined && { quantity }),
    ...(price !== undefined && { price: { value: price, unit: order.givenPrice?.unit ?? "static" } }),
    ...readTrigger({ params, decimal }, order),
    ...(displayQuantity !== undefined && { displayQuantity }),
    ...(params.post_only !== undefined && { postOnly: params.post_only }),
    ...(params.reduce_only !== undefined && { reduceOnly: params.reduce_only }),
    ...(params.fee_preference !== undefined && { feeIn: params.fee_preference }),
    ...(params.order_userref !== undefined && { userref: params.order_userref }),
    ...(params.validate !== undefined && { validateOnly: params.validate }),
  };
}

function readTrigger(
  { params, decimal }: Pick<V2MethodRequest<EditOrderParams>, "params" | "decimal">,
  { trigger }: Order,
): Pick<Edit, "trigger"> {
  if (trigger === undefined) return {};
  const value = decimal("triggers", "price") ?? decimal("stop_price") ?? trigger.given.value;
  const signal = params.triggers?.reference ?? params.trigger ?? trigger.signal;
  return { trigger: { signal, given: { value, unit: params.triggers?.price_type ?? trigger.given.unit } } };
}
