import { type Clock, systemClock } from "@x/core";
import { type ClOrdIDs, combClOrdIDs } from "../cl-ord-id.ts";
import type { FixMessage, ReceivedMessage } from "../codec/message.ts";
import { FixError } from "../errors.ts";
import {
  type BusinessMessageReject,
  businessMessageReject,
} from "../generated/messages/business-message-reject.ts";
import { type ExecutionReport, executionReport } from "../generated/messages/execution-report.ts";
import { type NewOrderSingleInput, newOrderSingle } from "../generated/messages/new-order-single.ts";
import {
  type OrderCancelReplaceRequestInput,
  orderCancelReplaceRequest,
} from "../generated/messages/order-cancel-replace-request.ts";
import {
  type OrderCancelRequestInput,
  orderCancelRequest,
} from "../generated/messages/order-cancel-request.ts";
import {
  type OrderMassCancelRequestInput,
  orderMassCancelRequest,
} from "../generated/messages/order-mass-cancel-request.ts";
import {
  type OrderStatusRequestInput,
  orderStatusRequest,
} from "../generated/messages/order-status-request.ts";
import { closeError } from "../session/close.ts";
import type { SessionEvent } from "../session/io.ts";
import type { FixSession } from "../session/session.ts";
import { Correlation, type Subject } from "./correlation.ts";

import { OpenOrder, type PlacedOrder } from "./order.ts";
import { Request } from "./request.ts";
import type { Submission } from "./submission.ts";

export interface OrderEntryOptions {
  /** Makes the ids of requests that come without one. Default: {@link combClOrdIDs}, which spot and derivatives take. */
  readonly clOrdIDs?: ClOrdIDs;
  /** Milliseconds to wait for an answer before an outcome is unknown. Default 10,000. */
  readonly deadline?: number;
  /** Should be the session's. */
  readonly clock?: Clock;
}

/** A request whose id and time are put in where they are not given. */
export type Stamped<Input extends { readonly ClOrdID: string }> = Omit<Input, "ClOrdID" | "TransactTime"> &
  Partial<Pick<Input, Extract<keyof Input, "ClOrdID" | "TransactTime">>>;

/**
 * Orders over a session, as calls. Each request is sent once and its outcome settles once: accepted or refused by the
 * exchange's own word, or unknown, when the deadline passes or the connection is lost first. Only `accepted` has a result,
 * so a caller cannot overlook `unknown`. Make one for each session, before its first request.
 *
 * Kraken: https://docs.kraken.com/exchange/api-reference/unified-fix/nos
 *
 * A report counts as taken when this has sorted it. What is open is kept in memory: a program that goes on after a crash
 * reads `session.messages` beside this, or asks for the state of its orders.
 *
 * A request that is itself at fault is not sent: `place` throws a FixError `invalidMessage`, the others reject with it.
 */
export class OrderEntry {
  readonly #session: FixSession;
  readonly #clOrdIDs: ClOrdIDs;
  readonly #deadline: number;
  readonly #clock: Clock;
  readonly #correlation = new Correlation();

  constructor(session: FixSession, options: OrderEntryOptions = {}) {
    const { deadline = 10_000, clock = systemClock } = options;
    const { clOrdIDs = combClOrdIDs(() => clock.now()) } = options;
    if (!(deadline > 0)) {
      throw new FixError("invalidOptions", `deadline: expected milliseconds above 0, got ${deadline}`, {
        path: "/deadline",
        outcome: "not-sent",
      });
    }
    this.#session = session;
    this.#clOrdIDs = clOrdIDs;
    this.#deadline = deadline;
    this.#clock = clock;
    this.#read();
    this.#watch();
    session.closed.then((close) => this.#afterReading(() => this.#correlation.clear(closeError(close))));
  }

  /** Places an order. Accepted is what has an OrderID, be it pending still: a report (150=A or 0) is the result. */
  place(order: Stamped<NewOrderSingleInput>): PlacedOrder {
    const body = this.#stamp(order);
    const open = new OpenOrder(body.ClOrdID);
    const request = this.#send(newOrderSingle, body, { order: open });
    if (request.settled) open.reports.end();
    return { ClOrdID: body.ClOrdID, outcome: request.outcome, reports: open.reports };
  }

  /** Cancels one order. Accepted: it is canceled, by this request or another. */
  async cancel(cancel: Stamped<OrderCancelRequestInput>): Promise<Submission<ExecutionReport>> {
    const body = this.#stamp(cancel);
    return this.#send(orderCancelRequest, body, { target: body }).outcome;
  }

  /**
   * Amends one order. Accepted: the report of the amendment (150=5), or of the cancel of what is left (150=4) where the
   * new quantity is no more than has traded.
   */
  async amend(amendment: Stamped<OrderCancelReplaceRequestInput>): Promise<Submission<ExecutionReport>> {
    const body = this.#stamp(amendment);
    return this.#send(orderCancelReplaceRequest, body, { target: body }).outcome;
  }

  /**
   * Cancels many orders. The exchange confirms each by a report of its own; the first is the result, and each order's
   * `reports` tell the rest. Where nothing is open it says nothing, so that the outcome is unknown after the deadline.
   */
  async massCancel(cancel: Stamped<OrderMassCancelRequestInput>): Promise<Submission<ExecutionReport>> {
    return this.#send(orderMassCancelRequest, this.#stamp(cancel), {}).outcome;
  }

  /** Asks for the state of one order: a report (150=I), which also settles what was unknown of the order. */
  async status(question: OrderStatusRequestInput): Promise<Submission<ExecutionReport>> {
    return this.#send(orderStatusRequest, question, { target: question }).outcome;
  }

  #stamp<Input extends { readonly ClOrdID: string }>(input: Stamped<Input>): Input {
    const { ClOrdID, TransactTime }: { readonly ClOrdID?: unknown; readonly TransactTime?: unknown } = input;
    return {
      ...input,
      ClOrdID: ClOrdID ?? this.#clOrdIDs.next(),
      TransactTime: TransactTime ?? new Date(this.#clock.now()),
    } as unknown as Input;
  }

  #send<Input extends { readonly ClOrdID: string }>(
    message: FixMessage<Input, ReceivedMessage>,
    body: Input,
    subject: Subject,
  ): Request {
    if (message !== (orderStatusRequest as unknown) && this.#correlation.has(body.ClOrdID)) {
      throw new FixError("invalidMessage", `${message.name} was not sent: its ClOrdID is in use`, {
        path: "/ClOrdID",
        outcome: "not-sent",
      });
    }
    const request = new Request(message, body);
    // Known before it is sent: the answer may come before `send` returns.
    this.#correlation.add(request, subject);
    try {
      this.#session.send(message, body, (MsgSeqNum) => this.#correlation.number(request, MsgSeqNum));
    } catch (error) {
      this.#correlation.remove(request, false);
      if (!FixError.is(error) || error.code === "invalidMessage") throw error;
      request.notSent(error);
      return request;
    }
    const timer = this.#clock.setTimer(this.#deadline, () =>
      request.lose("deadlineExceeded", `was not answered within ${this.#deadline} ms`),
    );
    request.outcome.then(() => timer.cancel());
    return request;
  }

  async #read(): Promise<void> {
    try {
      for await (const message of this.#session.messages(executionReport, businessMessageReject)) {
        if (message.MsgType === "8") this.#correlation.report(message);
        else this.#refused(message);
      }
    } catch (error) {
      // `closed` tells how the session ended, and what that means for what is open.
      if (!FixError.is(error)) throw error;
    }
  }

  #refused({ RefMsgType, BusinessRejectRefID, BusinessRejectReason, Text }: BusinessMessageReject): void {
    this.#correlation.refuse(RefMsgType, BusinessRejectRefID, Text ?? BusinessRejectReason);
  }

  async #watch(): Promise<void> {
    try {
      for await (const event of this.#session.events) this.#seen(event);
    } catch (error) {
      if (!FixError.is(error)) throw error;
      // More events at once than are held: a Reject among them is missed, and its request ends at its deadline.
      await this.#watch();
    }
  }

  #seen(event: SessionEvent): void {
    if (event.kind === "rejected") {
      const { RefSeqNum, RefMsgType, Text, SessionRejectReason } = event.reject;
      this.#correlation.reject(RefSeqNum, RefMsgType, Text ?? SessionRejectReason);
    } else if (event.kind === "withheld" && !event.mayHaveArrived) {
      this.#correlation.withheld(event.MsgSeqNum);
    } else if (event.kind === "disconnected") {
      const lost = this.#correlation.unanswered();
      this.#afterReading(() => {
        for (const request of lost) {
          request.lose("connectionLost", "may have been sent: the connection was lost");
        }
      });
    }
  }

  /** What came before is still on its way to us by a few promises; it counts first. */
  #afterReading(run: () => void): void {
    this.#clock.setTimer(0, run);
  }
}
