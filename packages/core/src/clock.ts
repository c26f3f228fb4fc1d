export interface Timer {
  cancel(): void;
}

/** Where time comes from. Tests pass one they wind by hand. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  setTimer(milliseconds: number, run: () => void): Timer;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(milliseconds, run) {
    const handle = setTimeout(run, milliseconds);
    return { cancel: () => clearTimeout(handle) };
  },
};
