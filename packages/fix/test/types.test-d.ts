import { expectTypeOf, test } from "vitest";
import {
  type Decimal,
  type ExecutionReport,
  type ExecutionReportInput,
  executionReport,
  type FixSession,
  MassCancelRequestType,
  type NewOrderSingle,
  type NewOrderSingleInput,
  newOrderSingle,
  orderMassCancelRequest,
  type ReceivedOf,
  Side,
} from "../src/index.ts";

declare const session: FixSession;
declare const report: ExecutionReport;

const cancel = { ClOrdID: "1", TransactTime: new Date(), MassCancelRequestType: "7" } as const;

test("what is sent", () => {
  session.send(orderMassCancelRequest, cancel);
  session.send(orderMassCancelRequest, {
    ...cancel,
    MassCancelRequestType: MassCancelRequestType.CancelAllOrders,
  });
  session.send(orderMassCancelRequest, {
    ...cancel,
    TransactTime: "20260407-14:32:10.000",
    Symbol: undefined,
  });
  // @ts-expect-error a value Kraken does not list
  session.send(orderMassCancelRequest, { ...cancel, MassCancelRequestType: "2" });
  // @ts-expect-error the wire value is text
  session.send(orderMassCancelRequest, { ...cancel, MassCancelRequestType: 7 });
  // @ts-expect-error TransactTime is required
  session.send(orderMassCancelRequest, { ClOrdID: "1", MassCancelRequestType: "7" });
  // @ts-expect-error a misspelt field
  session.send(orderMassCancelRequest, { ...cancel, Symbl: "BTC/USD" });
  // @ts-expect-error the body of another message
  session.send(newOrderSingle, cancel);
  // @ts-expect-error quantities are exact text, not numbers
  const order: Pick<NewOrderSingleInput, "OrderQty"> = { OrderQty: 0.001 };
  expectTypeOf(order.OrderQty).toEqualTypeOf<Decimal>();
  expectTypeOf<NewOrderSingleInput["TransactTime"]>().toEqualTypeOf<string | Date>();
  expectTypeOf<NewOrderSingleInput["ExecInst"]>().toExtend<readonly string[] | undefined>();
});

test("what is received", () => {
  expectTypeOf(report.OrderID).toEqualTypeOf<string>();
  expectTypeOf(report.LastQty).toEqualTypeOf<Decimal | undefined>();
  expectTypeOf(report.header.MsgSeqNum).toEqualTypeOf<number>();
  expectTypeOf(report.header.PossDupFlag).toEqualTypeOf<boolean | undefined>();
  expectTypeOf(report.NoMiscFees?.[0]?.MiscFeeAmt).toEqualTypeOf<Decimal | undefined>();
  // An enumeration is open: comparing with what is listed works, and so does anything else.
  if (report.Side === Side.Buy) expectTypeOf(report.Side).toExtend<string>();
  expectTypeOf<"something new">().toExtend<ExecutionReport["ExecType"]>();
  // @ts-expect-error but it is no number
  expectTypeOf<4>().toExtend<ExecutionReport["ExecType"]>();
  // @ts-expect-error a received message is read-only
  report.OrderID = "";
  // @ts-expect-error what is sent is closed
  const type: ExecutionReportInput["ExecType"] = report.ExecType;
  expectTypeOf(type).toExtend<string>();
});

test("a stream of several types is a union that MsgType tells apart", async () => {
  expectTypeOf<ReceivedOf<typeof executionReport>>().toEqualTypeOf<ExecutionReport>();
  for await (const message of session.messages(executionReport, newOrderSingle)) {
    expectTypeOf(message).toEqualTypeOf<ExecutionReport | NewOrderSingle>();
    if (message.MsgType === "8") expectTypeOf(message).toEqualTypeOf<ExecutionReport>();
    else expectTypeOf(message.OrdType).toExtend<string>();
    // @ts-expect-error not both have it
    message.OrderID;
  }
});
