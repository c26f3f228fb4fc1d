import type { Clock } from "@x/core";
import { ControlClock } from "./control-clock.ts";

/** The most that passes at once, and how often it passes, in milliseconds. */
const MOST = 50;
const OFTEN = 10;

/**
 * The system's clock, but while its process stands still, so does this one: for a test, or any program that holds a sandbox
 * and its clients at once. Shared by them, it lets no deadline pass for one before the other had its turn, on a machine
 * however busy. A sandbox that is to be held and moved as well follows it: `new ControlClock({ follows: steadyClock() })`.
 * It goes in steps of 10 ms or more, and does not keep its process alive.
 */
export function steadyClock(): Clock {
  const clock = new ControlClock({ held: true });
  let last = performance.now();
  setInterval(() => {
    const passed = Math.floor(performance.now() - last);
    last += passed;
    clock.advance(Math.min(passed, MOST));
  }, OFTEN).unref();
  return { now: () => clock.now(), setTimer: (milliseconds, run) => clock.setTimer(milliseconds, run) };
}
