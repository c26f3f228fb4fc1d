import type { FixError } from "../errors.ts";
import { ExecType, OrdStatus } from "../generated/fields.ts";
import type { ExecutionReport } from "../generated/messages/execution-report.ts";
import { newOrderSingle } from "../generated/messages/new-order-single.ts";
import { orderCancelReplaceRequest } from "../generated/messages/order-cancel-replace-request.ts";
import { orderCancelRequest } from "../generated/messages/order-cancel-request.ts";
import { orderStatusRequest } from "../generated/messages/order-status-request.ts";
import { isDone, type OpenOrder, REJECTED } from "./order.ts";
import type { Request } from "./request.ts";

/** What a request is about. */
export interface Subject {
  /** The order it makes. */
  readonly order?: OpenOrder;
  /** An order there is, as the request names it. */
  readonly target?: { readonly OrderID?: string | undefined; readonly OrigClOrdID?: string | undefined };
}

interface Entry extends Subject {
  readonly request: Request;
}

/** Which requests are open and which orders live, and what each message from the exchange means for them. */
export class Correlation {
  /** Requests that are not settled, oldest first. */
  readonly #entries = new Map<Request, Entry>();
  /** The same by ClOrdID, but for status requests, which carry their order's. */
  readonly #byClOrdID = new Map<string, Entry>();
  readonly #byNumber = new Map<number, Request>();
  /** Orders that can still be reported on, by the OrderID and every ClOrdID they have. */
  readonly #orders = new Map<string, OpenOrder>();
  #lastNumber = 0;

  /** Whether an open request or order has this id. */
  has(ClOrdID: string): boolean {
    return this.#byClOrdID.has(ClOrdID) || this.#orders.has(ClOrdID);
  }

  add(request: Request, subject: Subject): void {
    const entry = { request, ...subject };
    this.#entries.set(request, entry);
    if (request.msgType !== orderStatusRequest.msgType) this.#byClOrdID.set(request.ClOrdID, entry);
    if (subject.order !== undefined) this.#orders.set(request.ClOrdID, subject.order);
  }

  /** Forgets a request of which nothing more can be learnt. An order stays, unless it never was. */
  remove(request: Request, orderWas = true): void {
    const entry = this.#entries.get(request);
    this.#entries.delete(request);
    if (this.#byClOrdID.get(request.ClOrdID) === entry) this.#byClOrdID.delete(request.ClOrdID);
    const number = request.MsgSeqNum;
    if (number !== undefined && this.#byNumber.get(number) === request) this.#byNumber.delete(number);
    if (!orderWas && entry?.order !== undefined) this.#forget(entry.order);
  }

  /** The request has its sequence number, or will never have one. */
  number(request: Request, MsgSeqNum: number | undefined): void {
    if (MsgSeqNum === undefined) {
      this.#notSent(request, "was not sent: the session ended first");
      return;
    }
    if (MsgSeqNum <= this.#lastNumber) this.#startAgain();
    this.#lastNumber = MsgSeqNum;
    request.MsgSeqNum = MsgSeqNum;
    this.#byNumber.set(MsgSeqNum, request);
  }

  /** Requests that have a number and no answer. */
  unanswered(): Request[] {
    return [...this.#entries.keys()].filter(({ MsgSeqNum, waiting }) => MsgSeqNum !== undefined && waiting);
  }

  /** A BusinessMessageReject: it names the request by its ClOrdID. */
  refuse(msgType: string, ClOrdID: string, status: string | undefined): void {
    const entry =
      msgType === orderStatusRequest.msgType
        ? this.#question(({ request }) => request.ClOrdID === ClOrdID)
        : this.#byClOrdID.get(ClOrdID);
    if (entry?.request.msgType === msgType) this.#refuse(entry.request, status);
  }

  /** A Reject of the session: it names the request by its number. */
  reject(MsgSeqNum: number, msgType: string, status: string | undefined): void {
    const request = this.#byNumber.get(MsgSeqNum);
    if (request?.msgType === msgType) this.#refuse(request, status);
  }

  /** The exchange had not got the message with this number, and does not get it now. */
  withheld(MsgSeqNum: number): void {
    const request = this.#byNumber.get(MsgSeqNum);
    if (request !== undefined) {
      this.#notSent(request, "had not reached the exchange and was not sent again");
    }
  }

  report(report: ExecutionReport): void {
    const { ClOrdID, OrderID, OrigClOrdID, ExecType: type } = report;
    const order =
      this.#orders.get(OrderID) ?? this.#orders.get(ClOrdID) ?? this.#orders.get(OrigClOrdID ?? "");
    if (order !== undefined && order.OrderID === undefined) {
      order.OrderID = OrderID;
      this.#orders.set(OrderID, order);
    }
    order?.reports.push(report);
    const asked = this.#byClOrdID.get(ClOrdID);
    if (asked !== undefined) this.#answer(asked, report, order);
    const placing = order && this.#byClOrdID.get(order.ClOrdID);
    if (placing !== undefined && placing !== asked) this.#answer(placing, report, order);
    if (type === ExecType.OrderStatus) {
      const question = this.#question(
        ({ request, target }) => request.ClOrdID === ClOrdID || target?.OrderID === OrderID,
      );
      if (question !== undefined) this.#accept(question.request, report);
    }
    if (!isDone(report)) return;
    this.#cancelsOf(report, order);
    if (order !== undefined) this.#forget(order);
  }

  /** The session has ended, and with it all that is open. */
  clear(error: FixError | undefined): void {
    for (const request of this.#entries.keys()) {
      if (request.MsgSeqNum === undefined) request.notSent("was not sent: the session ended first");
      else request.giveUp();
    }
    for (const order of new Set(this.#orders.values())) order.reports.end(error);
    for (const map of [this.#entries, this.#byClOrdID, this.#byNumber, this.#orders]) map.clear();
  }

  /** Numbers that go back have started again: what had an old one is not sent or reported again. */
  #startAgain(): void {
    this.#byNumber.clear();
    for (const request of this.#entries.keys()) {
      if (request.waiting || request.MsgSeqNum === undefined) continue;
      request.giveUp();
      this.remove(request);
    }
  }

  /** A report that carries the request's ClOrdID, or is about the order the request makes. */
  #answer({ request }: Entry, report: ExecutionReport, order: OpenOrder | undefined): void {
    switch (request.msgType) {
      case newOrderSingle.msgType:
        if (report.OrdStatus === REJECTED) this.#refuse(request, report.Text ?? report.OrdStatus);
        else this.#accept(request, report);
        return;
      case orderCancelReplaceRequest.msgType:
        // To no more than has traded, an amendment cancels the rest.
        if (report.ExecType === ExecType.Canceled) this.#accept(request, report);
        if (report.ExecType !== ExecType.Replaced) return;
        if (order !== undefined) {
          order.amendments.push(request.ClOrdID);
          this.#orders.set(request.ClOrdID, order);
        }
        this.#accept(request, report);
        return;
      default:
        if (report.ExecType === ExecType.Canceled) this.#accept(request, report);
    }
  }

  /** An order has ended: whatever was to cancel it has its answer. */
  #cancelsOf(report: ExecutionReport, order: OpenOrder | undefined): void {
    const { OrderID, ClOrdID, OrigClOrdID = ClOrdID, OrdStatus: status } = report;
    const ids = new Set([OrderID, OrigClOrdID, ...(order === undefined ? [] : order.ids)]);
    for (const { request, target } of this.#entries.values()) {
      if (request.msgType !== orderCancelRequest.msgType) continue;
      const named = target?.OrderID ?? target?.OrigClOrdID;
      if (named === undefined || !ids.has(named)) continue;
      if (status === OrdStatus.Canceled) this.#accept(request, report);
      else this.#refuse(request, `the order had ended, OrdStatus ${status}`);
    }
  }

  /** The oldest question that fits: answers come in the order of the questions. */
  #question(fits: (entry: Entry) => boolean): Entry | undefined {
    for (const entry of this.#entries.values()) {
      if (entry.request.msgType === orderStatusRequest.msgType && fits(entry)) return entry;
    }
    return undefined;
  }

  #accept(request: Request, report: ExecutionReport): void {
    request.accept(report);
    this.remove(request);
  }

  #refuse(request: Request, status: string | undefined): void {
    request.refuse(status);
    this.remove(request, false);
  }

  #notSent(request: Request, text: string): void {
    request.notSent(text);
    this.remove(request, false);
  }

  #forget(order: OpenOrder): void {
    order.reports.end();
    for (const id of order.ids) this.#orders.delete(id);
  }
}
