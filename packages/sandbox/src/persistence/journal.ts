import type { Clock } from "@x/core";
import type { Inputs, Recorder } from "../engine/inputs.ts";
import { JournaledClock } from "./journaled-clock.ts";
import type { StateFile } from "./state-file.ts";

const TIMER = "timer";

/**
 * Writes every input down before it is acted on, and does it all again when it is started anew. The engine is the same
 * after the same inputs at the same times, so nothing else needs to be kept.
 */
export class Journal implements Recorder {
  readonly clock: JournaledClock;
  readonly #file: StateFile;
  /** Until the replay is over, nothing comes in: an exchange that is being set up does the same every time. */
  #inside = true;

  constructor(file: StateFile, real: Clock, startedAt: number) {
    this.#file = file;
    this.clock = new JournaledClock(real, startedAt, (id) => {
      this.record(TIMER, id, () => this.clock.fire(id));
    });
  }

  record<Result>(kind: string, data: unknown, work: () => Result): Result {
    if (this.#inside) return work();
    const at = this.clock.now();
    this.#file.write(at, kind, data);
    return this.#happen(at, work);
  }

  /**
   * Does again what was written down, then lets time go on.
   *
   * @throws Error that names the input which cannot be done again; the file is of another version then.
   */
  replay(inputs: Inputs): void {
    let number = 0;
    for (const { at, kind, data } of this.#file.inputs()) {
      number += 1;
      try {
        this.#happen(at, () => {
          if (kind === TIMER) this.clock.fire(data as number);
          else inputs.replay(kind, data);
        });
      } catch (cause) {
        throw new Error(`state: input ${number} cannot be done again`, { cause });
      }
    }
    this.#inside = false;
    this.clock.goLive();
  }

  close(): void {
    this.clock.stop();
    this.#file.close();
  }

  #happen<Result>(at: number, work: () => Result): Result {
    const outside = !this.#inside;
    this.#inside = true;
    try {
      return this.clock.at(at, work);
    } finally {
      if (outside) this.#inside = false;
    }
  }
}
