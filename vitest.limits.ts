/**
 * How long a test may take in every project, and wait for one thing. Not what it takes, but what it may: a busy machine
 * of two cores lets a process stand still for seconds, and that must not decide a test.
 */
export const limits = {
  testTimeout: 120_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 60_000 } },
} as const;
