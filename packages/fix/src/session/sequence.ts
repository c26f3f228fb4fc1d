import type { RejectReason } from "../codec/fault.ts";
import { refuse } from "../codec/fault.ts";
import { Reader } from "../codec/reader.ts";
import { parseTimestamp } from "../codec/timestamp.ts";
import type { Frame } from "../framing.ts";
import type { Header } from "../generated/header.ts";
import { logon } from "../generated/messages/logon.ts";
import { logout } from "../generated/messages/logout.ts";
import { resendRequest } from "../generated/messages/resend-request.ts";
import { sequenceReset } from "../generated/messages/sequence-reset.ts";
import { answerLogout, answerResendRequest, resetInSession } from "./admin.ts";
import { showMessage } from "./mask.ts";
import type { SessionState } from "./state.ts";

/**
 * Whether it is this message's turn. Everything else is settled here: too early is held and the missing ones are asked
 * for, too late is dropped when it says so and ends the session when it does not.
 */
export function admit(session: SessionState, frame: Frame, header: Header, reader: Reader): boolean {
  if (!sameParties(session, frame, header) || !onTime(session, frame, header)) return false;
  if (frame.msgType === sequenceReset.msgType && unconditionalReset(session, frame, header, reader))
    return false;
  if (frame.msgType === logon.msgType && resetInSession(session, frame, header, reader)) return false;
  const { MsgSeqNum } = header;
  if (MsgSeqNum === session.incoming) return true;
  if (MsgSeqNum > session.incoming) tooHigh(session, frame, header, reader);
  else tooLow(session, frame, header);
  return false;
}

function tooHigh(session: SessionState, frame: Frame, header: Header, reader: Reader): void {
  const { MsgSeqNum } = header;
  if (frame.msgType === logout.msgType) {
    answerLogout(session, frame, header, reader);
    return;
  }
  let held: Frame | undefined = frame;
  if (frame.msgType === resendRequest.msgType && !session.held.has(MsgSeqNum)) {
    // Served at once: were both sides to wait for the other's resend first, neither would get one.
    answerResendRequest(session, frame, header, reader);
    held = undefined;
  }
  if (!session.held.keep(MsgSeqNum, held)) session.event({ kind: "heldTooMany", MsgSeqNum });
  if (session.awaiting === 0) session.askForMissing(MsgSeqNum - 1);
}

function tooLow(session: SessionState, frame: Frame, header: Header): void {
  const { MsgSeqNum, PossDupFlag, OrigSendingTime, SendingTime } = header;
  if (PossDupFlag !== true) {
    session.fail(
      "msgSeqNumTooLow",
      `MsgSeqNum too low, expecting ${session.incoming} but received ${MsgSeqNum}`,
    );
    return;
  }
  if (OrigSendingTime !== undefined && parseTimestamp(OrigSendingTime) > parseTimestamp(SendingTime)) {
    deny(session, frame, header, 122, "10", "OrigSendingTime not after SendingTime", OrigSendingTime);
    return;
  }
  session.event({ kind: "duplicate", MsgSeqNum });
}

function sameParties(session: SessionState, frame: Frame, header: Header): boolean {
  const { senderCompID, targetCompID } = session.outbox;
  const wrong =
    header.SenderCompID !== targetCompID
      ? ([49, header.SenderCompID, targetCompID] as const)
      : header.TargetCompID !== senderCompID
        ? ([56, header.TargetCompID, senderCompID] as const)
        : undefined;
  if (wrong === undefined) return true;
  const [tag, got, want] = wrong;
  deny(session, frame, header, tag, "9", want, got);
  session.fail("protocol", "a message came from or for another CompID");
  return false;
}

function onTime(session: SessionState, frame: Frame, header: Header): boolean {
  const tolerance = session.config.sendingTimeTolerance ?? 120_000;
  if (Math.abs(session.now - parseTimestamp(header.SendingTime)) <= tolerance) return true;
  deny(
    session,
    frame,
    header,
    52,
    "10",
    `a time within ${tolerance} ms of the receiver's`,
    header.SendingTime,
  );
  session.fail("protocol", "SendingTime is too far from our clock");
  return false;
}

/** A SequenceReset without GapFillFlag counts whatever its own number. */
function unconditionalReset(session: SessionState, frame: Frame, header: Header, reader: Reader): boolean {
  const at = reader.mark();
  const message = sequenceReset.decode(reader, header);
  reader.restore(at);
  if (message === undefined || message.GapFillFlag) return false;
  const { NewSeqNo } = message;
  if (NewSeqNo < session.incoming) {
    deny(session, frame, header, 36, "5", `a number from ${session.incoming}`, String(NewSeqNo));
    return true;
  }
  session.event({ kind: "sequenceReset", from: session.incoming, to: NewSeqNo, gapFill: false });
  session.advance(NewSeqNo);
  return true;
}

/** Refuses a message for a rule of the session rather than of its own definition. */
function deny(
  session: SessionState,
  frame: Frame,
  header: Header,
  tag: number,
  reason: RejectReason,
  expected: string,
  actual: string,
): void {
  if (header.MsgSeqNum === session.incoming) session.advance(header.MsgSeqNum + 1);
  const field = HEADER_FIELDS[tag] ?? "";
  const fault = refuse(tag, reason, `/${field}`, expected, actual);
  session.refuse(header, frame.msgType, fault, showMessage(frame.bytes));
}

const HEADER_FIELDS: Readonly<Record<number, string>> = {
  36: "NewSeqNo",
  49: "SenderCompID",
  52: "SendingTime",
  56: "TargetCompID",
  122: "OrigSendingTime",
};

/** The number of a message whose header is broken elsewhere. */
export function findMsgSeqNum(frame: Frame): number | undefined {
  const reader = new Reader(frame);
  while (reader.next()) {
    if (reader.tag !== 34) continue;
    const before = reader.fault;
    const MsgSeqNum = reader.whole("MsgSeqNum");
    return reader.fault === before && MsgSeqNum > 0 ? MsgSeqNum : undefined;
  }
  return undefined;
}
