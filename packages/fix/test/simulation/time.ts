import type { Clock, Timer } from "@x/core";

interface Event {
  readonly at: number;
  readonly run: () => void;
  canceled: boolean;
}

/** Simulated time: what is to happen, in order; what falls on one moment happens in the order it was asked for. */
export class Time implements Clock {
  #now: number;
  #events: Event[] = [];

  constructor(start: number) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  setTimer(milliseconds: number, run: () => void): Timer {
    const event: Event = { at: this.#now + milliseconds, run, canceled: false };
    // Events are few: a sorted list does.
    let index = this.#events.length;
    while (index > 0 && (this.#events[index - 1] as Event).at > event.at) index--;
    this.#events.splice(index, 0, event);
    return {
      cancel: () => {
        event.canceled = true;
      },
    };
  }

  /** Lets time pass. */
  pass(milliseconds: number): void {
    const until = this.#now + milliseconds;
    for (let [first] = this.#events; first !== undefined && first.at <= until; [first] = this.#events) {
      this.#events.shift();
      this.#now = Math.max(this.#now, first.at);
      if (!first.canceled) first.run();
    }
    this.#now = until;
  }
}
