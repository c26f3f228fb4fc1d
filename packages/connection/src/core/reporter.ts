import { describeFault, type Fault, type Known, observe, redactText } from "@x/core";
import type { CoreEvent, Output } from "./signals.ts";

const RAW_LIMIT = 4096;

/** Collects what a step puts out, and keeps credentials out of all of it that people read. */
export class Reporter {
  readonly #drift: boolean;
  readonly #secrets: () => readonly string[];
  #outputs: Output[] = [];

  constructor(drift: boolean, secrets: () => readonly string[]) {
    this.#drift = drift;
    this.#secrets = secrets;
  }

  out(output: Output): void {
    this.#outputs.push(output);
  }

  event(event: CoreEvent): void {
    this.out({ type: "event", event });
  }

  /** A frame that belongs to nothing. */
  stray(reason: string, text: string): void {
    this.event({ type: "stray", reason, raw: this.mask(text).slice(0, RAW_LIMIT) });
  }

  /** Reports what the spec does not list. */
  observe(frame: unknown, known: Known, source: string): void {
    if (!this.#drift) return;
    observe(frame, known, source, (drift) =>
      this.event({ type: "drift", drift: { ...drift, sample: this.mask(drift.sample) } }),
    );
  }

  /** A fault in words. What was found may be a credential. */
  words(fault: Fault): string {
    return this.mask(describeFault(fault));
  }

  mask(text: string): string {
    return redactText(text, this.#secrets());
  }

  take(): Output[] {
    const outputs = this.#outputs;
    this.#outputs = [];
    return outputs;
  }
}
