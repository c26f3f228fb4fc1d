/** How many entries a log keeps; beyond it the oldest go. */
const KEPT = 50_000;

/** Entries in the order of their times, each under a number that stays its own. */
export class EventLog<Entry extends { readonly at: number }> {
  readonly #entries: Entry[] = [];
  #dropped = 0;

  push(entry: Entry): void {
    this.#entries.push(entry);
    // A tenth at a time, so that a long life does not mean a shift for every entry.
    if (this.#entries.length > KEPT * 1.1) {
      this.#dropped += this.#entries.splice(0, this.#entries.length - KEPT).length;
    }
  }

  /** The number of the first entry that is kept. */
  get first(): number {
    return this.#dropped;
  }

  /** One more than the number of the last entry. */
  get end(): number {
    return this.#dropped + this.#entries.length;
  }

  get(number: number): Entry | undefined {
    return this.#entries[number - this.#dropped];
  }

  all(): readonly Entry[] {
    return this.#entries;
  }
}
