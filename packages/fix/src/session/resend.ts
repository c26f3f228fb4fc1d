import type { SessionState } from "./state.ts";
import type { StoredMessage } from "./store.ts";

/**
 * Sends a range again: kept messages as possible duplicates under their old numbers, everything else, administrative
 * messages among it, as the fewest gap fills.
 */
export function resend(
  session: SessionState,
  from: number,
  to: number,
  messages: readonly StoredMessage[],
): void {
  if (session.phase !== "active" && session.phase !== "logout") return;
  const { outbox, now } = session;
  let next = from;
  for (const message of messages) {
    if (message.MsgSeqNum > next) session.transmit(outbox.gapFill(next, message.MsgSeqNum, now));
    session.transmit(outbox.repeat(message, now));
    next = message.MsgSeqNum + 1;
  }
  if (next <= to) session.transmit(outbox.gapFill(next, to + 1, now));
  session.event({ kind: "resend", from, to, messages: messages.length });
}
