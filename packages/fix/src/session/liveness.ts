/** A silent counterparty is asked for a sign of life after this many heartbeat intervals, … */
const TEST_AFTER = 1.2;
/** … and given up after this many. */
const DEAD_AFTER = 2.4;

/** Which sign of life is due, by the clock alone. */
export class Liveness {
  #interval = 0;
  #lastSent = 0;
  #lastReceived = 0;
  #tested = false;

  /** @param heartBtInt seconds; 0 turns everything off. */
  start(heartBtInt: number, now: number): void {
    this.#interval = heartBtInt * 1000;
    this.#lastSent = now;
    this.#lastReceived = now;
    this.#tested = false;
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
    this.#tested = false;
  }

  due(now: number): "dead" | "test" | "heartbeat" | undefined {
    if (this.#interval === 0) return undefined;
    const silence = now - this.#lastReceived;
    if (this.#tested && silence >= this.#interval * DEAD_AFTER) return "dead";
    if (!this.#tested && silence >= this.#interval * TEST_AFTER) {
      this.#tested = true;
      return "test";
    }
    return now - this.#lastSent >= this.#interval ? "heartbeat" : undefined;
  }

  /** When `due` will next have an answer. */
  deadline(): number | undefined {
    if (this.#interval === 0) return undefined;
    const silence = this.#lastReceived + this.#interval * (this.#tested ? DEAD_AFTER : TEST_AFTER);
    return Math.min(silence, this.#lastSent + this.#interval);
  }
}
