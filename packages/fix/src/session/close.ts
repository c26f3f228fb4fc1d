import { FixError, type FixErrorCode } from "../errors.ts";

/** Why a session ended. */
export type CloseReason =
  /** Both sides said Logout. */
  | "logout"
  /** The counterparty answered the Logon with Logout, Reject or something else. */
  | "logonRefused"
  | "logonTimeout"
  /** Our Logout was not answered in time. */
  | "logoutTimeout"
  /** Nothing came for 2.4 heartbeat intervals, a TestRequest notwithstanding. */
  | "peerDead"
  /** The counterparty went back to a number already used: the two sides disagree, and a person has to look. */
  | "msgSeqNumTooLow"
  /** The counterparty broke a rule that leaves no session to speak of. */
  | "protocol"
  /** The daily moment at which both directions start again. */
  | "rollover"
  /** What must not be forgotten could not be kept, so nothing more was sent. */
  | "storeFailed"
  | "connectionLost";

/** How a session ended. */
export interface SessionClose {
  readonly reason: CloseReason;
  /** The counterparty's words, or ours. */
  readonly text: string;
  /** Whether an order-changing message was sent in this session, so that its outcome may be unknown. */
  readonly unknown: boolean;
  /** The exchange cancels the session's open orders because of this end, unless the Logon asked it to keep them. */
  readonly cancelsOrders: boolean;
  /** The error behind `storeFailed`. */
  readonly cause?: unknown;
}

/** Whether connecting again can help: the others need a person, and would only be met again. */
export function isPassing(reason: CloseReason): boolean {
  return (
    reason === "connectionLost" ||
    reason === "peerDead" ||
    reason === "logonTimeout" ||
    reason === "logoutTimeout" ||
    reason === "rollover"
  );
}

/** The error an unfinished wait gets; none when both sides had said Logout. */
export function closeError({ reason, text, unknown, cause }: SessionClose): FixError | undefined {
  if (reason === "logout") return undefined;
  const code: FixErrorCode = reason;
  const words: Record<Exclude<CloseReason, "logout">, string> = {
    logonRefused: "the counterparty refused the Logon",
    logonTimeout: "the Logon was not answered in time",
    logoutTimeout: "the Logout was not answered in time",
    peerDead: "the counterparty shows no sign of life",
    msgSeqNumTooLow: "the counterparty used a sequence number again",
    protocol: "the session broke off",
    rollover: "the day's session has ended",
    storeFailed: "what must not be forgotten could not be kept",
    connectionLost: "the connection was lost",
  };
  return new FixError(code, text === "" ? words[reason] : `${words[reason]}: ${text}`, {
    outcome: unknown ? "unknown" : reason === "logonRefused" ? "refused" : "none",
    retryable: isPassing(reason),
    raw: text === "" ? undefined : text,
    cause,
  });
}
