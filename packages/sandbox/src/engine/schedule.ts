import type { Clock, Timer } from "@x/core";

/** The longest delay a timer of the platform keeps; a longer one would fire at once. */
const LONGEST_DELAY = 2 ** 31 - 1;

/** Runs `run` when the clock reaches `at`, however far away that is. */
export function runAt(clock: Clock, at: number, run: () => void): Timer {
  let timer: Timer;
  const arm = () => {
    const left = at - clock.now();
    timer = clock.setTimer(Math.max(0, Math.min(left, LONGEST_DELAY)), left > LONGEST_DELAY ? arm : run);
  };
  arm();
  return { cancel: () => timer.cancel() };
}
