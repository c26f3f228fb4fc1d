import type { Clock, Timer } from "@x/core";

interface Waiting {
  readonly due: number;
  readonly run: () => void;
  timer: Timer | undefined;
}

/**
 * A clock whose time stands still while something happens, and whose timers can be fired again in the order in which they
 * fired once. It begins as the clock of a replay, whose time is what it is told; {@link goLive} hands it over to the
 * real one.
 */
export class JournaledClock implements Clock {
  readonly #real: Clock;
  readonly #fired: (id: number) => void;
  readonly #waiting = new Map<number, Waiting>();
  #now: number;
  #frozen = false;
  #live = false;
  #nextId = 0;

  /** `fired` is told of every timer whose time has come, and calls {@link fire} for it. */
  constructor(real: Clock, startedAt: number, fired: (id: number) => void) {
    this.#real = real;
    this.#now = startedAt;
    this.#fired = fired;
  }

  /** Never goes back, even if the real clock does. */
  now(): number {
    if (this.#live && !this.#frozen) this.#now = Math.max(this.#now, this.#real.now());
    return this.#now;
  }

  setTimer(milliseconds: number, run: () => void): Timer {
    const id = this.#nextId++;
    const waiting: Waiting = { due: this.now() + milliseconds, run, timer: undefined };
    this.#waiting.set(id, waiting);
    if (this.#live) this.#arm(id, waiting);
    return {
      cancel: () => {
        this.#waiting.get(id)?.timer?.cancel();
        this.#waiting.delete(id);
      },
    };
  }

  /** Runs something at a time that does not move meanwhile. */
  at<Result>(time: number, work: () => Result): Result {
    this.#now = Math.max(this.#now, time);
    this.#frozen = true;
    try {
      return work();
    } finally {
      this.#frozen = false;
    }
  }

  /** Runs what a timer was set for. */
  fire(id: number): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.run();
  }

  /** From now on time is that of the real clock, and timers that are due already fire as soon as they can. */
  goLive(): void {
    this.#live = true;
    const soonest = [...this.#waiting].sort(([a, one], [b, other]) => one.due - other.due || a - b);
    for (const [id, waiting] of soonest) this.#arm(id, waiting);
  }

  /** Fires nothing any more. */
  stop(): void {
    for (const { timer } of this.#waiting.values()) timer?.cancel();
    this.#waiting.clear();
  }

  #arm(id: number, waiting: Waiting): void {
    waiting.timer = this.#real.setTimer(Math.max(0, waiting.due - this.#real.now()), () => this.#fired(id));
  }
}
