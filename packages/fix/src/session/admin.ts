import { refuse } from "../codec/fault.ts";
import type { FixMessage, ReceivedMessage } from "../codec/message.ts";
import type { Reader } from "../codec/reader.ts";
import type { Frame } from "../framing.ts";
import type { Header } from "../generated/header.ts";
import { heartbeat } from "../generated/messages/heartbeat.ts";
import { logon } from "../generated/messages/logon.ts";
import { logout } from "../generated/messages/logout.ts";
import { reject } from "../generated/messages/reject.ts";
import { resendRequest } from "../generated/messages/resend-request.ts";
import { sequenceReset } from "../generated/messages/sequence-reset.ts";
import { testRequest } from "../generated/messages/test-request.ts";
import { answerInSessionReset } from "./logon.ts";
import { showMessage } from "./mask.ts";
import type { SessionState } from "./state.ts";

/** Acts on a message whose turn it is; application messages go on to the user. */
export function handleAdmin(session: SessionState, frame: Frame, header: Header, reader: Reader): void {
  switch (frame.msgType) {
    case heartbeat.msgType:
      decode(session, heartbeat, frame, header, reader);
      return;
    case testRequest.msgType: {
      const message = decode(session, testRequest, frame, header, reader);
      if (message !== undefined) session.send(heartbeat, { TestReqID: message.TestReqID });
      return;
    }
    case resendRequest.msgType:
      answerResendRequest(session, frame, header, reader);
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
    case logon.msgType:
      session.refuse(
        header,
        frame.msgType,
        refuse(0, "5", "", "no second Logon in a session", "Logon"),
        showMessage(frame.bytes),
      );
      return;
    default:
      session.output({ type: "deliver", frame, header, reader });
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
    session.close("logout", text);
    return;
  }
  session.event({ kind: "logout", text });
  session.send(logout, {});
  session.close("logout", text);
}

export function answerResendRequest(
  session: SessionState,
  frame: Frame,
  header: Header,
  reader: Reader,
): void {
  const message = decode(session, resendRequest, frame, header, reader);
  if (message === undefined) return;
  const { BeginSeqNo, EndSeqNo } = message;
  const last = session.outbox.next - 1;
  const to = EndSeqNo === 0 || EndSeqNo > last ? last : EndSeqNo;
  if (BeginSeqNo < 1 || BeginSeqNo > to) {
    const fault = refuse(7, "5", "/BeginSeqNo", `a number from 1 to ${to}`, BeginSeqNo);
    session.refuse(header, frame.msgType, fault, showMessage(frame.bytes));
    return;
  }
  session.output({ type: "load", from: BeginSeqNo, to });
}

function gapFill(session: SessionState, frame: Frame, header: Header, reader: Reader): void {
  const message = decode(session, sequenceReset, frame, header, reader);
  if (message === undefined) return;
  const { NewSeqNo } = message;
  if (NewSeqNo < session.incoming) {
    const fault = refuse(36, "5", "/NewSeqNo", `a number after ${header.MsgSeqNum}`, NewSeqNo);
    session.refuse(header, frame.msgType, fault, showMessage(frame.bytes));
    return;
  }
  session.event({ kind: "sequenceReset", from: header.MsgSeqNum, to: NewSeqNo, gapFill: true });
  session.advance(NewSeqNo);
}

/** A Logon with ResetSeqNumFlag=Y within a session starts both directions again. */
export function resetInSession(session: SessionState, frame: Frame, header: Header, reader: Reader): boolean {
  if (header.MsgSeqNum !== 1) return false;
  const at = reader.mark();
  const message = logon.decode(reader, header);
  reader.restore(at);
  if (message?.ResetSeqNumFlag !== true) return false;
  session.event({ kind: "sequenceReset", from: session.incoming, to: 1, gapFill: false });
  answerInSessionReset(session, frame, message);
  return true;
}

/** Decodes a message of the session; one that is unusable is refused. */
function decode<Received extends ReceivedMessage>(
  session: SessionState,
  message: FixMessage<unknown, Received>,
  frame: Frame,
  header: Header,
  reader: Reader,
): Received | undefined {
  const decoded = message.decode(reader, header);
  if (decoded === undefined && reader.fault !== undefined) {
    session.refuse(header, frame.msgType, reader.fault, showMessage(frame.bytes));
  }
  return decoded;
}
