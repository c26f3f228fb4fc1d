import type { Clock } from "@x/core";
import { ControlClock } from "../src/index.ts";

/** The most that passes at once, and how often it passes, in milliseconds. */
const MOST = 50;
const OFTEN = 10;

/**
 * The system's clock, but while its process stands still, it does too: no deadline passes before what came meanwhile has
 * been read. Exchange and clients that share it time out in the order of their deadlines, on a machine however busy.
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
