import type { Timer } from "@x/core";
import type { Engine } from "../../engine/engine.ts";
import { runAt } from "../../engine/schedule.ts";

/** Cancels every futures order of the account unless it is set again in time. */
export class DeadManSwitch {
  readonly #engine: Engine;
  readonly #account: string;
  #timer: Timer | undefined;

  constructor(engine: Engine, account: string) {
    this.#engine = engine;
    this.#account = account;
  }

  /** Starts the countdown anew. Returns when it ends. */
  arm(seconds: number): number {
    this.disarm();
    const at = this.#engine.clock.now() + seconds * 1000;
    this.#timer = runAt(this.#engine.clock, at, () => {
      this.#timer = undefined;
      this.#engine.cancelAll({ account: this.#account, venue: "futures" }, "dead-man-switch");
    });
    return at;
  }

  disarm(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}
