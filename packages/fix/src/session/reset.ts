import type { Reader } from "../codec/reader.ts";
import type { Frame } from "../framing.ts";
import type { Header } from "../generated/header.ts";
import { logon } from "../generated/messages/logon.ts";
import { sequenceReset } from "../generated/messages/sequence-reset.ts";
import { passOver } from "./admin.ts";
import { deny } from "./deny.ts";
import type { SessionState } from "./state.ts";

/** Asks, within the session, for both directions to start again. */
export function beginReset(session: SessionState): void {
  if (session.phase !== "active" || session.resetPending) return;
  session.resetPending = true;
  // Until the counterparty answers, what it sends still carries its old numbers.
  session.resetOutgoing();
  session.deadline = session.now + (session.config.logonTimeout ?? 10_000);
  sendReset(session);
}

function sendReset(session: SessionState): void {
  session.send(logon, { EncryptMethod: "0", HeartBtInt: session.liveness.seconds, ResetSeqNumFlag: true });
}

/** A Logon with ResetSeqNumFlag=Y within a session starts both directions again; answered by whoever did not ask. */
export function resetInSession(session: SessionState, frame: Frame, header: Header, reader: Reader): boolean {
  if (frame.msgType !== logon.msgType || header.MsgSeqNum !== 1) return false;
  const at = reader.mark();
  const message = logon.decode(reader, header);
  reader.restore(at);
  if (message?.ResetSeqNumFlag !== true || message.HeartBtInt < 0) return false;
  session.event({ kind: "sequenceReset", from: session.incoming, to: 1, gapFill: false });
  if (session.resetPending) {
    session.resetPending = false;
    session.deadline = undefined;
    session.resetIncoming();
  } else {
    session.resetNumbers();
    session.liveness.start(message.HeartBtInt, session.now);
    sendReset(session);
  }
  session.advance(2);
  return true;
}

/** A SequenceReset without GapFillFlag counts whatever its own number. */
export function unconditionalReset(
  session: SessionState,
  frame: Frame,
  header: Header,
  reader: Reader,
): boolean {
  if (frame.msgType !== sequenceReset.msgType) return false;
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
  passOver(session, NewSeqNo);
  // Numbers beyond belong to what the counterparty has given up.
  session.held.clear();
  session.seen = session.incoming - 1;
  session.awaiting = 0;
  return true;
}
