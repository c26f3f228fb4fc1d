import { type FixFault, refuse } from "../codec/fault.ts";
import type { FixMessage, ReceivedMessage } from "../codec/message.ts";
import { Reader } from "../codec/reader.ts";
import type { Frame } from "../framing.ts";
import { decodeHeader, type Header } from "../generated/header.ts";
import { heartbeat } from "../generated/messages/heartbeat.ts";
import { logon } from "../generated/messages/logon.ts";
import { logout } from "../generated/messages/logout.ts";
import { reject } from "../generated/messages/reject.ts";
import { resendRequest } from "../generated/messages/resend-request.ts";
import { sequenceReset } from "../generated/messages/sequence-reset.ts";
import { testRequest } from "../generated/messages/test-request.ts";
import { beginResend } from "./resend.ts";
import type { SessionState } from "./state.ts";

/** Acts on a message whose turn it is; application messages go on to the user. */
export function handle(session: SessionState, frame: Frame, header: Header, reader: Reader): void {
  switch (frame.msgType) {
    case heartbeat.msgType:
    case testRequest.msgType:
    case resendRequest.msgType:
      actAtOnce(session, frame, header, reader);
      return;
    case sequenceReset.msgType:
      gapFill(session, frame, header, reader);
      return;
    case logout.msgType:
      answerLogout(session, frame, header, reader);
      return;
    case reject.msgType: {
      const at = reader.mark();
      const message = decode(session, reject, frame, header, reader);
      if (message === undefined) return;
      session.event({ kind: "rejected", reject: message });
      reader.restore(at);
      session.output({ type: "deliver", frame, header, reader });
      return;
    }
    case logon.msgType: {
      const fault = refuse(0, "5", "", "no second Logon in a session", "Logon");
      session.refuse(header.MsgSeqNum, frame, fault);
      return;
    }
    default:
      session.output({ type: "deliver", frame, header, reader });
  }
}

/** A message held until its turn. */
export function handleHeld(session: SessionState, frame: Frame): void {
  const reader = new Reader(frame);
  const header = decodeHeader(reader);
  if (header === undefined) return;
  session.advance(header.MsgSeqNum + 1);
  handle(session, frame, header, reader);
}

/**
 * Acts on the messages that may be acted on before their turn: signs of life, which a gap must not hold up, and the
 * counterparty's request for messages; were both sides to wait for the other's first, neither would get any.
 *
 * @returns false for every other message, and for one that is unusable and therefore has to wait for its turn
 */
export function actAtOnce(
  session: SessionState,
  frame: Frame,
  header: Header,
  reader: Reader,
  early = false,
): boolean {
  const fail = early ? () => undefined : (fault: FixFault) => session.refuse(header.MsgSeqNum, frame, fault);
  switch (frame.msgType) {
    case heartbeat.msgType:
      return decodeOr(fail, heartbeat, header, reader) !== undefined;
    case testRequest.msgType: {
      const message = decodeOr(fail, testRequest, header, reader);
      if (message !== undefined) session.send(heartbeat, { TestReqID: message.TestReqID });
      return message !== undefined;
    }
    case resendRequest.msgType: {
      const message = decodeOr(fail, resendRequest, header, reader);
      if (message !== undefined) beginResend(session, frame, header, message);
      return message !== undefined;
    }
    default:
      return false;
  }
}

/** Our Logout: the session ends with the answer, or without one in time. */
export function beginLogout(session: SessionState, text: string | undefined): void {
  if (session.phase === "active") {
    session.send(logout, { Text: text });
    session.phase = "logout";
    session.deadline = session.now + (session.config.logoutTimeout ?? 2_000);
  } else if (session.phase !== "logout") {
    session.close("logout", text ?? "closed before the logon");
  }
}

export function answerLogout(session: SessionState, frame: Frame, header: Header, reader: Reader): void {
  const message = decode(session, logout, frame, header, reader);
  const text = message?.Text ?? "";
  if (session.phase === "logout") {
    session.close(session.logoutReason, text);
    return;
  }
  session.event({ kind: "logout", text });
  session.send(logout, {});
  session.close("logout", text);
}

function gapFill(session: SessionState, frame: Frame, header: Header, reader: Reader): void {
  const message = decode(session, sequenceReset, frame, header, reader);
  if (message === undefined) return;
  const { NewSeqNo } = message;
  if (NewSeqNo <= header.MsgSeqNum) {
    const fault = refuse(36, "5", "/NewSeqNo", `a number after ${header.MsgSeqNum}`, NewSeqNo);
    session.refuse(header.MsgSeqNum, frame, fault);
    return;
  }
  session.event({ kind: "sequenceReset", from: header.MsgSeqNum, to: NewSeqNo, gapFill: true });
  passOver(session, NewSeqNo);
}

/** Moves on to a number. What came of the numbers passed over is not lost for that. */
export function passOver(session: SessionState, next: number): void {
  for (const number of session.held.below(next)) {
    const frame = session.held.take(number);
    if (frame !== undefined && session.phase !== "closed") handleHeld(session, frame);
  }
  if (next > session.incoming) session.advance(next);
}

/** Decodes a message of the session; one that is unusable is refused. */
function decode<Received extends ReceivedMessage>(
  session: SessionState,
  message: FixMessage<unknown, Received>,
  frame: Frame,
  header: Header,
  reader: Reader,
): Received | undefined {
  return decodeOr((fault) => session.refuse(header.MsgSeqNum, frame, fault), message, header, reader);
}

function decodeOr<Received extends ReceivedMessage>(
  fail: (fault: FixFault) => void,
  message: FixMessage<unknown, Received>,
  header: Header,
  reader: Reader,
): Received | undefined {
  const decoded = message.decode(reader, header);
  if (decoded === undefined && reader.fault !== undefined) fail(reader.fault);
  return decoded;
}
