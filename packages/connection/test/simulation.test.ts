import { describe, expect, it } from "vitest";
import { simulate } from "./simulation.ts";

/** A run that breaks is replayed with `SEED=… vitest run test/simulation.test.ts`. */
const RUNS = 20_000;
const only = process.env.SEED === undefined ? undefined : Number(process.env.SEED);

describe("the connection core in simulated time", () => {
  it(`keeps its promises in ${RUNS} seeded runs`, () => {
    const seeds = only === undefined ? Array.from({ length: RUNS }, (_, index) => index + 1) : [only];
    const total = { answered: 0, failed: 0, unknown: 0, delivered: 0 };
    for (const seed of seeds) {
      const run = simulate(seed);
      expect({ seed, broken: run.broken }).toEqual({ seed, broken: [] });
      for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += run[key];
    }
    // A simulation in which nothing happens proves nothing.
    if (only === undefined) {
      for (const count of Object.values(total)) expect(count).toBeGreaterThan(RUNS / 10);
    }
  });

  it("gives the same run for the same seed", () => {
    expect(simulate(77)).toEqual(simulate(77));
    expect(simulate(77)).not.toEqual({ ...simulate(78), seed: 77 });
  });
});
