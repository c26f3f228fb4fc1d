import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ManualClock } from "../../core/test/manual-clock.ts";
import { ControlClock } from "../src/index.ts";

describe("a control clock", () => {
  test("runs like the clock it follows, from where it was told to begin", () => {
    const follows = new ManualClock(1_000);
    const clock = new ControlClock({ follows, now: 500_000 });
    const fired: number[] = [];
    clock.setTimer(50, () => fired.push(clock.now()));
    follows.advance(49);
    expect([clock.now(), fired]).toEqual([500_049, []]);
    follows.advance(1);
    expect(fired).toEqual([500_050]);
  });

  test("stands while it is held, and goes on from there", () => {
    const follows = new ManualClock(0);
    const clock = new ControlClock({ follows });
    const fired: number[] = [];
    clock.setTimer(100, () => fired.push(clock.now()));
    follows.advance(60);
    clock.hold();
    follows.advance(10_000);
    expect([clock.now(), clock.held, fired]).toEqual([60, true, []]);
    clock.release();
    follows.advance(39);
    expect(fired).toEqual([]);
    follows.advance(1);
    expect([fired, clock.held]).toEqual([[100], false]);
  });

  test("moved ahead, lets everything happen in its order and at its time, what follows from it too", () => {
    for (const held of [true, false]) {
      const clock = new ControlClock({ follows: new ManualClock(0), held });
      const fired: string[] = [];
      const note = (name: string) => () => fired.push(`${name} ${clock.now()}`);
      clock.setTimer(30, note("late"));
      clock.setTimer(10, () => {
        note("early")();
        clock.setTimer(5, note("again"));
      });
      clock.setTimer(10, note("after it"));
      clock.setTimer(20, note("cancelled")).cancel();
      clock.setTimer(41, note("not yet"));
      clock.advance(40);
      expect(fired).toEqual(["early 10", "after it 10", "again 15", "late 30"]);
      expect([clock.now(), clock.held]).toEqual([40, held]);
    }
  });

  test("keeps timers of long ago in mind and forgets those that were cancelled", () => {
    const follows = new ManualClock(0);
    const clock = new ControlClock({ follows });
    const month = 31 * 86_400_000;
    let fired = false;
    clock.setTimer(month, () => {
      fired = true;
    });
    follows.advance(month - 1);
    expect(fired).toBe(false);
    follows.advance(1);
    expect(fired).toBe(true);
    clock.setTimer(5, () => {}).cancel();
    clock.setTimer(7, () => {}).cancel();
    expect(follows.timers).toBe(0);
  });

  test("refuses to go back", () => {
    const clock = new ControlClock({ follows: new ManualClock(0) });
    for (const wrong of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => clock.advance(wrong)).toThrow("milliseconds: expected a number from 0");
    }
  });

  test("fires what a clock moved in one go fires, however it is moved, held and let go", () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant("set" as const), by: fc.integer({ min: 0, max: 50 }) }),
      fc.record({ kind: fc.constant("cancel" as const), by: fc.integer({ min: 0, max: 10 }) }),
      fc.record({
        kind: fc.constantFrom("advance" as const, "follow" as const),
        by: fc.integer({ min: 0, max: 40 }),
      }),
      fc.record({ kind: fc.constantFrom("hold" as const, "release" as const), by: fc.constant(0) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const follows = new ManualClock(0);
        const clock = new ControlClock({ follows });
        const plain = new ManualClock(0);
        const fired: string[] = [];
        const expected: string[] = [];
        const timers = [];
        for (const { kind, by } of steps) {
          const id = timers.length;
          if (kind === "set") {
            const one = clock.setTimer(by, () => fired.push(`${id} ${clock.now()}`));
            const other = plain.setTimer(by, () => expected.push(`${id} ${plain.now()}`));
            timers.push([one, other]);
          } else if (kind === "cancel") for (const timer of timers[by] ?? []) timer.cancel();
          else if (kind === "advance") {
            clock.advance(by);
            plain.advance(by);
          } else if (kind === "follow") {
            follows.advance(by);
            if (!clock.held) plain.advance(by);
          } else clock[kind]();
          expect(clock.now()).toBe(plain.now());
        }
        clock.release();
        follows.advance(100);
        plain.advance(100);
        expect(fired).toEqual(expected);
      }),
    );
  });
});
