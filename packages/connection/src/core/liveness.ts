/** Limits on silence, in milliseconds. */
export interface LivenessOptions {
  /** After this long without a frame, ask for a sign of life. */
  readonly idle: number;
  /** After this much longer, the connection counts as lost. */
  readonly stale: number;
}

/** Watches how long nothing came. Every frame, whatever it says, is a sign of life. */
export class Liveness {
  readonly #options: LivenessOptions;
  #heard = 0;
  #asked = false;

  constructor(options: LivenessOptions) {
    this.#options = options;
  }

  heard(now: number): void {
    this.#heard = now;
    this.#asked = false;
  }

  /** What the time asks for. Says `ask` once for each silence. */
  at(now: number): "lost" | "ask" | "fine" {
    const silence = now - this.#heard;
    if (silence >= this.#options.idle + this.#options.stale) return "lost";
    if (silence < this.#options.idle || this.#asked) return "fine";
    this.#asked = true;
    return "ask";
  }

  /** When to look again. */
  next(): number {
    return this.#heard + this.#options.idle + (this.#asked ? this.#options.stale : 0);
  }
}
