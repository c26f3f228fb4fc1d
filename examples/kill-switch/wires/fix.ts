import type { Clock } from "@x/core";
import {
  businessMessageReject,
  combClOrdIDs,
  connect,
  ExecType,
  executionReport,
  MassCancelRequestType,
  orderMassCancelRequest,
  orderStatusRequest,
} from "@x/fix";
import type { Access } from "../access.ts";
import type { KillWire, Venue } from "../wire.ts";

const VENUES = {
  spot: { name: "FIX, spot", place: "fix", symbol: "BTC/USD" },
  futures: { name: "FIX, derivatives", place: "fixDerivatives", symbol: "PF_XBTUSD" },
} as const;

/** No order has this id. Asking for it is how to hear that everything before was read. */
const NOBODY = "OAAAAA-AAAAA-AAAAAA";

/** FIX cancels the orders of an account on one venue, and cannot list them. */
export function fix({ urls, credentials }: Access, deadlineMs: number, clock: Clock, venue: Venue): KillWire {
  const { name, place, symbol } = VENUES[venue];
  const { senderCompID, targetCompID } = credentials[place];
  return {
    name,
    venue,
    async open() {
      const session = await connect({
        ...urls[place],
        senderCompID,
        targetCompID,
        credentials: credentials[place],
        reconnect: false,
        logonTimeout: deadlineMs,
        logoutTimeout: deadlineMs,
        clock,
      });
      const ids = combClOrdIDs();
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
          session.send(orderStatusRequest, { ClOrdID: fence, OrderID: NOBODY, Symbol: symbol });
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
