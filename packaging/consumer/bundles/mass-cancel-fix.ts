// Encodes a mass cancel request and decodes what confirms it; no session and no socket.
import { decodeMessage, encodeMessage, executionReport, orderMassCancelRequest } from "@x/fix/codec";

const bytes = encodeMessage(
  orderMassCancelRequest,
  { MsgSeqNum: 2, SenderCompID: "ME", TargetCompID: "KRAKEN-TRD", SendingTime: new Date() },
  { ClOrdID: "1", TransactTime: new Date(), MassCancelRequestType: "7" },
);
console.log(decodeMessage(executionReport, bytes).OrderID);
