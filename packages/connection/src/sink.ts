import type { FailureCode } from "./failure.ts";

/** Why messages of a subscription may be missing. What follows begins anew, with a snapshot where the channel has one. */
export interface Gap {
  readonly reason: GapReason;
  /** What proved it, in words. */
  readonly detail: string;
}

export type GapReason =
  /** The connection was lost and made again. */
  | "reconnected"
  /** The numbers of the messages are not in a row. */
  | "sequence"
  /** Nothing came for too long. */
  | "silent"
  /** The exchange ended the subscription because its token is no longer accepted. */
  | "token"
  /** It was not acknowledged anew. */
  | "unacknowledged"
  /** They were not read in time, and dropped. */
  | "dropped"
  /** A local copy kept from the messages does not match the exchange's checksum. */
  | "checksum";

/**
 * Who hears of a subscription, synchronously and in order, as it happens. Whoever reads at their own pace puts a queue
 * behind it. Nothing it throws may reach the connection: implementations do not throw.
 */
export interface Sink<Message> {
  /** The exchange has acknowledged the subscription; again after each gap. */
  acknowledged(): void;
  /**
   * A message that has passed its check. `text` is its frame exactly as it came: the digits of numbers, trailing zeros
   * among them, are there as the exchange wrote them. Holding on to a slice of it holds on to all of it.
   */
  message(message: Message, text: string): void;
  /** Messages may be missing from here on, until the ones that begin anew. */
  gap(gap: Gap): void;
  /** It is over; with why, unless its user wanted it. Nothing comes afterwards. */
  ended(error: Error | undefined): void;
}

/** A subscription in the hands of who follows it. */
export interface Following {
  /** Ends it. `ended` comes when the exchange has confirmed, or will not any more. */
  leave(): void;
  /** Asks for the messages anew because those that came prove that some are missing. The sink is told of the gap first. */
  renew(gap: Gap): void;
  /** Says as an event that messages are missing, where nothing can be done about it. */
  tell(gap: Gap): void;
  /** Ends it at once with an error of what its follower found. */
  fail(code: FailureCode, words: string): void;
}
