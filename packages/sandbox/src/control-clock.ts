import { type Clock, systemClock, type Timer } from "@x/core";

/** The longest delay a timer of the platform keeps. */
const LONGEST_DELAY = 2 ** 31 - 1;

interface Waiting {
  readonly due: number;
  readonly id: number;
  readonly run: () => void;
}

export interface ControlClockOptions {
  /** What it follows while nobody holds it. Default: the system's clock. */
  readonly follows?: Clock;
  /** When it begins, in milliseconds since the epoch. Default: now. */
  readonly now?: number;
  /** Whether it stands still until it is told to go on. Default: false. */
  readonly held?: boolean;
}

/**
 * A clock that runs like another one, and can be held, moved ahead and let go. What was due meanwhile happens in the order
 * of its times, each at its own time. It never goes back.
 */
export class ControlClock implements Clock {
  readonly #follows: Clock;
  /** The next one last. */
  readonly #waiting: Waiting[] = [];
  #ahead: number;
  #heldAt: number | undefined;
  #timer: Timer | undefined;
  #nextId = 0;

  constructor({ follows = systemClock, now = follows.now(), held = false }: ControlClockOptions = {}) {
    this.#follows = follows;
    this.#ahead = now - follows.now();
    if (held) this.#heldAt = now;
  }

  /** The clock it follows. */
  get follows(): Clock {
    return this.#follows;
  }

  /** Whether it stands still. */
  get held(): boolean {
    return this.#heldAt !== undefined;
  }

  now(): number {
    return this.#heldAt ?? this.#follows.now() + this.#ahead;
  }

  setTimer(milliseconds: number, run: () => void): Timer {
    const waiting = { due: this.now() + milliseconds, id: this.#nextId++, run };
    this.#waiting.splice(this.#place(waiting), 0, waiting);
    if (this.#waiting.at(-1) === waiting) this.#arm();
    return {
      cancel: () => {
        const at = this.#place(waiting);
        if (this.#waiting[at] !== waiting) return;
        this.#waiting.splice(at, 1);
        // Nothing must be waited for that nobody wants any more, or a program that is done would not end.
        if (at === this.#waiting.length) this.#arm();
      },
    };
  }

  /** Lets it stand still. */
  hold(): void {
    this.#heldAt = this.now();
    this.#arm();
  }

  /** Lets it run again from where it stands. */
  release(): void {
    if (this.#heldAt === undefined) return;
    this.#ahead = this.#heldAt - this.#follows.now();
    this.#heldAt = undefined;
    this.#arm();
  }

  /**
   * Moves it ahead, whether it stands or runs, and lets everything happen that was due on the way.
   *
   * @throws RangeError for a negative time and for one that is no number.
   */
  advance(milliseconds: number): void {
    if (!(milliseconds >= 0 && Number.isFinite(milliseconds))) {
      throw new RangeError(`milliseconds: expected a number from 0, got ${milliseconds}`);
    }
    const ran = !this.held;
    if (ran) this.hold();
    this.#moveTo(this.now() + milliseconds);
    if (ran) this.release();
  }

  #moveTo(end: number): void {
    for (;;) {
      const next = this.#waiting.at(-1);
      if (next === undefined || next.due > end) break;
      this.#waiting.pop();
      this.#heldAt = Math.max(this.now(), next.due);
      next.run();
    }
    this.#heldAt = Math.max(this.now(), end);
  }

  /** Waits for the next timer, if time goes on by itself. */
  #arm(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const next = this.#waiting.at(-1);
    if (this.held || next === undefined) return;
    const left = Math.min(Math.max(0, next.due - this.now()), LONGEST_DELAY);
    this.#timer = this.#follows.setTimer(left, () => {
      this.#runDue();
      this.#arm();
    });
  }

  #runDue(): void {
    const now = this.now();
    for (;;) {
      const next = this.#waiting.at(-1);
      if (next === undefined || next.due > now || this.held) return;
      this.#waiting.pop();
      next.run();
    }
  }

  /** Where a timer belongs: those that are due later, or were set later for the same time, come before it. */
  #place({ due, id }: Waiting): number {
    let low = 0;
    let high = this.#waiting.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#waiting[middle] as Waiting;
      if (other.due > due || (other.due === due && other.id > id)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
