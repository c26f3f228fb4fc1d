import type { ConnectionError } from "../failure.ts";
import type { Answer } from "./dialect.ts";

/** What a connection's core tells the subscriptions it carries. */
export interface Follower {
  /** A message of a channel. `false` when nobody follows it. */
  message(channel: string, frame: unknown, text: string): boolean;
  /** An answer to no request: perhaps the exchange ended a subscription by itself. `false` when it is nothing of the kind. */
  readonly ended?: ((answer: Answer, frame: object, text: string) => boolean) | undefined;
  /** The connection is lost and will be made again. */
  lost(words: string): void;
  /** The connection is over. */
  over(error: ConnectionError | undefined): void;
  tick(): void;
  /** When it wants a tick. */
  next(): number;
}
