import {
  businessMessageReject,
  CancelOrdersOnDisconnect,
  executionReport,
  FixError,
  type FixSession,
  type Logon,
  listen,
} from "@x/fix";
import type { FixCredentials } from "../../credentials.ts";
import { letters } from "../../engine/order-id.ts";
import type { Sessions } from "../../sessions.ts";
import type { Exchange } from "../gateway.ts";
import { createLogonJudge } from "./authentication.ts";
import { type ExecutionReportFields, eventReport } from "./execution-report.ts";
import type { FixAnswer, FixCaller } from "./handler.ts";
import { newOrderSingleHandler } from "./new-order-single.ts";
import { orderCancelRequestHandler } from "./order-cancel-request.ts";
import { orderMassCancelRequestHandler } from "./order-mass-cancel-request.ts";
import { orderStatusRequestHandler } from "./order-status-request.ts";

export interface FixGatewayOptions {
  readonly account: string;
  readonly key: FixCredentials;
  readonly host: string;
  readonly port: number;
  /** Where sessions are noted. */
  readonly sessions: Sessions;
}

export interface FixGateway {
  readonly port: number;
  /** Logs every session out and stops listening. */
  close(): Promise<void>;
}

/** The spot trading session of the FIX API. */
export async function openFixGateway(exchange: Exchange, options: FixGatewayOptions): Promise<FixGateway> {
  const { account, key, host, port, sessions } = options;
  const acceptor = await listen({
    senderCompID: key.targetCompID,
    authenticate: createLogonJudge(key, exchange.clock),
    onSession: (session, logon) => {
      const closed = sessions.opened("fix", session.targetCompID);
      session.closed.then(closed);
      serve(session, logon, { account, session: session.targetCompID }, exchange);
    },
    unread: "refuse",
    clock: exchange.clock,
    host,
    port,
  });
  return { port: acceptor.port, close: () => acceptor.close() };
}

/** Reports the session's orders to it, answers its requests, and cancels what it leaves behind when it breaks off. */
function serve(session: FixSession, logon: Logon, caller: FixCaller, exchange: Exchange): void {
  const stop = exchange.engine.listen((event) => {
    const mine = event.order.session === caller.session;
    const asked = event.kind === "ended" && event.request?.session === caller.session;
    const fields = mine || asked ? eventReport(event, caller.session) : undefined;
    if (fields !== undefined) report(session, fields, exchange);
  });
  session.closed.then(({ reason }) => {
    stop();
    const keeps = logon.CancelOrdersOnDisconnect === CancelOrdersOnDisconnect.KeepOrders;
    if (reason === "logout" || keeps) return;
    const { account, session: owner } = caller;
    exchange.engine.cancelAll({ account, venue: "spot", session: owner }, "disconnected");
  });
  const requests = session.messages(
    newOrderSingleHandler.descriptor,
    orderCancelRequestHandler.descriptor,
    orderMassCancelRequestHandler.descriptor,
    orderStatusRequestHandler.descriptor,
  );
  answerAll(session, requests, caller, exchange).catch((error: unknown) => {
    // A session that ends in disorder ends the iteration with its error; `closed` has dealt with it.
    if (!(error instanceof FixError)) throw error;
  });
}

async function answerAll(
  session: FixSession,
  requests: AsyncIterable<Request>,
  caller: FixCaller,
  exchange: Exchange,
): Promise<void> {
  for await (const request of requests) {
    const { report: fields, reject } = answer(request, caller, exchange);
    if (fields !== undefined) report(session, fields, exchange);
    if (reject !== undefined && session.active) {
      session.send(businessMessageReject, {
        // The exchange names the message by its ClOrdID and leaves the number at 0.
        RefSeqNum: 0,
        RefMsgType: request.MsgType,
        BusinessRejectRefID: request.ClOrdID,
        BusinessRejectReason: reject.reason,
        Text: reject.text,
      });
    }
  }
}

type Request =
  | Parameters<typeof newOrderSingleHandler.handle>[0]
  | Parameters<typeof orderCancelRequestHandler.handle>[0]
  | Parameters<typeof orderMassCancelRequestHandler.handle>[0]
  | Parameters<typeof orderStatusRequestHandler.handle>[0];

function answer(request: Request, caller: FixCaller, exchange: Exchange): FixAnswer {
  switch (request.MsgType) {
    case "D":
      return newOrderSingleHandler.handle(request, caller, exchange);
    case "F":
      return orderCancelRequestHandler.handle(request, caller, exchange);
    case "q":
      return orderMassCancelRequestHandler.handle(request, caller, exchange);
    case "H":
      return orderStatusRequestHandler.handle(request, caller, exchange);
  }
}

function report(session: FixSession, fields: ExecutionReportFields, { random }: Exchange): void {
  if (session.active) {
    session.send(executionReport, { ...fields, ExecID: `${letters(7, random)}:${letters(13, random)}` });
  }
}
