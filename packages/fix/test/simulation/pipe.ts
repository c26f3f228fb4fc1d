import type { Time } from "./time.ts";

/** One direction of a connection: delays bytes, cuts them anywhere, loses some, and may end before all have arrived. */
export class Pipe {
  readonly #time: Time;
  readonly #random: () => number;
  readonly #received: (bytes: Uint8Array) => void;
  readonly #loses: () => boolean;
  #last = 0;
  #broken = false;
  /** How many more pieces arrive. */
  #arriving = Number.POSITIVE_INFINITY;

  constructor(time: Time, random: () => number, received: (bytes: Uint8Array) => void, loses: () => boolean) {
    this.#loses = loses;
    this.#time = time;
    this.#random = random;
    this.#received = received;
  }

  send(bytes: Uint8Array): void {
    if (this.#broken) return;
    const cut = this.#random() < 0.3 ? Math.floor(this.#random() * bytes.length) : 0;
    if (cut > 0) this.#later(bytes.slice(0, cut));
    this.#later(bytes.slice(cut));
  }

  /** What is under way may still arrive up to some byte; nothing after it does. */
  break(): void {
    this.#broken = true;
    this.#arriving = Math.floor(this.#random() * 3);
  }

  #later(bytes: Uint8Array): void {
    if (this.#loses()) return;
    // What is sent later never overtakes.
    const at = Math.max(this.#last, this.#time.now() + Math.floor(this.#random() * 40));
    this.#last = at;
    this.#time.setTimer(at - this.#time.now(), () => {
      if (this.#arriving === 0) return;
      this.#arriving -= 1;
      this.#received(bytes);
    });
  }
}
