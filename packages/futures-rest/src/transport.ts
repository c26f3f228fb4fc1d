import type { Clock } from "@x/core";

/** Why a piece of work was ended from outside. */
export type Ended = "aborted" | "deadlineExceeded";

/** Runs work under a deadline and the caller's signal; both end it, and `ended` tells which did. */
export async function limited<T>(
  clock: Clock,
  deadlineMs: number,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal, ended: () => Ended | undefined) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let ended: Ended | undefined;
  const end = (why: Ended) => (): void => {
    ended ??= why;
    controller.abort(signal?.reason);
  };
  const abort = end("aborted");
  if (signal?.aborted) abort();
  signal?.addEventListener("abort", abort);
  const timer = clock.setTimer(deadlineMs, end("deadlineExceeded"));
  try {
    return await work(controller.signal, () => ended);
  } finally {
    timer.cancel();
    signal?.removeEventListener("abort", abort);
  }
}

/** Whether a failed request never left: its connection was not made. */
export function neverConnected(error: unknown): boolean {
  const { syscall, code } = Object(Object(error).cause);
  return /^(connect|getaddrinfo|UND_ERR_CONNECT_TIMEOUT)$/.test(syscall ?? code);
}
