const DAY = 86_400_000;

/** A moment of each day, UTC, at which both directions start again at 1. */
export interface DailyRollover {
  /** Milliseconds after midnight UTC. */
  readonly at: number;
  /** How long the counterparty is not to be reached, in milliseconds. */
  readonly pause: number;
}

/** Kraken's: 22:00 UTC, 30 seconds. */
export const KRAKEN_ROLLOVER: DailyRollover = { at: 79_200_000, pause: 30_000 };

/** The latest rollover that has come. */
export function lastRollover({ at }: DailyRollover, now: number): number {
  return Math.floor((now - at) / DAY) * DAY + at;
}

export function nextRollover(rollover: DailyRollover, now: number): number {
  return lastRollover(rollover, now) + DAY;
}

/** Whether numbers of that age are no longer the counterparty's. */
export function hasRolledOver(
  rollover: DailyRollover | undefined,
  since: number | undefined,
  now: number,
): boolean {
  return rollover !== undefined && since !== undefined && since < lastRollover(rollover, now);
}

/**
 * How long to stay away: to the end of the pause, also shortly before it begins, since the two clocks differ and a
 * session opened with the old numbers would break.
 */
export function pauseLeft(rollover: DailyRollover | undefined, now: number): number {
  if (rollover === undefined) return 0;
  const last = lastRollover(rollover, now);
  if (now < last + rollover.pause) return last + rollover.pause - now;
  const next = last + DAY;
  return next - now <= rollover.pause ? next + rollover.pause - now : 0;
}
