import { refuse } from "../codec/fault.ts";
import type { Frame } from "../framing.ts";
import type { Header } from "../generated/header.ts";
import type { ResendRequest } from "../generated/messages/resend-request.ts";
import type { SessionState } from "./state.ts";
import type { StoredMessage } from "./store.ts";

/** How often the same messages may be asked for on one connection: more is two programs turning in a circle. */
const MOST_REPEATS = 10;

/** Takes up a ResendRequest. A new one takes the place of one that is being served: it says where to go on from. */
export function beginResend(
  session: SessionState,
  frame: Frame,
  header: Header,
  { BeginSeqNo, EndSeqNo }: ResendRequest,
): void {
  const last = session.outbox.next - 1;
  const to = EndSeqNo === 0 || EndSeqNo > last ? last : EndSeqNo;
  if (BeginSeqNo < 1 || BeginSeqNo > to) {
    const fault = refuse(7, "5", "/BeginSeqNo", `a number from 1 to ${to}`, BeginSeqNo);
    session.refuse(header.MsgSeqNum, frame, fault);
    return;
  }
  const { asked } = session;
  session.asked = { from: BeginSeqNo, times: asked.from === BeginSeqNo ? asked.times + 1 : 1 };
  if (session.asked.times > MOST_REPEATS) {
    session.fail("protocol", `messages from ${BeginSeqNo} were asked for ${session.asked.times} times`);
    return;
  }
  session.resending = { next: BeginSeqNo, unread: BeginSeqNo, to, messages: 0, from: BeginSeqNo };
  load(session, BeginSeqNo, to);
}

function load(session: SessionState, from: number, to: number): void {
  session.output({ type: "load", from, to, limit: session.config.resendBatch ?? 100 });
}

/**
 * Sends a batch again: kept messages as possible duplicates under their old numbers, everything else, administrative
 * messages among it, as the fewest gap fills.
 */
export function resendBatch(
  session: SessionState,
  from: number,
  through: number,
  messages: readonly StoredMessage[],
): void {
  const { outbox, now, resending } = session;
  // An answer to a request that a later one, a reset or the end has made void.
  if (resending === undefined || resending.unread !== from) return;
  let { next } = resending;
  let count = resending.messages;
  for (const message of messages) {
    const bytes = outbox.repeat(message, now);
    if (bytes === undefined) {
      const { MsgSeqNum } = message;
      session.event({ kind: "withheld", MsgSeqNum, why: "damaged", mayHaveArrived: true });
      continue;
    }
    if (message.MsgSeqNum > next) session.transmit(outbox.gapFill(next, message.MsgSeqNum, now));
    session.transmit(bytes);
    next = message.MsgSeqNum + 1;
    count += 1;
  }
  if (through < resending.to) {
    session.resending = { ...resending, next, unread: through + 1, messages: count };
    load(session, through + 1, resending.to);
    return;
  }
  if (next <= resending.to) session.transmit(outbox.gapFill(next, resending.to + 1, now));
  session.resending = undefined;
  session.event({ kind: "resend", from: resending.from, to: resending.to, messages: count });
}
