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
  /** Initiator: start both directions at 1. Default: when both numbers are 1. */
  readonly resetSeqNum?: boolean;
  /** Milliseconds to wait for a Logon. Default 10,000. */
  readonly logonTimeout?: number;
  /** Milliseconds to wait for the answer to a Logout. Default 2,000. */
  readonly logoutTimeout?: number;
  /** How far SendingTime may be from our clock, in milliseconds. Default 120,000; Infinity turns the check off. */
  readonly sendingTimeTolerance?: number;
  /** Messages kept while an earlier one is missing. Default 10,000. */
  readonly maxHeld?: number;
  /** Largest BodyLength taken, in bytes. Default 1 MiB. */
  readonly maxBodyLength?: number;
}
