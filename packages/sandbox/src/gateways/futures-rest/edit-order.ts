import { type EditOrderSpringParams, type EditOrderStatus, editOrderSpring } from "@x/futures-rest";
import { add, type Decimal } from "../../engine/decimal.ts";
import { type GivenPrice, type Order, type Refusal, waitsForTrigger } from "../../engine/order.ts";
import type { Exact } from "../exact-json.ts";
import { openOrder } from "./cancel-order.ts";
import { answering, type FuturesExchange } from "./handler.ts";
import { executions, watching } from "./order-events.ts";
import { orderJson } from "./order-json.ts";
import { type ExactNumbers, staticPrice, tooLate } from "./send-order.ts";

type Edited = Exact<EditOrderStatus>;

/** What an edit says, by itself or as part of a batch. */
export type EditParams = Omit<EditOrderSpringParams, "processBefore">;

const STATUS: Readonly<Partial<Record<Refusal, string>>> = {
  "price-not-positive": "invalidPrice",
  "price-off-tick": "invalidPrice",
  "trigger-price": "invalidPrice",
  "post-would-trade": "postWouldExecute",
  "would-trade-with-own": "selfFill",
  "no-position": "wouldNotReducePosition",
};

export const editOrderHandler = answering(
  editOrderSpring,
  ({ params, exact }, exchange) => {
    const late = tooLate(params.processBefore, exchange);
    if (typeof late === "object") return late;
    const editStatus =
      late === "late"
        ? refused(params, "orderForEditNotFound", exchange)
        : editNamed(params, exact, exchange);
    return { payload: { editStatus } };
  },
  {
    kinds: {
      size: "number",
      limitPrice: "number",
      stopPrice: "number",
      trailingStopMaxDeviation: "number",
    },
    refuse: (status) => ({ payload: { editStatus: { status, orderEvents: [] } } }),
  },
);

/** Changes one order. */
export function editNamed(params: EditParams, exact: ExactNumbers, exchange: FuturesExchange): Edited {
  const found = openOrder({ id: params.orderId, clientId: params.cliOrdId }, exchange);
  if (found === undefined) return refused(params, "orderForEditNotFound", exchange);
  if (exact.stopPrice !== undefined && !waitsForTrigger(found)) {
    return refused(params, "orderForEditNotAStop", exchange);
  }
  const { result: edited, events } = watching(exchange, () =>
    exchange.engine.edit(found, {
      quantity: quantity(found, exact.size, params.qtyMode),
      price: staticPrice(exact.limitPrice),
      trigger: trigger(params, exact),
    }),
  );
  if (edited.refusal !== undefined) return refused(params, STATUS[edited.refusal] ?? "invalidSize", exchange);
  const { old, order } = edited;
  return {
    status: "edited",
    orderId: order.id,
    ...(order.clientId !== undefined && { cliOrdId: order.clientId }),
    receivedTime: exchange.serverTime,
    // An order that waits for its trigger is on no book, and has no event here.
    orderEvents: waitsForTrigger(order)
      ? []
      : [
          ...executions(events, order, old),
          { type: "EDIT", old: orderJson(old), new: orderJson(order), reducedQuantity: null },
        ],
  };
}

/** A size says what is left open, unless it is to count what has traded as well. */
function quantity(order: Order, size: Decimal | undefined, mode: EditParams["qtyMode"]): Decimal | undefined {
  return size === undefined || mode === "ABSOLUTE" ? size : add(order.filled, size);
}

function trigger(params: EditParams, exact: ExactNumbers): GivenPrice | undefined {
  const deviation = exact.trailingStopMaxDeviation;
  if (deviation === undefined) return staticPrice(exact.stopPrice);
  return { value: deviation, unit: params.trailingStopDeviationUnit === "QUOTE_CURRENCY" ? "quote" : "pct" };
}

function refused({ orderId, cliOrdId }: EditParams, status: string, { serverTime }: FuturesExchange): Edited {
  return {
    status,
    ...(orderId !== undefined && { orderId }),
    ...(cliOrdId !== undefined && { cliOrdId }),
    receivedTime: serverTime,
    orderEvents: [],
  };
}
