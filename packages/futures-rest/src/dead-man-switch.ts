/// <reference lib="esnext.disposable" preserve="true" />
import { type Clock, systemClock, type Timer } from "@x/core";
import type { FuturesRestClient } from "./call.ts";
import { FuturesRestError } from "./errors.ts";
import {
  type CancelAllOrdersAfterResult,
  cancelAllOrdersAfter,
} from "./generated/trading/operations/cancel-all-orders-after.ts";

export interface DeadManSwitchOptions {
  /** The exchange cancels all orders of the account this many seconds after the last renewal. Default: 60. */
  readonly timeoutSeconds?: number;
  /** Milliseconds from one renewal to the next; at most half the timeout. Default: a quarter of it. */
  readonly renewEveryMs?: number;
  /**
   * Told of each renewal that failed. `remainingMs` is what is left, at best, until the orders are cancelled; 0 when
   * they must be taken for cancelled. Renewals go on.
   */
  readonly onFailure: (error: FuturesRestError, remainingMs: number) => void;
  readonly clock?: Clock;
}

export interface DeadManSwitch extends AsyncDisposable {
  /** What the exchange last said; with `triggerTime`, when it will act. */
  readonly status: CancelAllOrdersAfterResult["status"];
  /** Milliseconds, at best, until the orders are cancelled; 0 when they must be taken for cancelled. */
  remainingMs(): number;
  /**
   * Stops renewing and disarms the switch. Rejects when the exchange did not confirm that: orders may then still be
   * cancelled. Closing again tries again.
   *
   * @throws FuturesRestError
   */
  close(): Promise<void>;
}

/**
 * Arms the exchange's dead man's switch and renews it until closed: if this program or its connection dies, the
 * exchange cancels the account's orders. Resolves once the switch is armed. There is one such switch to an account.
 *
 * @throws FuturesRestError when it cannot be armed, or with code `invalidOptions`.
 *
 * Source: specs/futures-rest/futures-rest.yaml#/paths/~1cancelallordersafter/post
 */
export async function deadManSwitch(
  client: FuturesRestClient,
  {
    timeoutSeconds = 60,
    renewEveryMs = timeoutSeconds * 250,
    onFailure,
    clock = systemClock,
  }: DeadManSwitchOptions,
): Promise<DeadManSwitch> {
  const timeoutMs = timeoutSeconds * 1000;
  if (!(Number.isInteger(timeoutSeconds) && timeoutSeconds > 0 && timeoutMs < 2 ** 31))
    throw invalid("/timeoutSeconds", "expected whole seconds above 0");
  if (!(renewEveryMs > 0 && renewEveryMs <= timeoutMs / 2))
    throw invalid("/renewEveryMs", "expected more than 0 and at most half the timeout");
  if (typeof onFailure !== "function") throw invalid("/onFailure", "expected a function");

  let status: CancelAllOrdersAfterResult["status"];
  let armedAt: number;
  let timer: Timer | undefined;
  let closed = false;
  let renewing: Promise<void> = Promise.resolve();

  const set = async (timeout: number): Promise<void> => {
    // The countdown starts no earlier than now, so counting from here errs on the safe side.
    const sentAt = clock.now();
    ({ status } = await client.call(cancelAllOrdersAfter, { timeout }, { deadlineMs: renewEveryMs }));
    armedAt = sentAt;
  };
  const remainingMs = (): number => Math.max(0, armedAt + timeoutMs - clock.now());
  const renew = async (): Promise<void> => {
    const due = clock.now() + renewEveryMs;
    try {
      await set(timeoutSeconds);
    } catch (error) {
      if (!closed) onFailure(error as FuturesRestError, remainingMs());
    } finally {
      schedule(due - clock.now());
    }
  };
  const schedule = (inMs: number): void => {
    if (closed) return;
    timer = clock.setTimer(Math.max(0, inMs), () => {
      renewing = renew();
    });
  };
  const close = async (): Promise<void> => {
    closed = true;
    timer?.cancel();
    // A renewal that overtook the disarming would arm the switch again.
    await renewing.catch(() => undefined);
    await set(0);
  };

  await set(timeoutSeconds);
  schedule(renewEveryMs);
  return {
    get status() {
      return status;
    },
    remainingMs,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function invalid(path: string, reason: string): FuturesRestError {
  return new FuturesRestError("invalidOptions", `${path}: ${reason}`, { path, outcome: "not-sent" });
}
