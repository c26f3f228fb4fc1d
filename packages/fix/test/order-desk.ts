import { type ConnectOptions, connect } from "../src/client.ts";
import { FixError } from "../src/errors.ts";
import {
  businessMessageReject,
  type ExecutionReport,
  type ExecutionReportInput,
  executionReport,
  newOrderSingle,
  orderCancelReplaceRequest,
  orderCancelRequest,
  orderMassCancelRequest,
  orderStatusRequest,
} from "../src/generated/index.ts";
import { OrderEntry, type OrderEntryOptions } from "../src/orders/index.ts";
import type { OpenTransport } from "../src/transport/transport.ts";
import { Loop } from "./loop.ts";
import { START } from "./machine.ts";
import { Time } from "./simulation/time.ts";
import { shown, wire } from "./wire.ts";

export const REQUESTS = [
  newOrderSingle,
  orderCancelRequest,
  orderCancelReplaceRequest,
  orderMassCancelRequest,
  orderStatusRequest,
] as const;

const TRADE = {
  AvgPx: "1",
  GrossTradeAmt: "1",
  LastPx: "1",
  LastQty: "1",
  LiquidityInd: "1",
  TradeID: "1",
  SecondaryExecID: "1",
} as const;

/** An order entry in simulated time, and an exchange that says what a test has it say. */
export async function openDesk(options: Partial<ConnectOptions> = {}, entry: OrderEntryOptions = {}) {
  const loop = new Loop(new Time(START));
  /** Changes what is under way to the exchange, and from it: bytes of the same sum. */
  const tamper = { up: (text: string) => text, down: (text: string) => text };
  const transport: OpenTransport = async (near) => {
    const received = (bytes: Uint8Array) => near.received(wire(tamper.down(shown(bytes))));
    const opened = await loop.open({ ...near, received });
    return { ...opened, send: (bytes) => opened.send(wire(tamper.up(shown(bytes)))) };
  };
  const connecting = connect({
    transport,
    clock: loop.time,
    senderCompID: "CLIENT",
    targetCompID: "KRAKEN-TRD",
    reconnect: { random: () => 0.5 },
    ...options,
  });
  await loop.pass(20);
  const session = await connecting;
  const orders = new OrderEntry(session, { clock: loop.time, ...entry });
  const came: { readonly MsgType: string; readonly ClOrdID: string }[] = [];
  /** To be called again for each connection. */
  const listen = async (): Promise<void> => {
    try {
      for await (const request of loop.session.messages(...REQUESTS)) came.push(request);
    } catch (error) {
      if (!FixError.is(error)) throw error;
    }
  };
  listen();
  const report = (ClOrdID: string, ExecType: string, change: Partial<ExecutionReportInput> = {}) => {
    loop.session.send(executionReport, {
      ClOrdID,
      CumQty: "0",
      ExecID: "E",
      OrderID: "O1",
      OrderQty: "1",
      OrdStatus: ExecType,
      OrdType: "2",
      Side: "1",
      Symbol: "BTC/USD",
      TimeInForce: "1",
      ExecType,
      LeavesQty: "1",
      Price: "59000.7",
      ...(ExecType === "4" && { OrigClOrdID: ClOrdID }),
      ...(ExecType === "F" && TRADE),
      ...change,
    } as ExecutionReportInput);
  };
  const reject = (RefMsgType: string, BusinessRejectRefID: string, Text?: string) => {
    loop.session.send(businessMessageReject, {
      RefSeqNum: 0,
      RefMsgType,
      BusinessRejectRefID,
      BusinessRejectReason: "0",
      ...(Text !== undefined && { Text }),
    });
  };
  return { loop, tamper, session, orders, came, listen, report, reject };
}

/** What a promise has come to by now. */
export async function now<Value>(promise: Promise<Value>): Promise<Value | "open"> {
  return Promise.race([promise, new Promise<"open">((resolve) => setImmediate(() => resolve("open")))]);
}

/** Collects an order's reports: ExecType and OrdStatus of each, and how they end. */
export function collect(reports: AsyncIterable<ExecutionReport>): string[] {
  const seen: string[] = [];
  const read = async (): Promise<void> => {
    for await (const { ExecType, OrdStatus } of reports) seen.push(`${ExecType}${OrdStatus}`);
    seen.push("end");
  };
  read().catch((error: unknown) => seen.push(FixError.is(error) ? error.code : String(error)));
  return seen;
}

/** An order that fits, and what names it again. */
export const order = {
  Symbol: "BTC/USD",
  Side: "1",
  OrdType: "2",
  Price: "59000.9",
  OrderQty: "1",
  TimeInForce: "1",
} as const;
export const target = { Symbol: "BTC/USD", Side: "1" } as const;
