import { type RejectReason, refuse } from "../codec/fault.ts";
import type { Frame } from "../framing.ts";
import type { Header } from "../generated/header.ts";
import type { SessionState } from "./state.ts";

const HEADER_FIELDS: Readonly<Record<number, string>> = {
  36: "NewSeqNo",
  49: "SenderCompID",
  52: "SendingTime",
  56: "TargetCompID",
  122: "OrigSendingTime",
};

/** Refuses a message for a rule of the session rather than of its own definition. */
export function deny(
  session: SessionState,
  frame: Frame,
  header: Header,
  tag: number,
  reason: RejectReason,
  expected: string,
  actual: string | undefined,
): void {
  if (header.MsgSeqNum === session.incoming) session.advance(header.MsgSeqNum + 1);
  session.refuse(
    header.MsgSeqNum,
    frame,
    refuse(tag, reason, `/${HEADER_FIELDS[tag] ?? ""}`, expected, actual),
  );
}
