import type { FixFault } from "../codec/fault.ts";
import type { DailyRollover } from "./rollover.ts";
import type { SequenceNumbers } from "./store.ts";

export interface SessionConfig {
  readonly role: "initiator" | "acceptor";
  /** Our CompID. */
  readonly senderCompID: string;
  /** The counterparty's CompID. An acceptor learns it from the Logon. */
  readonly targetCompID?: string;
  /** Seconds; 0 turns heartbeats off. An acceptor takes the initiator's. Default 60, as Kraken recommends. */
  readonly heartBtInt?: number;
  /** Initiator: where to go on from. Default 1 and 1. */
  readonly numbers?: SequenceNumbers;
  /** Initiator: start both directions at 1. Default: when both numbers are 1, or a rollover has passed. */
  readonly resetSeqNum?: boolean;
  /** When both directions start again every day. Default: never. */
  readonly rollover?: DailyRollover;
  /** Milliseconds to wait for a Logon. Default 10,000. */
  readonly logonTimeout?: number;
  /** Milliseconds to wait for the answer to a Logout. Default 2,000. */
  readonly logoutTimeout?: number;
  /** Milliseconds without progress after which missing messages are asked for again, three times in all. Default 30,000. */
  readonly resendTimeout?: number;
  /** How far SendingTime may be from our clock, in milliseconds. Default 120,000; Infinity turns the check off. */
  readonly sendingTimeTolerance?: number;
  /** Refuse possible duplicates without OrigSendingTime. Default: acceptor yes; initiator no, as venues leave it out. */
  readonly requireOrigSendingTime?: boolean;
  /** Messages kept while an earlier one is missing. Default 10,000. */
  readonly maxHeld?: number;
  /** Messages sent again between two looks at everything else. Default 100. */
  readonly resendBatch?: number;
  /** Largest BodyLength taken, in bytes. Default 1 MiB. */
  readonly maxBodyLength?: number;
  /** Words the Text (58) of a Reject. Default: what was expected where, and what came. */
  readonly rejectText?: (fault: FixFault) => string;
}
