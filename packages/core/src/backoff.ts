export interface BackoffOptions {
  /** First ceiling, in milliseconds. */
  readonly initial: number;
  /** Highest ceiling, in milliseconds. */
  readonly maximum: number;
  /** A number in [0, 1); `Math.random` unless a test wants the same run twice. */
  readonly random?: () => number;
}

/**
 * Full-jitter exponential backoff: attempt 0 waits up to `initial`, each further one up to twice that, never more than
 * `maximum`. Jitter over the whole range keeps many clients from coming back in step.
 */
export function backoff(attempt: number, { initial, maximum, random = Math.random }: BackoffOptions): number {
  const ceiling = Math.min(maximum, initial * 2 ** Math.min(attempt, 52));
  return Math.floor(random() * ceiling);
}
