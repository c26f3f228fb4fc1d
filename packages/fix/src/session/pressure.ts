/** Whatever knows how many items it holds. */
interface Sized {
  readonly size: number;
}

/** Tells when a reader has fallen behind by a queue's capacity, and when all have caught up by half of it. */
export class Pressure {
  readonly #capacity: number;
  readonly #tell: (paused: boolean) => void;
  readonly #queues = new Set<Sized>();
  #paused = false;

  constructor(capacity: number, tell: (paused: boolean) => void) {
    this.#capacity = capacity;
    this.#tell = tell;
  }

  add(queue: Sized): void {
    this.#queues.add(queue);
  }

  remove(queue: Sized): void {
    this.#queues.delete(queue);
    this.taken();
  }

  pushed(queue: Sized): void {
    if (this.#paused || queue.size < this.#capacity) return;
    this.#paused = true;
    this.#tell(true);
  }

  taken(): void {
    if (!this.#paused) return;
    for (const queue of this.#queues) if (queue.size > this.#capacity / 2) return;
    this.#paused = false;
    this.#tell(false);
  }

  /** A new connection knows nothing of a reader that is behind. */
  get paused(): boolean {
    return this.#paused;
  }
}
