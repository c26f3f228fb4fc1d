import type { Clock, Timer } from "../src/index.ts";

/** A clock that moves only when told to. */
export class ManualClock implements Clock {
  #now: number;
  readonly #timers = new Map<number, { at: number; run: () => void }>();
  #nextId = 0;

  constructor(start = Date.UTC(2026, 2, 2, 9, 0, 0)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  setTimer(milliseconds: number, run: () => void): Timer {
    const id = this.#nextId++;
    this.#timers.set(id, { at: this.#now + milliseconds, run });
    return { cancel: () => this.#timers.delete(id) };
  }

  get timers(): number {
    return this.#timers.size;
  }

  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const due = [...this.#timers].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (due === undefined) break;
      this.#timers.delete(due[0]);
      this.#now = due[1].at;
      due[1].run();
    }
    this.#now = end;
  }
}
