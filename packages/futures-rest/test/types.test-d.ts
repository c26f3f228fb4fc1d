import { expectTypeOf } from "vitest";
import {
  accountLog,
  type BatchSubmission,
  type CancelAllOrdersResult,
  cancelAllOrders,
  createClient,
  FuturesRestError,
  type FuturesRestErrorCode,
  getInstruments,
  getOpenOrders,
  type OrderEvent,
  type OrderJson,
  type OrderTriggerJson,
  paginate,
  resolveOutcome,
  type SendBatchOrderResult,
  type SendOrderResult,
  type Submission,
  sendBatchOrder,
  sendOrder,
  submit,
} from "../src/index.ts";

// Checked by `npm run typecheck`; never run.

const client = createClient({ credentials: { apiKey: "k", apiSecret: "cw==" } });

expectTypeOf(client.call(cancelAllOrders, {})).resolves.toEqualTypeOf<CancelAllOrdersResult>();
const { cancelStatus } = await client.call(cancelAllOrders, { symbol: "PF_XBTUSD" });
expectTypeOf(cancelStatus.cancelledOrders[0]?.order_id).toEqualTypeOf<string | undefined>();
expectTypeOf(cancelStatus.cancelledOrders[0]?.cliOrdId).toEqualTypeOf<string | null | undefined>();

// A status the spec does not list yet is text like any other; the listed ones still complete.
const status: (typeof cancelStatus)["status"] = "aStatusOfTomorrow";
expectTypeOf(status).toExtend<string>();

// @ts-expect-error the parameters are never left out: "cancel everything" is written as {}
void client.call(cancelAllOrders);
// @ts-expect-error a misspelt parameter
void client.call(cancelAllOrders, { sybmol: "PF_XBTUSD" });
// @ts-expect-error an operation without parameters takes none
void client.call(getOpenOrders, { symbol: "PF_XBTUSD" });
// @ts-expect-error required parameters are missing
void client.call(sendOrder, { orderType: "mkt" });
// @ts-expect-error what we send is closed
void client.call(sendOrder, { orderType: "limit", symbol: "A", side: "buy", size: 1 });
// @ts-expect-error a number is not text
void client.call(sendOrder, { orderType: "mkt", symbol: "A", side: "buy", size: "1" });
// @ts-expect-error undefined is not the same as left out
void client.call(cancelAllOrders, { symbol: undefined });
// @ts-expect-error a client needs both halves of the key
createClient({ credentials: { apiKey: "k" } });

// Events are told apart by which key is present.
declare const event: OrderEvent;
if ("orderTrigger" in event) expectTypeOf(event.orderTrigger).toExtend<OrderTriggerJson | null | undefined>();
else if (event.type === "PLACE") expectTypeOf(event.order).toEqualTypeOf<OrderJson>();
else if (event.type === "EXECUTION") expectTypeOf(event.price).toEqualTypeOf<number>();

const caught: unknown = undefined;
if (FuturesRestError.is(caught)) {
  expectTypeOf(caught.code).toEqualTypeOf<FuturesRestErrorCode>();
  expectTypeOf(caught.outcome).toEqualTypeOf<"none" | "not-sent" | "refused" | "unknown">();
  // @ts-expect-error the codes are closed
  void (caught.code === "noSuchCode");
}

// An outcome has to be looked at: there is no result but on an accepted one.
const order = { orderType: "mkt", symbol: "A", side: "buy", size: 1 } as const;
const submission = await submit(client, sendOrder, order);
expectTypeOf(submission).toEqualTypeOf<Submission<SendOrderResult>>();
// @ts-expect-error it may have been refused, and it may be unknown
void submission.result;
switch (submission.outcome) {
  case "accepted":
    expectTypeOf(submission.result.sendStatus.status).toExtend<string>();
    break;
  case "refused":
    expectTypeOf(submission.status).toEqualTypeOf<string | undefined>();
    // @ts-expect-error what was refused has no result
    void submission.result;
    break;
  case "unknown":
    expectTypeOf(submission.error).toEqualTypeOf<FuturesRestError>();
    await resolveOutcome(client, submission, { cliOrdId: "mine" });
    // @ts-expect-error which order is to be looked for
    await resolveOutcome(client, submission, {});
    break;
  default:
    expectTypeOf(submission).toBeNever();
}
function settled({ outcome }: Submission<unknown>): boolean {
  // @ts-expect-error leaving out `unknown` leaves a path without an answer
  const table: Record<typeof outcome, boolean> = { accepted: true, refused: false };
  return table[outcome];
}
void settled;
// @ts-expect-error a read has no outcome
void submit(client, getOpenOrders, {});

const batch = await submit(client, sendBatchOrder, {
  json: { batchOrder: [{ order: "cancel", cliOrdId: "x" }] },
});
expectTypeOf(batch).toEqualTypeOf<BatchSubmission<SendBatchOrderResult>>();
expectTypeOf(batch.rows[0]?.outcome).toEqualTypeOf<"accepted" | "refused" | "unknown" | undefined>();

for await (const { logs } of paginate(client, accountLog, {}))
  expectTypeOf(logs[0]?.id).toExtend<number | undefined>();
// @ts-expect-error not every answer has pages
void paginate(client, getInstruments, {});
