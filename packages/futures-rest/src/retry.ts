import { backoff } from "@x/core";
import type { Layer } from "./call.ts";
import { FuturesRestError } from "./errors.ts";
import { wait } from "./wait.ts";
import { waitHint } from "./wait-hint.ts";

export interface RetryOptions {
  /** How often a call is sent at most, the first time included. Default: 3. */
  readonly attempts?: number;
  /** The first wait is up to this, in milliseconds; each further one up to twice as long. Default: 200. */
  readonly initialMs?: number;
  /** No wait without the exchange's own hint is longer. Default: 5,000. */
  readonly maximumMs?: number;
  /** A number in [0, 1) for the jitter; for tests. */
  readonly random?: () => number;
}

/**
 * Repeats calls whose operation the spec marks safe to repeat, after errors that are `retryable`. An order is never
 * repeated. The exchange's own hint (`Retry-After`, `rate-limit-reset`) is the least it waits; otherwise waits are
 * random up to a ceiling that doubles. A wait that would outlast the call's deadline ends there.
 *
 * @throws FuturesRestError with code `invalidOptions`.
 */
export function retry({ attempts = 3, initialMs = 200, maximumMs = 5000, random }: RetryOptions = {}): Layer {
  if (!(Number.isInteger(attempts) && attempts > 0)) {
    throw new FuturesRestError("invalidOptions", "/attempts: expected a whole number above 0", {
      path: "/attempts",
      outcome: "not-sent",
    });
  }
  return async ({ operation, clock, signal }, next) => {
    for (let attempt = 0; ; attempt++) {
      try {
        return await next();
      } catch (error) {
        const again =
          operation.retry === "safe" &&
          !operation.changesOrders &&
          attempt + 1 < attempts &&
          FuturesRestError.is(error) &&
          error.retryable;
        if (!again || signal.aborted) throw error;
        const jitter = backoff(attempt, {
          initial: initialMs,
          maximum: maximumMs,
          ...(random && { random }),
        });
        await wait(waitHint(error, clock) + jitter, clock, signal);
      }
    }
  };
}
