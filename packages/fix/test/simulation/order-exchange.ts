import type {
  ExecutionReportInput,
  NewOrderSingle,
  OrderCancelRequest,
  OrderMassCancelRequest,
  OrderStatusRequest,
} from "../../src/generated/index.ts";
import { businessMessageReject, executionReport } from "../../src/generated/index.ts";
import type { FixSession } from "../../src/session/session.ts";
import { Violation } from "./side.ts";
import type { Time } from "./time.ts";

type Request = NewOrderSingle | OrderCancelRequest | OrderMassCancelRequest | OrderStatusRequest;

interface Order {
  readonly ClOrdID: string;
  readonly OrderID: string;
  status: "0" | "1" | "2" | "4";
  /** ExecIDs of everything reported on it. */
  readonly reported: string[];
}

const TRADE = {
  AvgPx: "1",
  LastPx: "1",
  LastQty: "1",
  LiquidityInd: "1",
  SecondaryExecID: "1",
  TradeID: "1",
} as const;

/** Takes, refuses, fills and cancels orders as chance has it, in its own time, and knows the truth. */
export class OrderExchange {
  readonly #time: Time;
  readonly #random: () => number;
  /** Reports that wait for a connection. */
  #outbox: ((session: FixSession) => void)[] = [];
  #session: FixSession | undefined;
  #count = 0;
  readonly orders = new Map<string, Order>();
  /** What it said to each request but status requests, by ClOrdID. */
  readonly verdicts = new Map<string, "accepted" | "refused" | "nothing">();
  /** Status requests that came, by the ClOrdID of their order. */
  readonly asked = new Map<string, number>();

  constructor(time: Time, random: () => number) {
    this.#time = time;
    this.#random = random;
  }

  /** Goes on over a new connection. */
  serve(session: FixSession): void {
    this.#session = session;
    this.#flush();
  }

  handle(request: Request): void {
    const { ClOrdID, MsgType } = request;
    if (MsgType === "H") this.asked.set(ClOrdID, (this.asked.get(ClOrdID) ?? 0) + 1);
    else if (this.verdicts.has(ClOrdID)) throw new Violation(`the exchange got ${MsgType} ${ClOrdID} twice`);
    else this.verdicts.set(ClOrdID, "nothing");
    // Some answers take longer than the client waits.
    const wait = this.#random() < 0.2 ? 600 : this.#random() * 50;
    this.#time.setTimer(wait, () => this.#answer(request));
  }

  #answer(request: Request): void {
    switch (request.MsgType) {
      case "D":
        this.#place(request);
        return;
      case "F": {
        const order = this.#find(request);
        if (order === undefined || isDone(order)) this.#refuse(request);
        else this.#cancel(order, request.ClOrdID);
        return;
      }
      case "q":
        for (const order of this.orders.values()) if (!isDone(order)) this.#cancel(order, request.ClOrdID);
        return;
      case "H": {
        const order = this.#find(request);
        if (order === undefined) this.#refuse(request);
        else this.#report(order, "I");
      }
    }
  }

  #place(request: NewOrderSingle): void {
    if (this.#random() < 0.2) {
      this.#refuse(request);
      return;
    }
    this.verdicts.set(request.ClOrdID, "accepted");
    const order: Order = {
      ClOrdID: request.ClOrdID,
      OrderID: `O${this.orders.size + 1}`,
      status: "0",
      reported: [],
    };
    this.orders.set(order.ClOrdID, order);
    this.#report(order, "0");
    if (this.#random() < 0.4) this.#trade(order);
  }

  #trade(order: Order): void {
    this.#time.setTimer(this.#random() * 300, () => {
      if (isDone(order)) return;
      order.status = this.#random() < 0.5 ? "2" : "1";
      this.#report(order, "F");
      this.#trade(order);
    });
  }

  #cancel(order: Order, ClOrdID: string): void {
    this.verdicts.set(ClOrdID, "accepted");
    order.status = "4";
    this.#report(order, "4", ClOrdID);
  }

  #find({
    OrderID,
    OrigClOrdID = "",
  }: {
    readonly OrderID?: string | undefined;
    readonly OrigClOrdID?: string | undefined;
  }): Order | undefined {
    if (OrderID === undefined) return this.orders.get(OrigClOrdID);
    return [...this.orders.values()].find((order) => order.OrderID === OrderID);
  }

  #refuse({ MsgType, ClOrdID }: Request): void {
    if (MsgType !== "H") this.verdicts.set(ClOrdID, "refused");
    this.#say((session) =>
      session.send(businessMessageReject, {
        RefSeqNum: 0,
        RefMsgType: MsgType,
        BusinessRejectRefID: ClOrdID,
        BusinessRejectReason: "0",
        Text: "no",
      }),
    );
  }

  #report(order: Order, ExecType: "0" | "4" | "F" | "I", ClOrdID: string = order.ClOrdID): void {
    this.#count += 1;
    const report: ExecutionReportInput = {
      ClOrdID,
      ExecID: `E${this.#count}`,
      OrderID: order.OrderID,
      OrdStatus: order.status,
      ExecType,
      CumQty: "0",
      LeavesQty: "1",
      OrderQty: "1",
      OrdType: "1",
      Side: "1",
      Symbol: "BTC/USD",
      TimeInForce: "1",
      ...(ExecType === "4" && { OrigClOrdID: order.ClOrdID }),
      ...(ExecType === "F" && TRADE),
    };
    order.reported.push(report.ExecID);
    this.#say((session) => session.send(executionReport, report));
  }

  #say(what: (session: FixSession) => void): void {
    this.#outbox.push(what);
    this.#flush();
  }

  #flush(): void {
    if (this.#session?.active !== true) return;
    for (const say of this.#outbox.splice(0)) say(this.#session);
  }
}

function isDone({ status }: Order): boolean {
  return status === "2" || status === "4";
}
