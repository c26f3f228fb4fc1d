import { describe, expect, it } from "vitest";
import { connectionCore } from "../src/core/connection-core.ts";
import type { Request } from "../src/core/request.ts";
import { simulate } from "./simulation.ts";

/** A run that breaks is replayed with `SEED=… vitest run test/simulation.test.ts`. */
const RUNS = 20_000;
const only = process.env.SEED === undefined ? undefined : Number(process.env.SEED);

describe("the connection core in simulated time", () => {
  it(`keeps its promises in ${RUNS} seeded runs`, () => {
    const seeds = only === undefined ? Array.from({ length: RUNS }, (_, index) => index + 1) : [only];
    const total = {
      answered: 0,
      failed: 0,
      accepted: 0,
      refused: 0,
      unknown: 0,
      delivered: 0,
      lost: 0,
      gaps: 0,
    };
    for (const seed of seeds) {
      const run = simulate(seed);
      if (run.broken.length > 0) expect.fail(`seed ${seed}: ${run.broken.join("; ")}`);
      for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += run[key];
    }
    // A simulation in which nothing happens proves nothing.
    if (only === undefined) {
      for (const count of Object.values(total)) expect(count).toBeGreaterThan(RUNS / 10);
    }
  }, 400_000);

  it("gives the same run for the same seed", () => {
    expect(simulate(77)).toEqual(simulate(77));
    expect(simulate(77)).not.toEqual({ ...simulate(78), seed: 77 });
  });

  it.each([
    ["delivers nothing of every tenth message", /lost without a word/, dropping],
    ["ends calls twice", /ended 2 times/, doubling],
    ["forgets its timer", /a timer is left/, sleepless],
  ])("notices a core that %s", (_name, words, broken) => {
    const found = Array.from({ length: 200 }, (_, index) => simulate(index + 1, broken)).flatMap(
      (run) => run.broken,
    );
    expect(found.filter((each) => words.test(each)).length).toBeGreaterThan(0);
  });
});

/** Cores with a fault, made of the real one. */
const dropping: typeof connectionCore = (options, out) => {
  const core = connectionCore(options, out);
  let count = 0;
  return Object.create(core, {
    frame: {
      value: (text: string) => {
        count += 1;
        if (count % 10 !== 0) core.frame(text);
      },
    },
  });
};
const doubling: typeof connectionCore = (options, out) => {
  const core = connectionCore(options, out);
  return Object.create(core, {
    request: {
      value: (request: Request) => {
        const { end } = request;
        request.end = (...told) => {
          end(...told);
          end(...told);
        };
        core.request(request);
      },
    },
  });
};
const sleepless: typeof connectionCore = (options, out) =>
  connectionCore(options, { ...out, wake: (at) => out.wake(Math.min(at, 1e12)) });
