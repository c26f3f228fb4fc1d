import type { RefusalCode } from "./failure.ts";

/** What one of Kraken's error texts means for a program. */
export interface Refusal {
  readonly code: RefusalCode;
  /** Whether the same request may succeed later, unchanged. */
  readonly retryable: boolean;
  /** The text admits that an order may have been changed all the same. */
  readonly undecided: boolean;
  /** The session token is no longer accepted. */
  readonly staleToken: boolean;
}

const CATEGORIES: { readonly [category: string]: RefusalCode } = {
  EAPI: "EAPI",
  EAccount: "EAccount",
  EAuth: "EAuth",
  EBM: "EBM",
  EEarnings: "EEarnings",
  EFunding: "EFunding",
  EGeneral: "EGeneral",
  EOrder: "EOrder",
  EQuery: "EQuery",
  EService: "EService",
  ESession: "ESession",
  ETrade: "ETrade",
};

const RETRYABLE = /rate limit exceeded|too many requests|^EService: ?(?:Unavailable|Busy|Throttled)/i;
const UNDECIDED = /^EService: ?(?:Deadline elapsed|Timeout)|^EGeneral: ?Internal error/i;
const STALE_TOKEN = /^EAPI: ?Invalid token|^ESession: ?Invalid session|^Token is expired/i;

/** Reads an error text: `<category>:<text>`, or just text. */
export function readRefusal(text: string): Refusal {
  const category = text.slice(0, Math.max(0, text.indexOf(":")));
  return {
    code: (Object.hasOwn(CATEGORIES, category) && CATEGORIES[category]) || "refused",
    retryable: RETRYABLE.test(text),
    undecided: UNDECIDED.test(text),
    staleToken: STALE_TOKEN.test(text),
  };
}
