import { ExchangeError, isErrorNamed } from "@x/core";

export type FixErrorCode =
  /** The message does not fit its definition; `path` says where. Nothing was sent. */
  | "invalidMessage"
  /** The options of a session are wrong; `path` says which. */
  | "invalidOptions"
  /** The session has ended or not yet begun. Nothing was sent. */
  | "closed"
  /** The transport could not be opened. */
  | "connectFailed"
  /** The counterparty said no to the Logon; `raw` is its reason. Trying the same again will not help. */
  | "logonRefused"
  /** The Logon was not answered in time. */
  | "logonTimeout"
  /** The Logout was not answered in time. */
  | "logoutTimeout"
  /** Nothing came for 2.4 heartbeat intervals. */
  | "peerDead"
  /** The counterparty went back to a sequence number already used. A person has to look. */
  | "msgSeqNumTooLow"
  /** The counterparty broke a rule that leaves no session to speak of. */
  | "protocol"
  /** The daily moment at which sequence numbers start again has ended the session. */
  | "rollover"
  /** The store could not keep what must not be forgotten (disk full, for one), so nothing more was sent. */
  | "storeFailed"
  /** What a file store finds is not what it wrote, or another program holds it. Going on could use a number twice. */
  | "storeDamaged"
  /** The connection ended without a Logout. */
  | "connectionLost"
  /** An order request was refused; `raw` is the exchange's reason. */
  | "orderRefused"
  /** An order request was not answered in time. */
  | "deadlineExceeded"
  /** Market data was refused; `raw` is the exchange's reason. */
  | "marketDataRefused"
  /** A book did not match the exchange's checksum, nor did those that were asked for in its place. */
  | "bookMismatch"
  /** Messages came faster than they were read. */
  | "overflow"
  /** Bytes that are no whole and right message; the error says what is wrong with them. */
  | "undecodable";

/** Every error this package throws or rejects with. */
export class FixError extends ExchangeError<FixErrorCode> {
  override readonly name = "FixError";

  /** Recognises the error by shape, also from another copy of this package. */
  static is(value: unknown): value is FixError {
    return isErrorNamed(value, "FixError");
  }
}
