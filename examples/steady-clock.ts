import type { Clock } from "@x/core";
import { ControlClock } from "@x/sandbox";

/** The most that passes at once, and how often it passes, in milliseconds. */
const MOST = 50;
const OFTEN = 10;

/**
 * The system's clock, but while its process stands still, it does too: for programs that hold an exchange and its clients
 * at once, in which a deadline would pass for all of them before any has read what came meanwhile.
 */
export function steadyClock(): Clock {
  const clock = new ControlClock({ held: true });
  let last = performance.now();
  setInterval(() => {
    const passed = Math.floor(performance.now() - last);
    last += passed;
    clock.advance(Math.min(passed, MOST));
  }, OFTEN).unref();
  return clock;
}
