import { describe, expect, test } from "vitest";
import { Link } from "../src/session/link.ts";
import { JournalStore } from "../src/store/journal-store.ts";
import { replaced } from "./replaced.ts";
import { Violation } from "./simulation/side.ts";
import { check, simulate, type World } from "./simulation/world.ts";

const RUNS = 20_000;

/** The first seed whose run breaks a rule, and the rule. */
function firstViolation(runs: number): { seed: number; violation: Error } | undefined {
  for (let seed = 1; seed <= runs; seed++) {
    try {
      check(simulate(seed));
    } catch (error) {
      if (error instanceof Violation) return { seed, violation: error };
      throw new Error(`seed ${seed}`, { cause: error });
    }
  }
  return undefined;
}

describe("initiator and acceptor over a network that delays, cuts, breaks and forgets, in programs that crash", () => {
  test(`${RUNS} seeded runs: nothing is lost or done twice, no number is used again, all comes to rest`, () => {
    const seen = { connections: 0, crashes: 0, resent: 0, withheld: 0, processed: 0 };
    for (let seed = 1; seed <= RUNS; seed++) {
      try {
        const world = simulate(seed);
        check(world);
        seen.connections += world.connections;
        for (const side of [world.client, world.exchange]) {
          seen.crashes += side.crashes;
          seen.resent += side.resent;
          seen.withheld += side.withheld.size;
          seen.processed += side.processed.length;
        }
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error });
      }
    }
    // Runs in which nothing went wrong would prove nothing.
    expect(seen.connections).toBeGreaterThan(RUNS * 2);
    expect(seen.crashes).toBeGreaterThan(RUNS / 3);
    expect(seen.resent).toBeGreaterThan(RUNS);
    expect(seen.withheld).toBeGreaterThan(RUNS / 10);
    expect(seen.processed).toBeGreaterThan(RUNS * 15);
  }, 400_000);

  test("the same seed gives the same run", () => {
    const told = ({ client, exchange, work, connections }: World) => [
      work,
      connections,
      client.processed,
      exchange.processed,
      client.file.content,
      exchange.file.content,
    ];
    for (const seed of [7, 8, 9]) expect(told(simulate(seed))).toEqual(told(simulate(seed)));
  });
});

describe("the judge finds", () => {
  test("a store that keeps numbers only after they were sent", () => {
    const { commit } = JournalStore.prototype;
    let held: (() => void) | undefined;
    using _ = replaced(JournalStore.prototype, "commit", function (this: JournalStore) {
      held?.();
      held = () => commit.call(this);
    });
    expect(firstViolation(500)?.violation.message).toMatch(/again|forgot|lost|too low|resent/i);
  });

  test("a store that gives back less than it holds", () => {
    const { range } = JournalStore.prototype;
    using _ = replaced(JournalStore.prototype, "range", function (this: JournalStore, from, to, limit) {
      return range.call(this, from, to, limit).filter(({ MsgSeqNum }) => MsgSeqNum !== 5);
    });
    expect(firstViolation(500)?.violation.message).toMatch(/filled over|lost|the store has/);
  });

  test("a program told that everything was taken as soon as it came", () => {
    const { taken } = JournalStore.prototype;
    using _ = replaced(JournalStore.prototype, "taken", function (this: JournalStore) {
      taken.call(this, this.numbers().incoming);
    });
    expect(firstViolation(500)?.violation.message).toMatch(/lost|too low/);
  });

  test("a session that now and then forgets that it was asked for messages", () => {
    const { input } = Link.prototype;
    let count = 0;
    using _ = replaced(Link.prototype, "input", function (this: Link, what) {
      count += 1;
      if (what.type === "loaded" && count % 5 === 0) return;
      input.call(this, what);
    });
    expect(firstViolation(500)?.violation).toBeInstanceOf(Violation);
  });
});
