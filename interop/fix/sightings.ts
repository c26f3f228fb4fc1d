/** How long anything may take, in milliseconds. Engines look at their timers once a second. */
const PATIENCE = 60_000;

/** Things seen on one side, in order; each can be expected once, before or after it comes. */
export class Sightings<Item> {
  readonly #what: string;
  readonly #show: (item: Item) => string;
  readonly #items: Item[] = [];
  #waiting: { wanted: (item: Item) => boolean; found: (item: Item) => void }[] = [];

  constructor(what: string, show: (item: Item) => string) {
    this.#what = what;
    this.#show = show;
  }

  add(item: Item): void {
    const waiting = this.#waiting.find(({ wanted }) => wanted(item));
    if (waiting === undefined) {
      this.#items.push(item);
      return;
    }
    this.#waiting = this.#waiting.filter((other) => other !== waiting);
    waiting.found(item);
  }

  /** What was seen and not yet expected. */
  get rest(): readonly Item[] {
    return this.#items;
  }

  /** Takes the first item that fits, and waits for it where it has not come yet. */
  async expect(name: string, wanted: (item: Item) => boolean): Promise<Item> {
    const index = this.#items.findIndex(wanted);
    if (index >= 0) return this.#items.splice(index, 1)[0] as Item;
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => {
        const seen = this.#items.slice(-8).map((item) => `\n    ${this.#show(item)}`);
        reject(new Error(`${this.#what} did not show ${name}; seen instead:${seen.join("") || " nothing"}`));
      }, PATIENCE);
      this.#waiting.push({
        wanted,
        found: (item) => {
          clearTimeout(deadline);
          resolve(item);
        },
      });
    });
  }
}
