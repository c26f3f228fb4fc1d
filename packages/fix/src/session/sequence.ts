import { Reader } from "../codec/reader.ts";
import { parseTimestamp } from "../codec/timestamp.ts";
import type { Frame } from "../framing.ts";
import type { Header } from "../generated/header.ts";
import { logon } from "../generated/messages/logon.ts";
import { logout } from "../generated/messages/logout.ts";
import { sequenceReset } from "../generated/messages/sequence-reset.ts";
import { actAtOnce, answerLogout } from "./admin.ts";
import { deny } from "./deny.ts";
import { resetInSession, unconditionalReset } from "./reset.ts";
import type { SessionState } from "./state.ts";

/**
 * Whether it is this message's turn. Everything else is settled here: too early is held and the missing ones are asked
 * for, too late is dropped when it says so and ends the session when it does not.
 */
export function admit(session: SessionState, frame: Frame, header: Header, reader: Reader): boolean {
  if (!sameParties(session, frame, header) || !onTime(session, frame, header)) return false;
  if (unconditionalReset(session, frame, header, reader) || resetInSession(session, frame, header, reader)) {
    return false;
  }
  const { MsgSeqNum } = header;
  if (header.PossDupFlag === true && !credibleDuplicate(session, frame, header)) return false;
  if (MsgSeqNum > session.seen) session.seen = MsgSeqNum;
  if (MsgSeqNum < session.incoming) {
    tooLow(session, header);
    return false;
  }
  if (MsgSeqNum === session.incoming && !(session.paused && isCargo(frame))) return true;
  tooEarly(session, frame, header, reader);
  return false;
}

/** Whether the program, rather than the session, is to have a message. */
export function isCargo({ msgType }: Frame): boolean {
  return !(msgType === logon.msgType || (msgType.length === 1 && msgType >= "0" && msgType <= "5"));
}

function tooEarly(session: SessionState, frame: Frame, header: Header, reader: Reader): void {
  const { MsgSeqNum } = header;
  if (frame.msgType === logout.msgType) {
    answerLogout(session, frame, header, reader);
    return;
  }
  if (session.paused) {
    // Let pass: it is asked for when the program can take it. So is a gap fill, which counts only in its turn.
    if (isCargo(frame) || frame.msgType === sequenceReset.msgType) return;
  }
  if (session.held.has(MsgSeqNum)) return;
  const at = reader.mark();
  const done = actAtOnce(session, frame, header, reader, true);
  reader.restore(at);
  if (!session.held.keep(MsgSeqNum, done ? undefined : frame)) {
    session.event({ kind: "heldTooMany", MsgSeqNum });
  }
}

function tooLow(session: SessionState, { MsgSeqNum, PossDupFlag }: Header): void {
  if (PossDupFlag === true) session.event({ kind: "duplicate", MsgSeqNum });
  else {
    session.fail(
      "msgSeqNumTooLow",
      `MsgSeqNum too low, expecting ${session.incoming} but received ${MsgSeqNum}`,
    );
  }
}

/** Whether a possible duplicate says of itself what it has to. */
function credibleDuplicate(session: SessionState, frame: Frame, header: Header): boolean {
  const { OrigSendingTime, SendingTime } = header;
  if (OrigSendingTime === undefined) {
    const required = session.config.requireOrigSendingTime ?? session.config.role === "acceptor";
    if (!required || frame.msgType === sequenceReset.msgType) return true;
    deny(session, frame, header, 122, "1", "a time, as PossDupFlag is Y", undefined);
    return false;
  }
  if (parseTimestamp(OrigSendingTime) <= parseTimestamp(SendingTime)) return true;
  deny(session, frame, header, 122, "10", "a time not after SendingTime", OrigSendingTime);
  session.fail("protocol", "OrigSendingTime is after SendingTime");
  return false;
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
  if (tolerance === Number.POSITIVE_INFINITY) return true;
  if (Math.abs(session.now - parseTimestamp(header.SendingTime)) <= tolerance) return true;
  const expected = `a time within ${tolerance} ms of the receiver's`;
  deny(session, frame, header, 52, "10", expected, header.SendingTime);
  session.fail("protocol", "SendingTime is too far from our clock");
  return false;
}

/** The number of a message whose header is broken elsewhere. */
export function findMsgSeqNum(frame: Frame): number | undefined {
  const reader = new Reader(frame);
  while (reader.next()) {
    if (reader.tag !== 34) {
      reader.unknown();
      continue;
    }
    const before = reader.fault;
    const MsgSeqNum = reader.whole("MsgSeqNum");
    return reader.fault === before && MsgSeqNum > 0 ? MsgSeqNum : undefined;
  }
  return undefined;
}
