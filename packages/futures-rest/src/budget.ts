import { type Clock, type RateLimitPool, systemClock } from "@x/core";
import type { Layer } from "./call.ts";
import { costOf } from "./cost.ts";
import { FuturesRestError } from "./errors.ts";
import { type Gauge, gaugeOf, type PoolState } from "./gauge.ts";
import { historyPool } from "./generated/history/pools.ts";
import { derivativesPool } from "./generated/trading/pools.ts";
import { unlessAborted, wait } from "./wait.ts";
import { waitHint } from "./wait-hint.ts";

export interface BudgetOptions {
  /** A call without room: `wait` for it (at most until its deadline), `fail` at once, or only count (`off`). */
  readonly policy: "wait" | "fail" | "off";
  /** Instead of the exchange's published pools, for example with a share of the budget. */
  readonly pools?: readonly RateLimitPool[];
  /** Where {@link Budget.state} takes the time from; for tests. Calls go by their client's clock. */
  readonly clock?: Clock;
}

/** Counts what calls cost. Give the same one to every client of an account, for the exchange counts them together. */
export interface Budget {
  readonly layer: Layer;
  /** The pools by name, now. */
  state(): { readonly [pool: string]: PoolState };
}

/**
 * Keeps calls within the exchange's rate limits, by the costs and pools of the spec. Calls of one pool are admitted in
 * the order they were made. When the exchange itself reports the limit as exceeded, the pool counts as used up.
 *
 * Source: specs/futures-rest/futures-rest.yaml#/x-rate-limit-pools, specs/futures-rest/futures-history-rest.yaml#/x-rate-limit-pools
 */
export function budget({
  policy,
  pools = [derivativesPool, historyPool],
  clock = systemClock,
}: BudgetOptions): Budget {
  if (!["wait", "fail", "off"].includes(policy)) {
    throw new FuturesRestError("invalidOptions", "/policy: expected wait, fail or off", {
      path: "/policy",
      outcome: "not-sent",
    });
  }
  const gauges = new Map<string, Gauge>(pools.map((pool) => [pool.name, gaugeOf(pool)]));
  const queues = new Map<Gauge, Promise<void>>();

  return {
    async layer(context, next) {
      const { operation, params, clock, signal, error } = context;
      const gauge = gauges.get(operation.cost?.pool ?? "");
      const cost = costOf(operation, params);
      if (!gauge || cost === 0) return next();
      const missing = (): number => gauge.roomIn(cost, clock.now());
      if (policy !== "off" && cost > gauge.budget) {
        throw error("budgetExceeded", `costs ${cost} of a budget of ${gauge.budget}`, {
          outcome: "not-sent",
        });
      }
      if (policy === "fail" && missing() > 0) {
        throw error("budgetExceeded", `${operation.cost?.pool} has room in ${Math.ceil(missing())} ms`, {
          outcome: "not-sent",
          retryable: true,
        });
      }
      if (policy === "wait") {
        // One after the other: a cheap call must not keep overtaking one that waits for much room.
        const turn = (queues.get(gauge) ?? Promise.resolve()).then(async () => {
          for (let time = missing(); time > 0; time = missing()) await wait(Math.ceil(time), clock, signal);
          signal.throwIfAborted();
          gauge.take(cost, clock.now());
        });
        queues.set(
          gauge,
          turn.catch(() => undefined),
        );
        await unlessAborted(turn, signal);
      } else gauge.take(cost, clock.now());
      try {
        return await next();
      } catch (failure) {
        if (FuturesRestError.is(failure) && (failure.code === "apiLimitExceeded" || failure.status === 429)) {
          gauge.exhaust(waitHint(failure, clock), clock.now());
        }
        throw failure;
      }
    },
    state: () => Object.fromEntries([...gauges].map(([name, gauge]) => [name, gauge.state(clock.now())])),
  };
}
