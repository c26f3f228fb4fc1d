import { type Clock, redactText } from "@x/core";

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
  const end = (why: Ended): void => {
    ended ??= why;
    controller.abort(signal?.reason);
  };
  const abort = (): void => end("aborted");
  if (signal?.aborted) abort();
  signal?.addEventListener("abort", abort, { once: true });
  const timer = clock.setTimer(deadlineMs, () => end("deadlineExceeded"));
  try {
    return await work(controller.signal, () => ended);
  } finally {
    timer.cancel();
    signal?.removeEventListener("abort", abort);
  }
}

/** Whether a failed request never left: its connection was not made. */
export function neverConnected(error: unknown): boolean {
  const cause = (error as { cause?: { syscall?: unknown; code?: unknown } } | undefined)?.cause;
  return (
    cause?.syscall === "connect" ||
    cause?.syscall === "getaddrinfo" ||
    cause?.code === "UND_ERR_CONNECT_TIMEOUT"
  );
}

/** A copy of what a transport threw that holds no credential: its name, message, code and causes. */
export function safeCause(error: unknown, secrets: readonly string[], depth = 0): unknown {
  if (!(error instanceof Error) || depth > 4)
    return error === undefined ? undefined : redactText(String(error), secrets);
  const copy = new Error(redactText(error.message, secrets));
  copy.name = error.name;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (typeof code === "string") Object.assign(copy, { code });
  if (cause !== undefined) copy.cause = safeCause(cause, secrets, depth + 1);
  return copy;
}

/** The ways a credential may be spelled in a text that echoes a request: as it is, url-encoded, in JSON. */
export function spellings(secret: string): string[] {
  return [secret, encodeURIComponent(secret), secret.replaceAll("/", "\\/")];
}
