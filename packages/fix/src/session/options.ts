import type { DriftObserver } from "@x/core";
import type { FixFault } from "../codec/fault.ts";
import type { ReceivedMessage } from "../codec/message.ts";
import type { SessionEvent } from "./io.ts";
import type { MayResend } from "./veto.ts";

export interface SessionOptions {
  /** Sees every event as it happens; see also {@link FixSession.events}. */
  readonly onEvent?: (event: SessionEvent) => void;
  /**
   * Hears of fields and values the dictionary does not list, and of a message's first value that is not of its type or is
   * missing, for which the message is refused as well: `reportDrift((drift) => …)`.
   */
  readonly onDrift?: DriftObserver;
  /**
   * Messages held for a reader that falls behind. Default 10,000. Beyond it the session lets messages pass, answers
   * signs of life as ever, and asks for what it let pass when the reader has caught up by half.
   */
  readonly queueCapacity?: number;
  /**
   * `lenient` (initiator's default): unknown values and missing conditional fields are let through. `strict`
   * (acceptor's default): they are refused.
   */
  readonly inbound?: "lenient" | "strict";
  /**
   * Asked for each application message that fits its definition, before it is read: a fault that comes back refuses it
   * with a Reject (35=3), for rules of the counterparty that no dictionary has.
   */
  readonly judge?: (message: ReceivedMessage) => FixFault | undefined;
  /** What happens to a message type nobody reads: kept until someone does, or refused (35=j, 380=3). */
  readonly unread?: "keep" | "refuse";
  /**
   * Asked for each application message the counterparty wants again; false puts a gap fill in its place. Default: all are
   * sent again. An order that is too old to be wanted is a reason to say no. A no is final: the same message is not asked
   * for again.
   */
  readonly mayResend?: MayResend;
}
