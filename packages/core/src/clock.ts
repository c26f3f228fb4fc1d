export interface Timer {
  cancel(): void;
}

/** Where time comes from. Tests pass one they wind by hand. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  setTimer(milliseconds: number, run: () => void): Timer;
}

/** Where the platform has it: after what came meanwhile. */
type Later = { readonly setImmediate?: (run: () => void) => unknown };

/**
 * The platform's clock. A program that stood still, for its garbage or its sleeping laptop, finds overdue timers and unread
 * answers at once: it reads first, so that no deadline calls an answer missing that has long arrived.
 */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(milliseconds, run) {
    const { setImmediate: later = setTimeout } = globalThis as Later;
    let isSet = true;
    const handle = setTimeout(() => later(() => isSet && run()), milliseconds);
    return {
      cancel() {
        isSet = false;
        clearTimeout(handle);
      },
    };
  },
};
