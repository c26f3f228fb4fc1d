import {
  BusinessRejectReason,
  businessMessageReject,
  type ExecutionReportInput,
  executionReport,
  type FixSession,
  marketDataIncrementalRefresh,
  marketDataSnapshotFullRefresh,
  type NewOrderSingle,
  newOrderSingle,
  orderCancelRequest,
  orderMassCancelRequest,
  orderStatusRequest,
  type SessionEvent,
} from "@x/fix";
import { Sightings } from "./sightings.ts";

interface Order {
  readonly request: NewOrderSingle;
  readonly OrderID: string;
  filled: number;
  open: boolean;
}

/** An exchange on our acceptor, as small as those on the other engines. It outlives its connections. */
export class OurExchange {
  readonly events = new Sightings<SessionEvent>("our side", (event) => JSON.stringify(event));
  readonly sessions = new Sightings<FixSession>("our side", () => "a session");
  /** ClOrdIDs of the orders that came, as often as they came, with their PossDupFlag. */
  readonly orders = new Sightings<{ readonly ClOrdID: string; readonly again: boolean }>(
    "our side",
    (order) => JSON.stringify(order),
  );
  readonly #orders = new Map<string, Order>();
  #session: FixSession | undefined;
  #executions = 0;

  serve(session: FixSession): void {
    this.#session = session;
    this.sessions.add(session);
    const requests = session.messages(
      newOrderSingle,
      orderCancelRequest,
      orderMassCancelRequest,
      orderStatusRequest,
    );
    const answerAll = async (): Promise<void> => {
      for await (const request of requests) {
        if (request.MsgType === "D") this.#place(request);
        else if (request.MsgType === "F") this.#cancel(request.OrigClOrdID ?? "", request.ClOrdID);
        else if (request.MsgType === "H") this.#report(request.ClOrdID, "I");
        else for (const id of this.#orders.keys()) this.#cancel(id, request.ClOrdID);
      }
    };
    // How a session ends is for the scenario to judge, by the session itself.
    answerAll().catch(() => undefined);
  }

  fill(ClOrdID: string, quantity: number, LastPx: string): void {
    const order = this.#orders.get(ClOrdID);
    if (order === undefined) throw new Error(`no order ${ClOrdID}`);
    order.filled += quantity;
    order.open = order.filled < Number(order.request.OrderQty);
    this.#executions += 1;
    this.#report(ClOrdID, "F", {
      LastPx,
      AvgPx: LastPx,
      LastQty: String(quantity),
      SecondaryExecID: `S${this.#executions}`,
      TradeID: String(this.#executions),
      LiquidityInd: "0",
      NoMiscFees: [
        { MiscFeeAmt: "0.10", MiscFeeCurr: "USD" },
        { MiscFeeAmt: "0.02", MiscFeeCurr: "EUR" },
      ],
    });
  }

  publish(): void {
    const entry = { MDEntryTime: "09:55:15.071" } as const;
    this.#session?.send(marketDataSnapshotFullRefresh, {
      MDReqID: "book",
      Symbol: "BTC/USD",
      NoMDEntries: [
        { ...entry, MDEntryType: "1", MDEntryID: "O28013.0", MDEntryPx: "28013.0", MDEntrySize: "0.001" },
        { ...entry, MDEntryType: "0", MDEntryID: "B28003.0", MDEntryPx: "28003.0", MDEntrySize: "0.0035" },
      ],
    });
    this.#session?.send(marketDataIncrementalRefresh, {
      MDReqID: "book",
      Symbol: "BTC/USD",
      NoMDEntries: [
        {
          ...entry,
          MDUpdateAction: "2",
          MDEntryType: "1",
          MDEntryID: "O28013.0",
          MDEntryPx: "28013.0",
          MDEntrySize: "0",
        },
      ],
      ChecksumOrderBook: "1234567890",
    });
  }

  #place(request: NewOrderSingle): void {
    const { ClOrdID, header } = request;
    this.orders.add({ ClOrdID, again: header.PossDupFlag === true });
    if (this.#orders.has(ClOrdID)) {
      this.#session?.send(businessMessageReject, {
        RefSeqNum: 0,
        RefMsgType: "D",
        BusinessRejectRefID: ClOrdID,
        BusinessRejectReason: BusinessRejectReason.Other,
        Text: "EOrder:Duplicate ClOrdID",
      });
      return;
    }
    this.#orders.set(ClOrdID, { request, OrderID: `O${this.#orders.size + 1}`, filled: 0, open: true });
    this.#report(ClOrdID, "A");
    this.#report(ClOrdID, "0");
  }

  #cancel(id: string, request: string): void {
    const order = this.#orders.get(id);
    if (order?.open !== true) return;
    order.open = false;
    this.#report(id, "4", { ClOrdID: request, OrigClOrdID: id });
  }

  #report(
    id: string,
    ExecType: ExecutionReportInput["ExecType"],
    more: Partial<ExecutionReportInput> = {},
  ): void {
    const order = this.#orders.get(id);
    if (order === undefined || this.#session?.active !== true) return;
    const { Side, OrdType, OrderQty, Price, TimeInForce, ClOrdID } = order.request;
    const whole = order.filled === Number(OrderQty);
    const OrdStatus = whole ? "2" : !order.open ? "4" : order.filled > 0 ? "1" : "0";
    this.#executions += 1;
    const report = {
      ...{ Side, OrdType, OrderQty, TimeInForce, ClOrdID },
      Symbol: order.request.Symbol,
      OrderID: order.OrderID,
      Price,
      ExecID: `E${this.#executions}`,
      ExecType,
      OrdStatus: ExecType === "A" ? "A" : OrdStatus,
      CumQty: String(order.filled),
      LeavesQty: order.open ? String(Number(OrderQty) - order.filled) : "0",
      TransactTime: new Date(),
      ...more,
    } as ExecutionReportInput;
    this.#session.send(executionReport, report);
  }
}
