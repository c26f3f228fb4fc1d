/**
 * An async iterator fed from outside, bounded: when its reader falls behind by more than the capacity it ends with an
 * error after what it already holds, so nothing is lost in silence.
 */
export class MessageQueue<Item> implements AsyncIterableIterator<Item> {
  readonly #capacity: number;
  readonly #overflow: () => Error;
  readonly #onReturn: () => void;
  #items: Item[] = [];
  #head = 0;
  #waiting: { resolve: (result: IteratorResult<Item>) => void; reject: (cause: unknown) => void }[] = [];
  #ended: { readonly error: Error | undefined } | undefined;

  constructor(capacity: number, overflow: () => Error, onReturn: () => void) {
    this.#capacity = capacity;
    this.#overflow = overflow;
    this.#onReturn = onReturn;
  }

  push(item: Item): void {
    if (this.#ended !== undefined) return;
    const reader = this.#waiting.shift();
    if (reader !== undefined) {
      reader.resolve({ value: item, done: false });
      return;
    }
    if (this.#items.length - this.#head >= this.#capacity) {
      this.end(this.#overflow());
      this.#onReturn();
      return;
    }
    this.#items.push(item);
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
    if (this.#head < this.#items.length) {
      const value = this.#items[this.#head] as Item;
      this.#head += 1;
      if (this.#head === this.#items.length || this.#head > 512) {
        this.#items = this.#items.slice(this.#head);
        this.#head = 0;
      }
      return { value, done: false };
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
    this.#items = [];
    this.#head = 0;
    this.end();
    this.#onReturn();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #fail(reader: { reject: (cause: unknown) => void }, error: Error): void {
    this.#ended = { error: undefined };
    reader.reject(error);
  }
}
