import type { Clock } from "@x/core";

/** Waits, unless the signal ends it first; then it rejects with the signal's reason. */
export async function wait(milliseconds: number, clock: Clock, signal?: AbortSignal): Promise<void> {
  let timer: { cancel(): void } | undefined;
  const passed = new Promise<void>((resolve) => {
    timer = clock.setTimer(Math.min(milliseconds, 2 ** 31 - 1), resolve);
  });
  try {
    await unlessAborted(passed, signal);
  } finally {
    timer?.cancel();
  }
}

/** The promise, unless the signal comes first; then it rejects with the signal's reason. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  signal.throwIfAborted();
  let end: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    end = () => reject(signal.reason);
    signal.addEventListener("abort", end);
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (end) signal.removeEventListener("abort", end);
  }
}
