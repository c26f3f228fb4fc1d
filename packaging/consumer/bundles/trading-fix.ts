// The codec with every message that places, changes, asks for or reports orders; no session and no socket.
import {
  businessMessageReject,
  decodeMessage,
  encodeMessage,
  executionReport,
  newOrderSingle,
  orderCancelReplaceRequest,
  orderCancelRequest,
  orderMassCancelRequest,
  orderStatusRequest,
} from "@x/fix/codec";

const header = { MsgSeqNum: 2, SenderCompID: "ME", TargetCompID: "KRAKEN-TRD", SendingTime: new Date() };
const messages = [
  newOrderSingle,
  orderCancelRequest,
  orderCancelReplaceRequest,
  orderStatusRequest,
  orderMassCancelRequest,
  executionReport,
  businessMessageReject,
];
for (const message of messages) {
  const bytes = encodeMessage(message as typeof orderStatusRequest, header, {
    ClOrdID: "1",
    OrderID: "O1",
    Symbol: "BTC/USD",
  });
  console.log(decodeMessage(message as typeof orderStatusRequest, bytes).OrderID);
}
