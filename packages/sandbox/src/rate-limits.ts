import type { Clock, RateLimitCost, RateLimitPool } from "@x/core";

interface Window {
  spent: { readonly at: number; readonly cost: number }[];
  /** Of a pool that flows back: what is left, as of `at`. */
  left: number;
  at: number;
}

/** Budgets of API keys, kept as the exchange says it keeps them. */
export class RateLimits {
  readonly #clock: Clock;
  readonly #pools: ReadonlyMap<string, RateLimitPool>;
  readonly #windows = new Map<string, Window>();

  constructor(clock: Clock, pools: readonly RateLimitPool[]) {
    this.#clock = clock;
    this.#pools = new Map(pools.map((pool) => [pool.name, pool]));
  }

  /** Takes a call's cost, or tells after how many milliseconds it could be taken. */
  take(key: string, poolName: string, cost: number): number {
    const pool = this.#pools.get(poolName);
    if (pool === undefined || cost === 0) return 0;
    const now = this.#clock.now();
    const id = `${poolName} ${key}`;
    const window = this.#windows.get(id) ?? { spent: [], left: pool.budget, at: now };
    this.#windows.set(id, window);
    return pool.refill === "window"
      ? takeFromWindow(window, pool, cost, now)
      : takeFromFlow(window, pool, cost, now);
  }
}

function takeFromWindow(window: Window, pool: RateLimitPool, cost: number, now: number): number {
  window.spent = window.spent.filter(({ at }) => at > now - pool.milliseconds);
  let over = window.spent.reduce((sum, entry) => sum + entry.cost, cost) - pool.budget;
  if (over <= 0) {
    window.spent.push({ at: now, cost });
    return 0;
  }
  for (const entry of window.spent) {
    over -= entry.cost;
    if (over <= 0) return entry.at + pool.milliseconds - now;
  }
  return pool.milliseconds;
}

function takeFromFlow(window: Window, pool: RateLimitPool, cost: number, now: number): number {
  const perMillisecond = pool.budget / pool.milliseconds;
  window.left = Math.min(pool.budget, window.left + (now - window.at) * perMillisecond);
  window.at = now;
  if (window.left >= cost) {
    window.left -= cost;
    return 0;
  }
  return Math.ceil((cost - window.left) / perMillisecond);
}

/** What a call with these parameters costs. */
export function costOf(limit: RateLimitCost, params: Readonly<Record<string, unknown>>): number {
  for (const [name, cost] of Object.entries(limit.whenPresent ?? {})) {
    if (params[name] !== undefined) return cost;
  }
  const stepped = limit.by === undefined ? undefined : Number(params[limit.by.parameter]);
  const step = limit.by?.steps.find(({ upTo }) => stepped !== undefined && stepped <= upTo);
  return (step?.cost ?? limit.cost) + itemCost(limit, params);
}

function itemCost({ perItem }: RateLimitCost, params: Readonly<Record<string, unknown>>): number {
  if (perItem === undefined) return 0;
  let items: unknown = params[perItem.parameter];
  for (const name of perItem.items) items = (items as Record<string, unknown> | undefined)?.[name];
  return Array.isArray(items) ? items.length * perItem.cost : 0;
}
