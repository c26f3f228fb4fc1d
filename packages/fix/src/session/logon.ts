import type { Reader } from "../codec/reader.ts";
import { parseTimestamp } from "../codec/timestamp.ts";
import type { Frame } from "../framing.ts";
import { EncryptMethod } from "../generated/fields.ts";
import type { Header } from "../generated/header.ts";
import { logon } from "../generated/messages/logon.ts";
import { logout } from "../generated/messages/logout.ts";
import { reject } from "../generated/messages/reject.ts";
import type { LogonCredentials } from "./io.ts";
import { hasRolledOver } from "./rollover.ts";
import type { SessionState } from "./state.ts";
import type { SequenceNumbers } from "./store.ts";

/** The transport is open: an initiator prepares its Logon, an acceptor waits for one. */
export function connected(session: SessionState): void {
  const { config } = session;
  session.deadline = session.now + (config.logonTimeout ?? 10_000);
  if (config.role === "acceptor") {
    session.phase = "logon";
    return;
  }
  session.phase = "preparing";
  const fresh = session.outbox.next === 1 && session.incoming === 1;
  session.resetRequested =
    config.resetSeqNum ?? (fresh || hasRolledOver(config.rollover, config.numbers?.since, session.now));
  if (session.resetRequested) session.resetNumbers();
  session.output({ type: "logonNeeded", MsgSeqNum: session.outbox.next });
}

export function sendLogon(session: SessionState, fields: LogonCredentials): void {
  session.phase = "logon";
  session.send(logon, {
    ...fields,
    EncryptMethod: "0",
    HeartBtInt: session.config.heartBtInt ?? 60,
    ResetSeqNumFlag: session.resetRequested ? true : undefined,
  });
}

/** The first message of a connection, on either side. */
export function receiveLogon(session: SessionState, frame: Frame, header: Header, reader: Reader): void {
  if (session.config.role === "acceptor") receiveAsAcceptor(session, frame, header, reader);
  else receiveAsInitiator(session, frame, header, reader);
}

function receiveAsAcceptor(session: SessionState, frame: Frame, header: Header, reader: Reader): void {
  // Whoever does not begin with a Logon for us gets no answer: there is no counterparty to answer to.
  if (frame.msgType !== logon.msgType) {
    session.close("protocol", "the first message is not a Logon");
    return;
  }
  if (header.TargetCompID !== session.outbox.senderCompID) {
    session.close("protocol", "the Logon is for another TargetCompID");
    return;
  }
  session.outbox.targetCompID = header.SenderCompID;
  const message = logon.decode(reader, header);
  if (message === undefined) {
    session.fail("logonRefused", `Logon is not valid: ${reader.fault?.path.slice(1) ?? ""}`);
    return;
  }
  const invalid = logon.check(message);
  if (invalid !== undefined) {
    session.fail(
      "logonRefused",
      `Logon is not valid: ${invalid.path.slice(1)}, expected ${invalid.expected}`,
    );
    return;
  }
  const tolerance = session.config.sendingTimeTolerance ?? 120_000;
  if (Math.abs(session.now - parseTimestamp(header.SendingTime)) > tolerance) {
    session.fail("logonRefused", "SendingTime is too far from the receiver's clock");
    return;
  }
  session.pendingLogon = { frame, message };
  session.phase = "preparing";
  session.output({ type: "logonReceived", logon: message });
}

/** The acceptor's answer, once the credentials were found right. */
export function answerLogon(session: SessionState, numbers: SequenceNumbers): void {
  const pending = session.pendingLogon;
  if (pending === undefined || session.phase !== "preparing") return;
  session.pendingLogon = undefined;
  const { message } = pending;
  session.outbox.next = numbers.outgoing;
  session.incoming = numbers.incoming;
  const { MsgSeqNum, PossDupFlag } = message.header;
  const reset = message.ResetSeqNumFlag === true;
  if (reset && MsgSeqNum !== 1) {
    session.fail("logonRefused", `MsgSeqNum must be 1 with ResetSeqNumFlag=Y, received ${MsgSeqNum}`);
    return;
  }
  if (reset || hasRolledOver(session.config.rollover, numbers.since, session.now)) session.resetNumbers();
  if (MsgSeqNum < session.incoming && PossDupFlag !== true) {
    session.fail(
      "msgSeqNumTooLow",
      `MsgSeqNum too low, expecting ${session.incoming} but received ${MsgSeqNum}`,
    );
    return;
  }
  session.send(logon, {
    EncryptMethod: "0",
    HeartBtInt: message.HeartBtInt,
    ResetSeqNumFlag: reset ? true : undefined,
  });
  session.established(message);
  settleNumber(session, MsgSeqNum);
}

function receiveAsInitiator(session: SessionState, frame: Frame, header: Header, reader: Reader): void {
  if (frame.msgType === logout.msgType || frame.msgType === reject.msgType) {
    const message = (frame.msgType === logout.msgType ? logout : reject).decode(reader, header);
    session.close("logonRefused", message?.Text ?? "");
    return;
  }
  if (frame.msgType !== logon.msgType) {
    session.fail("logonRefused", `the first message is not a Logon but 35=${frame.msgType}`);
    return;
  }
  const { senderCompID, targetCompID } = session.outbox;
  if (header.SenderCompID !== targetCompID || header.TargetCompID !== senderCompID) {
    session.fail("logonRefused", "the Logon came from or for another CompID");
    return;
  }
  const message = logon.decode(reader, header);
  // The values alone: what else an answer holds or lacks must not keep a session from opening.
  const wrong =
    message === undefined
      ? reader.fault?.path.slice(1)
      : message.HeartBtInt < 0
        ? "HeartBtInt"
        : message.EncryptMethod !== EncryptMethod.None
          ? "EncryptMethod"
          : undefined;
  if (message === undefined || wrong !== undefined) {
    session.fail("logonRefused", `the Logon is not valid: ${wrong ?? ""}`);
    return;
  }
  if (message.ResetSeqNumFlag === true && !session.resetRequested) {
    // The counterparty starts again of its own accord: our Logon was then its number 1.
    session.resetNumbers();
    session.outbox.next = 2;
    session.output({ type: "store", MsgSeqNum: 1, bytes: undefined });
  }
  if (header.MsgSeqNum < session.incoming && header.PossDupFlag !== true) {
    session.fail(
      "msgSeqNumTooLow",
      `MsgSeqNum too low, expecting ${session.incoming} but received ${header.MsgSeqNum}`,
    );
    return;
  }
  session.established(message);
  settleNumber(session, header.MsgSeqNum);
}

/** A Logon is acted upon whatever its number; what was missed before it is asked for. */
function settleNumber(session: SessionState, MsgSeqNum: number): void {
  session.seen = MsgSeqNum;
  if (MsgSeqNum === session.incoming) session.advance(MsgSeqNum + 1);
  else if (MsgSeqNum > session.incoming) session.held.keep(MsgSeqNum, undefined);
  session.settleGap();
}
