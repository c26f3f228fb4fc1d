import { expectTypeOf } from "vitest";
import {
  type AddOrderResult,
  addOrder,
  type BatchRow,
  balances,
  batchAdd,
  batchCancel,
  book,
  type CancelAllResult,
  cancelAll,
  cancelOrder,
  connect,
  type ExecutionReport,
  type ExecutionsMessage,
  executions,
  heartbeat,
  level3,
  ping,
  type Side,
  type Subscription,
  status,
  submit,
  WsV2Error,
  type WsV2ErrorCode,
  webSocketsToken,
} from "../src/index.ts";

// Checked by `npm run typecheck`; never run.

const ws = connect({ token: webSocketsToken({ apiKey: "k", apiSecret: "cw==" }) });

expectTypeOf(ws.call(cancelAll, {})).resolves.toEqualTypeOf<CancelAllResult>();
const { count } = await ws.call(cancelAll, {});
expectTypeOf(count).toEqualTypeOf<number>();
expectTypeOf(ws.call(batchCancel, { orders: ["A", "B"] })).resolves.toHaveProperty("count");

const order = { order_type: "limit", side: "buy", symbol: "BTC/USD", order_qty: 1, limit_price: 2 } as const;
expectTypeOf(ws.call(addOrder, order)).resolves.toEqualTypeOf<AddOrderResult>();

// A list is the whole answer of a batch.
expectTypeOf(ws.call(batchAdd, { symbol: "BTC/USD", orders: [] })).resolves.toEqualTypeOf<BatchRow[]>();
void ws.call(cancelOrder, { cl_ord_id: ["a"] });
// @ts-expect-error a list, not one id
void ws.call(cancelOrder, { order_id: "O" });
void ws.call(batchAdd, {
  symbol: "BTC/USD",
  // @ts-expect-error the pair belongs to the batch
  orders: [{ order_type: "market", side: "buy", symbol: "BTC/USD" }],
});

// @ts-expect-error the parameters are never left out: "cancel everything" is written as {}
void ws.call(cancelAll);
// @ts-expect-error cancel_all takes nothing: it would cancel everything all the same
void ws.call(cancelAll, { symbol: "BTC/USD" });
// @ts-expect-error the client supplies the token
void ws.call(batchCancel, { orders: ["A", "B"], token: "t" });
// @ts-expect-error what we send is closed
void ws.call(addOrder, { ...order, side: "hold" });
// @ts-expect-error a number is not text
void ws.call(addOrder, { ...order, order_qty: "1" });
// @ts-expect-error a misspelt field
void ws.call(addOrder, { ...order, limitPrice: 2 });
// @ts-expect-error required parameters are missing
void ws.call(addOrder, { order_type: "market" });
// @ts-expect-error a channel is not a method
void ws.call(executions, {});
// @ts-expect-error a method is not a channel
void ws.subscribe(cancelAll, {});
// @ts-expect-error heartbeats come by themselves
void ws.subscribe(heartbeat, {});

expectTypeOf(ws.subscribe(executions, {})).toEqualTypeOf<Subscription<ExecutionsMessage>>();
for await (const { type, data } of ws.subscribe(executions, { snap_orders: true })) {
  expectTypeOf(data).toEqualTypeOf<ExecutionReport[]>();
  // What we receive is open: values of tomorrow are text like any other.
  const kind: typeof type = "aKindOfTomorrow";
  expectTypeOf(kind).toExtend<string>();
  expectTypeOf(data[0]?.order_id).toEqualTypeOf<string | undefined>();
}
for await (const { data } of ws.subscribe(book, { symbol: ["BTC/USD"], depth: 10 })) {
  expectTypeOf(data[0]?.bids[0]?.price).toEqualTypeOf<number | undefined>();
}
// @ts-expect-error no book has 11 levels
void ws.subscribe(book, { symbol: ["BTC/USD"], depth: 11 });
for await (const message of ws.subscribe(level3, { symbol: ["BTC/USD"] })) {
  // What a message is of tells what its data are.
  if (message.type === "update") expectTypeOf(message.data[0]?.asks[0]?.event).toExtend<string | undefined>();
  // @ts-expect-error in a snapshot nothing has happened to the orders
  else message.data[0]?.asks[0]?.event;
}
for await (const message of ws.subscribe(balances, {})) {
  if (message.type === "update") expectTypeOf(message.data[0]?.amount).toEqualTypeOf<number | undefined>();
}
expectTypeOf<Side>().toEqualTypeOf<"buy" | "sell">();

for await (const event of connect({ pushes: [status] }).events) {
  if (event.type === "push" && event.name === "status")
    expectTypeOf(event.message.data[0]?.system).toExtend<string | undefined>();
  if (event.type === "closed") expectTypeOf(event.error).toEqualTypeOf<Error | undefined>();
}

export function explain(error: unknown): string {
  if (!WsV2Error.is(error)) return "another error";
  expectTypeOf(error.code).toEqualTypeOf<WsV2ErrorCode>();
  expectTypeOf(error.outcome).toEqualTypeOf<"none" | "not-sent" | "refused" | "unknown">();
  switch (error.code) {
    case "EOrder":
      return "the exchange refused the order";
    case "deadlineExceeded":
      return "no answer came";
    // @ts-expect-error not a code
    case "timeout":
      return "";
    default:
      return error.message;
  }
}

for await (const event of ws.events) {
  // @ts-expect-error only what was asked for comes
  if (event.type === "push") break;
}

const submission = await submit(ws, addOrder, order);
// @ts-expect-error nobody may go on without asking what became of it
submission.result;
export function placed(): string | undefined {
  switch (submission.outcome) {
    case "accepted":
      return submission.result.order_id;
    case "refused":
      return submission.status;
    // Without this case the function would not be complete.
    case "unknown":
      expectTypeOf(submission.error).toEqualTypeOf<WsV2Error>();
      return submission.error.message;
  }
}
const batch = await submit(ws, cancelOrder, { order_id: ["A", "B"] });
expectTypeOf(batch.rows[0]?.outcome).toEqualTypeOf<"accepted" | "refused" | "unknown" | undefined>();
expectTypeOf(batch.outcome).toEqualTypeOf<"accepted" | "refused" | "unknown" | "mixed">();
// @ts-expect-error it changes no orders
void submit(ws, ping, {});

// @ts-expect-error options are named as they are
void connect({ tokens: "t" });
