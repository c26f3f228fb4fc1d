import type { Timer } from "@x/core";
import type { Engine } from "./engine.ts";
import type { Venue } from "./market.ts";
import { runAt } from "./schedule.ts";

/** Cancels every order that an account has on a venue, unless it is set again in time. */
export class DeadManSwitch {
  readonly #engine: Engine;
  readonly #account: string;
  readonly #venue: Venue;
  #timer: Timer | undefined;

  constructor(engine: Engine, account: string, venue: Venue) {
    this.#engine = engine;
    this.#account = account;
    this.#venue = venue;
  }

  /** Starts the countdown anew. Returns when it ends. */
  arm(seconds: number): number {
    this.disarm();
    const at = this.#engine.clock.now() + seconds * 1000;
    this.#timer = runAt(this.#engine.clock, at, () => {
      this.#timer = undefined;
      this.#engine.cancelAll({ account: this.#account, venue: this.#venue }, "dead-man-switch");
    });
    return at;
  }

  disarm(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}
