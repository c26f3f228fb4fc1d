import type { RefusalCode } from "./failure.ts";

/** What one of Kraken's error texts means for a program. */
export interface Refusal {
  readonly code: RefusalCode;
  /** Whether the same request may succeed later, unchanged. */
  readonly retryable: boolean;
  /** The text admits that an order may have been changed all the same. */
  readonly undecided: boolean;
}

/** Reads an error text: `<category>:<text>`, or just text. */
export function readRefusal(text: string): Refusal {
  const [, category = "refused"] =
    /^(E(?:API|Account|Auth|BM|Earnings|Funding|General|Order|Query|Service|Session|Trade)):/.exec(text) ??
    [];
  return {
    code: category as RefusalCode,
    retryable: /rate limit exceeded|too many requests|^EService: ?(?:Unavailable|Busy|Throttled)/i.test(text),
    undecided: /^EService: ?(?:Deadline elapsed|Timeout)|^EGeneral: ?Internal error/i.test(text),
  };
}

/** Whether an error text says that the session token is no longer accepted. */
export function isStaleToken(text: string): boolean {
  return /^EAPI: ?Invalid token|^ESession: ?Invalid session|^Token is expired/i.test(text);
}
