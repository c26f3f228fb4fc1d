import {
  businessMessageReject,
  CancelOrdersOnDisconnect,
  executionReport,
  FixError,
  type FixSession,
  type Logon,
} from "@x/fix";
import type { Exchange } from "../gateway.ts";
import { execId } from "./exec-id.ts";
import { type ExecutionReportFields, eventReport } from "./execution-report.ts";
import { type FixAnswer, type FixCaller, rejected } from "./handler.ts";
import { newOrderSingleHandler } from "./new-order-single.ts";
import { orderCancelReplaceRequestHandler } from "./order-cancel-replace-request.ts";
import { orderCancelRequestHandler } from "./order-cancel-request.ts";
import { orderMassCancelRequestHandler } from "./order-mass-cancel-request.ts";
import { orderStatusRequestHandler } from "./order-status-request.ts";

/** Reports the session's orders to it, answers its requests, and cancels what it leaves behind when it breaks off. */
export function serveOrders(session: FixSession, logon: Logon, caller: FixCaller, exchange: Exchange): void {
  const stop = exchange.engine.listen((event) => {
    const mine = event.order.session === caller.session;
    const asked = event.kind === "ended" && event.request?.session === caller.session;
    const ours = event.order.market.venue === caller.venue && (mine || asked);
    const fields = ours ? eventReport(event, caller.session) : undefined;
    if (fields !== undefined) report(session, fields, caller, exchange);
  });
  session.closed.then(({ reason }) => {
    stop();
    const keeps = logon.CancelOrdersOnDisconnect === CancelOrdersOnDisconnect.KeepOrders;
    if (reason === "logout" || keeps) return;
    const { account, venue, session: owner } = caller;
    exchange.engine.cancelAll({ account, venue, session: owner }, "disconnected");
  });
  const requests = session.messages(
    newOrderSingleHandler.descriptor,
    orderCancelRequestHandler.descriptor,
    orderCancelReplaceRequestHandler.descriptor,
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
    if (fields !== undefined) report(session, fields, caller, exchange);
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
  | Parameters<typeof orderCancelReplaceRequestHandler.handle>[0]
  | Parameters<typeof orderMassCancelRequestHandler.handle>[0]
  | Parameters<typeof orderStatusRequestHandler.handle>[0];

function answer(request: Request, caller: FixCaller, exchange: Exchange): FixAnswer {
  // A status request is named after the order it asks for.
  if (request.MsgType === "H") return orderStatusRequestHandler.handle(request, caller, exchange);
  const misnamed = caller.ids.refuse(request.ClOrdID);
  if (misnamed !== undefined) return rejected("0", misnamed);
  switch (request.MsgType) {
    case "D":
      return newOrderSingleHandler.handle(request, caller, exchange);
    case "F":
      return orderCancelRequestHandler.handle(request, caller, exchange);
    case "G":
      return orderCancelReplaceRequestHandler.handle(request, caller, exchange);
    case "q":
      return orderMassCancelRequestHandler.handle(request, caller, exchange);
  }
}

function report(
  session: FixSession,
  fields: ExecutionReportFields,
  { faults }: FixCaller,
  { random }: Exchange,
): void {
  const ExecID = execId(fields.ClOrdID, random);
  if (!session.active || faults.takeOnFix(["lostReport"], executionReport.name) !== undefined) return;
  session.send(executionReport, { ...fields, ExecID });
}
