import { FixError, type FixErrorCode } from "../errors.ts";
import type { CloseReason } from "./io.ts";

/** How a session ended. */
export interface SessionClose {
  readonly reason: CloseReason;
  /** The counterparty's words, or ours. */
  readonly text: string;
  /** Whether an order-changing message was sent on this connection, so that its outcome may be unknown. */
  readonly unknown: boolean;
}

/** The error an unfinished wait gets; none when both sides had said Logout. */
export function closeError({ reason, text, unknown }: SessionClose): FixError | undefined {
  if (reason === "logout") return undefined;
  const code: FixErrorCode = reason;
  const words: Record<Exclude<CloseReason, "logout">, string> = {
    logonRefused: "the counterparty refused the Logon",
    logonTimeout: "the Logon was not answered in time",
    logoutTimeout: "the Logout was not answered in time",
    peerDead: "the counterparty shows no sign of life",
    msgSeqNumTooLow: "the counterparty used a sequence number again",
    protocol: "the session broke off",
    connectionLost: "the connection was lost",
  };
  return new FixError(code, text === "" ? words[reason] : `${words[reason]}: ${text}`, {
    outcome: unknown ? "unknown" : reason === "logonRefused" ? "refused" : "none",
    retryable: reason === "connectionLost" || reason === "logonTimeout" || reason === "peerDead",
    raw: text === "" ? undefined : text,
  });
}
