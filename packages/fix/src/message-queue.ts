export interface QueueOptions {
  /** How many items are held for a reader that falls behind. */
  readonly capacity: number;
  /**
   * What happens beyond the capacity. An error: the queue ends with it after what it holds. `hold`: everything is held,
   * and whoever fills the queue looks at `full` and stops in time.
   */
  readonly overflow: (() => Error) | "hold";
  /** The reader has left, or the queue has overflowed. */
  readonly onReturn: () => void;
  /** The reader has taken an item. */
  readonly onTaken?: () => void;
}

interface Entry<Item> {
  readonly item: Item;
  /** To be called when the reader has taken the item: when it asks for the next one, or leaves. */
  readonly took: (() => void) | undefined;
}

/** An async iterator fed from outside. Nothing is lost in silence. */
export class MessageQueue<Item> implements AsyncIterableIterator<Item> {
  readonly #options: QueueOptions;
  #entries: Entry<Item>[] = [];
  #head = 0;
  /** Handed over, and not yet known to be taken. */
  #out: (() => void)[] = [];
  #waiting: { resolve: (result: IteratorResult<Item>) => void; reject: (cause: unknown) => void }[] = [];
  #ended: { readonly error: Error | undefined } | undefined;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  /** Items held. */
  get size(): number {
    return this.#entries.length - this.#head;
  }

  push(item: Item, took?: () => void): void {
    if (this.#ended !== undefined) return;
    const reader = this.#waiting.shift();
    if (reader !== undefined) {
      if (took !== undefined) this.#out.push(took);
      reader.resolve({ value: item, done: false });
      return;
    }
    const { capacity, overflow } = this.#options;
    if (overflow !== "hold" && this.size >= capacity) {
      this.end(overflow());
      this.#options.onReturn();
      return;
    }
    this.#entries.push({ item, took });
  }

  /** No more will come. With an error, the reader gets it after what is held. */
  end(error?: Error): void {
    if (this.#ended !== undefined) return;
    this.#ended = { error };
    const [first, ...others] = this.#waiting;
    this.#waiting = [];
    if (first === undefined) return;
    if (error === undefined) first.resolve({ value: undefined, done: true });
    else this.#fail(first, error);
    for (const reader of others) reader.resolve({ value: undefined, done: true });
  }

  async next(): Promise<IteratorResult<Item>> {
    this.#settle();
    const entry = this.#entries[this.#head];
    if (entry !== undefined) {
      this.#head += 1;
      if (this.#head === this.#entries.length || this.#head > 512) {
        this.#entries = this.#entries.slice(this.#head);
        this.#head = 0;
      }
      if (entry.took !== undefined) this.#out.push(entry.took);
      this.#options.onTaken?.();
      return { value: entry.item, done: false };
    }
    if (this.#ended !== undefined) {
      const { error } = this.#ended;
      this.#ended = { error: undefined };
      if (error !== undefined) throw error;
      return { value: undefined, done: true };
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
  }

  async return(): Promise<IteratorResult<Item>> {
    this.#settle();
    // A reader that leaves has decided about what it has not read.
    for (const { took } of this.#entries.slice(this.#head)) took?.();
    this.#entries = [];
    this.#head = 0;
    this.end();
    this.#options.onReturn();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #settle(): void {
    if (this.#out.length === 0) return;
    for (const took of this.#out.splice(0)) took();
  }

  #fail(reader: { reject: (cause: unknown) => void }, error: Error): void {
    this.#ended = { error: undefined };
    reader.reject(error);
  }
}
