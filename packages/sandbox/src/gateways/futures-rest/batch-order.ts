import { type BatchInstructionResult, type BatchOrderRequest, sendBatchOrder } from "@x/futures-rest";
import { type Exact, parseExact } from "../exact-json.ts";
import { cancelNamed } from "./cancel-order.ts";
import { editNamed } from "./edit-order.ts";
import { answering, type FuturesExchange } from "./handler.ts";
import { type ExactNumbers, placeOrder, tooLate } from "./send-order.ts";

type Row = Exact<BatchInstructionResult>;
type Instruction = BatchOrderRequest["batchOrder"][number];

export const batchOrderHandler = answering(
  sendBatchOrder,
  ({ params, source }, exchange) => {
    const late = tooLate(params.ProcessBefore, exchange);
    if (late !== undefined) return late === "late" ? { error: "invalidArgument: ProcessBefore" } : late;
    const read = parseExact(source.json ?? "");
    if (typeof read === "string") return { error: `invalidArgument: ${read}` };
    const exact = (read.message as { readonly batchOrder: readonly ExactNumbers[] }).batchOrder;
    const { batchOrder } = params.json;
    return { payload: { batchStatus: batchOrder.map((one, i) => row(one, exact[i] ?? {}, exchange)) } };
  },
  { refuse: (status) => ({ payload: { batchStatus: [{ status, orderEvents: [] }] } }) },
);

/** Each instruction is judged by itself, in the order they stand in. */
function row(instruction: Instruction, exact: ExactNumbers, exchange: FuturesExchange): Row {
  switch (instruction.order) {
    case "send": {
      const { order_tag } = instruction;
      const sent = placeOrder(instruction, exact, exchange);
      // The list of statuses has none for a market that does not exist.
      if ("error" in sent) return { status: "marketInactive", order_tag, orderEvents: [] };
      const { status, order_id, cliOrdId, receivedTime, orderEvents = [] } = sent;
      return {
        status,
        order_tag,
        ...(order_id !== undefined && { order_id }),
        ...(cliOrdId !== undefined && { cliOrdId }),
        ...(receivedTime !== undefined && { dateTimeReceived: receivedTime }),
        orderEvents,
      };
    }
    case "edit": {
      const { order_id, cliOrdId, ...change } = instruction;
      const named = { orderId: order_id, ...(cliOrdId != null && { cliOrdId }) };
      const { status, receivedTime, orderEvents } = editNamed({ ...change, ...named }, exact, exchange);
      return rowOf({ status, order_id, cliOrdId, receivedTime, orderEvents });
    }
    case "cancel": {
      const { order_id, cliOrdId } = instruction;
      const cancelled = cancelNamed({ id: order_id, clientId: cliOrdId }, exchange);
      return rowOf({ order_id, ...cancelled });
    }
  }
}

function rowOf(parts: {
  readonly status: string;
  readonly order_id?: string | undefined;
  readonly cliOrdId?: string | null | undefined;
  readonly receivedTime?: string | null | undefined;
  readonly orderEvents?: Row["orderEvents"];
}): Row {
  const { status, order_id, cliOrdId, receivedTime, orderEvents = [] } = parts;
  return {
    status,
    ...(order_id !== undefined && { order_id }),
    ...(cliOrdId != null && { cliOrdId }),
    ...(receivedTime != null && { dateTimeReceived: receivedTime }),
    orderEvents,
  };
}
