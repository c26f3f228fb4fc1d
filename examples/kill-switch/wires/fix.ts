import {
  businessMessageReject,
  connect,
  ExecType,
  executionReport,
  MassCancelRequestType,
  numericClOrdIDs,
  orderMassCancelRequest,
  orderStatusRequest,
} from "@x/fix";
import type { Access } from "../access.ts";
import type { KillWire } from "../wire.ts";

/** No order has this id. Asking for it is how to hear that everything before was read. */
const NOBODY = "OAAAAA-AAAAA-AAAAAA";

/** FIX cancels the spot orders of the account, and cannot list them. */
export function fix({ urls, credentials }: Access, deadlineMs: number): KillWire {
  return {
    name: "FIX 4.4",
    venue: "spot",
    async open() {
      const session = await connect({
        host: urls.fix.host,
        port: urls.fix.port,
        senderCompID: credentials.fix.senderCompID,
        targetCompID: credentials.fix.targetCompID,
        credentials: credentials.fix,
        reconnect: false,
        logonTimeout: deadlineMs,
        logoutTimeout: deadlineMs,
      });
      const ids = numericClOrdIDs();
      return {
        async cancelAll() {
          const answers = session.messages(executionReport, businessMessageReject);
          session.send(orderMassCancelRequest, {
            ClOrdID: ids.next(),
            TransactTime: new Date(),
            MassCancelRequestType: MassCancelRequestType.CancelAllOrders,
          });
          // Each cancelled order is a report, and none is no answer at all; messages are read in order, though.
          const fence = ids.next();
          session.send(orderStatusRequest, { ClOrdID: fence, OrderID: NOBODY, Symbol: "BTC/USD" });
          let cancelled = 0;
          for await (const answer of answers) {
            if (answer.MsgType === businessMessageReject.msgType) {
              if (answer.RefMsgType === orderStatusRequest.msgType) return cancelled;
              throw new Error(`refused: ${answer.Text ?? answer.BusinessRejectReason}`);
            }
            if (answer.ExecType === ExecType.Canceled) cancelled++;
            if (answer.ExecType === ExecType.OrderStatus) return cancelled;
          }
          throw new Error("the session ended before the exchange confirmed");
        },
        close: async () => void (await session.close()),
      };
    },
  };
}
