import type { Timer } from "@x/core";
import type { Engine } from "./engine.ts";
import type { Venue } from "./market.ts";
import { runAt } from "./schedule.ts";

/** Cancels every order that an account has on a venue, unless it is set again in time. */
export class DeadManSwitch {
  /** Starts the countdown anew. Returns when it ends. */
  readonly arm: (seconds: number) => number;
  readonly disarm: () => void;
  #timer: Timer | undefined;

  constructor(engine: Engine, account: string, venue: Venue) {
    const kind = `dead-man-switch ${venue} ${account}`;
    const set = engine.inputs.define(kind, (seconds: number | null) => {
      this.stop();
      const at = engine.clock.now() + (seconds ?? 0) * 1000;
      if (seconds === null) return at;
      this.#timer = runAt(engine.clock, at, () => {
        this.#timer = undefined;
        engine.cancelAll({ account, venue }, "dead-man-switch");
      });
      return at;
    });
    this.arm = set;
    this.disarm = () => {
      set(null);
    };
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}
