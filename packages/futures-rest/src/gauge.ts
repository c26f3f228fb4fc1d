import type { RateLimitPool } from "@x/core";

/** One pool at one moment. */
export interface PoolState {
  readonly budget: number;
  readonly used: number;
  readonly available: number;
  /** Milliseconds until the pool is whole again if nothing more is sent. */
  readonly wholeInMs: number;
}

/** How full one pool is. Times are milliseconds of one clock. */
export interface Gauge {
  readonly budget: number;
  /** Milliseconds until the cost has room; 0 when it has. */
  roomIn(cost: number, now: number): number;
  take(cost: number, now: number): void;
  /** The exchange says the pool is used up; it says for how long, or 0. */
  exhaust(forMs: number, now: number): void;
  state(now: number): PoolState;
}

export function gaugeOf(pool: RateLimitPool): Gauge {
  const usage = pool.refill === "window" ? slidingWindow(pool) : leakyBucket(pool);
  let closedUntil = 0;
  const closed = (now: number): number => Math.max(0, closedUntil - now);
  return {
    budget: pool.budget,
    roomIn: (cost, now) => Math.max(closed(now), usage.roomIn(cost, now)),
    take: usage.take,
    exhaust(forMs, now) {
      usage.fill(now);
      closedUntil = Math.max(closedUntil, now + forMs);
    },
    state(now) {
      const used = closed(now) > 0 ? pool.budget : usage.used(now);
      const wholeInMs = Math.max(closed(now), usage.roomIn(pool.budget, now));
      return { budget: pool.budget, used, available: Math.max(0, pool.budget - used), wholeInMs };
    },
  };
}

interface Usage {
  used(now: number): number;
  roomIn(cost: number, now: number): number;
  take(cost: number, now: number): void;
  fill(now: number): void;
}

/**
 * Never more than the budget in any span of the pool's length, wherever the exchange's own window begins.
 */
function slidingWindow({ budget, milliseconds }: RateLimitPool): Usage {
  const taken: { readonly cost: number; readonly until: number }[] = [];
  const used = (now: number): number => {
    while (taken[0] && taken[0].until <= now) taken.shift();
    return taken.reduce((sum, { cost }) => sum + cost, 0);
  };
  const take = (cost: number, now: number): void => {
    taken.push({ cost, until: now + milliseconds });
  };
  return {
    used,
    take,
    roomIn(cost, now) {
      let over = used(now) + cost - budget;
      for (const entry of taken) {
        if (over <= 0) break;
        over -= entry.cost;
        if (over <= 0) return entry.until - now;
      }
      return 0;
    },
    fill(now) {
      const rest = budget - used(now);
      if (rest > 0) take(rest, now);
    },
  };
}

/** What was taken flows back evenly. */
function leakyBucket({ budget, milliseconds }: RateLimitPool): Usage {
  let level = 0;
  let at = 0;
  const used = (now: number): number => {
    level = Math.max(0, level - ((now - at) * budget) / milliseconds);
    at = now;
    return level;
  };
  return {
    used,
    roomIn: (cost, now) => Math.max(0, ((used(now) + cost - budget) * milliseconds) / budget),
    take(cost, now) {
      level = used(now) + cost;
    },
    fill(now) {
      level = Math.max(used(now), budget);
    },
  };
}
