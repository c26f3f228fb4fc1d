/**
 * A silent counterparty is asked for a sign of life after this many heartbeat intervals, and given up after as many more.
 * They count from the question: a program that stood still asks late, and then has to wait for the answer all the same.
 */
const PATIENCE = 1.2;

/** Which sign of life is due, by the clock alone. */
export class Liveness {
  #interval = 0;
  #lastSent = 0;
  #lastReceived = 0;
  /** When it was asked, if nothing has come since. */
  #tested: number | undefined;

  /** @param heartBtInt seconds; 0 turns everything off. */
  start(heartBtInt: number, now: number): void {
    this.#interval = heartBtInt * 1000;
    this.#lastSent = now;
    this.received(now);
  }

  /** The interval, in seconds. */
  get seconds(): number {
    return this.#interval / 1000;
  }

  sent(now: number): void {
    this.#lastSent = now;
  }

  /** Anything that came counts. */
  received(now: number): void {
    this.#lastReceived = now;
    this.#tested = undefined;
  }

  due(now: number): "dead" | "test" | "heartbeat" | undefined {
    if (this.#interval === 0) return undefined;
    if (now - (this.#tested ?? this.#lastReceived) >= this.#interval * PATIENCE) {
      if (this.#tested !== undefined) return "dead";
      this.#tested = now;
      return "test";
    }
    return now - this.#lastSent >= this.#interval ? "heartbeat" : undefined;
  }

  /** When `due` will next have an answer. */
  deadline(): number | undefined {
    if (this.#interval === 0) return undefined;
    const silence = (this.#tested ?? this.#lastReceived) + this.#interval * PATIENCE;
    return Math.min(silence, this.#lastSent + this.#interval);
  }
}
