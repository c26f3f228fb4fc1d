import type { Clock, Timer } from "@x/core";

/** How long a subscribed connection may be silent, in milliseconds. */
const LONGEST_SILENCE = 1000;

/** Speaks up whenever a connection with a subscription has been silent for a second. */
export class Heartbeat {
  readonly #clock: Clock;
  readonly #beat: () => void;
  #lastSent: number;
  #timer: Timer | undefined;

  constructor(clock: Clock, beat: () => void) {
    this.#clock = clock;
    this.#beat = beat;
    this.#lastSent = clock.now();
  }

  /** Something was sent. */
  sent(): void {
    this.#lastSent = this.#clock.now();
  }

  start(): void {
    if (this.#timer === undefined) this.#arm(LONGEST_SILENCE);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #arm(milliseconds: number): void {
    this.#timer = this.#clock.setTimer(milliseconds, () => {
      const silent = this.#clock.now() - this.#lastSent;
      if (silent >= LONGEST_SILENCE) this.#beat();
      this.#arm(silent >= LONGEST_SILENCE ? LONGEST_SILENCE : LONGEST_SILENCE - silent);
    });
  }
}
