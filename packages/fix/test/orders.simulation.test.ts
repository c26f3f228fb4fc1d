import { describe, expect, test } from "vitest";
import { Correlation } from "../src/orders/correlation.ts";
import { Veto } from "../src/session/veto.ts";
import { replaced } from "./replaced.ts";
import { checkOrders, simulateOrders } from "./simulation/order-world.ts";
import { Violation } from "./simulation/side.ts";

const RUNS = 500;

describe("orders over a network that delays, cuts, breaks and loses", () => {
  test(`${RUNS} seeded runs: each request ends once, and as the exchange has it`, async () => {
    const seen = {
      accepted: 0,
      refused: 0,
      unknown: 0,
      settledLate: 0,
      notSent: 0,
      inDoubt: 0,
      connections: 0,
    };
    for (let seed = 1; seed <= RUNS; seed++) {
      try {
        const world = await simulateOrders(seed);
        checkOrders(world);
        seen.connections += world.connections;
        seen.inDoubt += world.inDoubt;
        for (const { told, late } of world.asked) {
          if (told !== undefined) seen[told.outcome] += 1;
          if (late?.settled === undefined) continue;
          seen.settledLate += 1;
          if (late.settled.outcome === "refused" && late.settled.error.outcome === "not-sent")
            seen.notSent += 1;
        }
        await world.close();
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error });
      }
    }
    // Runs in which nothing went wrong would prove nothing.
    expect(seen.connections).toBeGreaterThan(RUNS * 2);
    expect(seen.accepted).toBeGreaterThan(RUNS * 4);
    expect(seen.refused).toBeGreaterThan(RUNS);
    expect(seen.settledLate).toBeGreaterThan(RUNS * 2);
    expect(seen.notSent).toBeGreaterThan(RUNS / 5);
    expect(seen.inDoubt).toBeGreaterThan(RUNS / 50);
  }, 400_000);
});

describe("the judge finds", () => {
  const RUNS_TO_FIND = 200;

  async function firstViolation(): Promise<string | undefined> {
    for (let seed = 1; seed <= RUNS_TO_FIND; seed++) {
      try {
        const world = await simulateOrders(seed);
        checkOrders(world);
        await world.close();
      } catch (error) {
        if (error instanceof Violation) return error.message;
        throw new Error(`seed ${seed}`, { cause: error });
      }
    }
    return undefined;
  }

  test("a no that is taken back", async () => {
    const { connected } = Veto.prototype;
    using _ = replaced(Veto.prototype, "connected", function (this: Veto) {
      this.reset();
      connected.call(this);
    });
    expect(await firstViolation()).toMatch(/not to have been sent, and came/);
  });

  test("a report that is lost on the way to its order", async () => {
    const { report } = Correlation.prototype;
    let count = 0;
    using _ = replaced(Correlation.prototype, "report", function (this: Correlation, message) {
      count += 1;
      if (count % 50 !== 0) report.call(this, message);
    });
    expect(await firstViolation()).toMatch(/reports on|is unknown/);
  });

  test("an answer taken for the wrong request", async () => {
    const { refuse } = Correlation.prototype;
    using _ = replaced(
      Correlation.prototype,
      "refuse",
      function (this: Correlation, msgType, ClOrdID, status) {
        refuse.call(this, msgType, String(Number(ClOrdID) + 1), status);
      },
    );
    expect(await firstViolation()).toMatch(/was told to be refused|is unknown/);
  });
});
