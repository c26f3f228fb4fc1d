import { BoundedQueue } from "./queue.ts";

/** Events that can be iterated by any number of readers, each from the moment it starts. */
export class EventStream<Event> implements AsyncIterable<Event> {
  readonly #capacity: number;
  readonly #readers = new Set<EventReader<Event>>();
  #ended = false;

  /** @param capacity events held for a reader that does not read; the oldest beyond that are dropped. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  emit(event: Event): void {
    for (const reader of this.#readers) reader.push(event);
  }

  end(): void {
    this.#ended = true;
    for (const reader of this.#readers) reader.end();
    this.#readers.clear();
  }

  [Symbol.asyncIterator](): AsyncIterator<Event, undefined> {
    const reader = new EventReader<Event>(this.#capacity, () => this.#readers.delete(reader));
    if (this.#ended) reader.end();
    else this.#readers.add(reader);
    return reader;
  }
}

class EventReader<Event> implements AsyncIterator<Event, undefined> {
  readonly #queue: BoundedQueue<Event>;
  readonly #forget: () => void;
  readonly #waiting: ((result: IteratorResult<Event, undefined>) => void)[] = [];
  #ended = false;

  constructor(capacity: number, forget: () => void) {
    this.#queue = new BoundedQueue(capacity);
    this.#forget = forget;
  }

  push(event: Event): void {
    const waiting = this.#waiting.shift();
    if (waiting) waiting({ done: false, value: event });
    else if (!this.#queue.push(event)) {
      this.#queue.shift();
      this.#queue.push(event);
    }
  }

  end(): void {
    this.#ended = true;
    for (const waiting of this.#waiting.splice(0)) waiting({ done: true, value: undefined });
  }

  next(): Promise<IteratorResult<Event, undefined>> {
    return new Promise((resolve) => {
      if (this.#queue.size > 0) resolve({ done: false, value: this.#queue.shift() as Event });
      else if (this.#ended) resolve({ done: true, value: undefined });
      else this.#waiting.push(resolve);
    });
  }

  async return(): Promise<IteratorResult<Event, undefined>> {
    this.#forget();
    this.#queue.clear();
    this.end();
    return { done: true, value: undefined };
  }
}
