import { BoundedQueue } from "./queue.ts";
import type { Sink } from "./sink.ts";

/** What a subscription asks of the connection it belongs to. */
export interface SubscriptionOwner {
  leave(): void;
  overflow(kept: number): void;
}

/**
 * Messages of one channel, in order, each once. Iterate it; leaving the loop ends the subscription. It holds a bounded
 * number of messages: when they are not read in time it ends with an error of code `overflow`, after the messages it
 * still holds.
 */
export interface Subscription<Message> extends AsyncIterable<Message> {
  /** Resolves when the exchange has acknowledged the subscription; rejects when it refuses. */
  readonly ready: Promise<void>;
  [Symbol.asyncIterator](): AsyncIterator<Message, undefined>;
  /** Ends the subscription; resolves when the exchange has confirmed, or will not any more. */
  unsubscribe(): Promise<void>;
}

interface Reader<Message> {
  resolve(result: IteratorResult<Message, undefined>): void;
  reject(reason: unknown): void;
}

export class QueuedSubscription<Message> implements Subscription<Message>, Sink<Message> {
  readonly ready: Promise<void>;
  readonly #owner: SubscriptionOwner;
  readonly #queue: BoundedQueue<Message>;
  readonly #ready = Promise.withResolvers<void>();
  readonly #over = Promise.withResolvers<void>();
  readonly #readers: Reader<Message>[] = [];
  #isOver = false;
  #left = false;
  #error: unknown;

  constructor(capacity: number, owner: SubscriptionOwner) {
    this.#queue = new BoundedQueue(capacity);
    this.#owner = owner;
    this.ready = this.#ready.promise;
    // Whoever iterates gets the error there; `ready` need not be looked at.
    this.ready.catch(() => {});
  }

  acknowledged(): void {
    this.#ready.resolve();
  }

  message(message: Message): void {
    if (this.#isOver || this.#left) return;
    const reader = this.#readers.shift();
    if (reader) reader.resolve({ done: false, value: message });
    else if (!this.#queue.push(message)) this.#owner.overflow(this.#queue.size);
  }

  /** A connection that is not made again leaves no gap. */
  gap(): void {}

  /** @param error why it ended, unless its user wanted it. */
  ended(error: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#error = this.#left ? undefined : error;
    if (error === undefined) this.#ready.resolve();
    else this.#ready.reject(error);
    this.#over.resolve();
    for (const reader of this.#readers.splice(0)) this.#settle(reader);
  }

  async unsubscribe(): Promise<void> {
    if (!this.#left && !this.#isOver) {
      this.#left = true;
      this.#owner.leave();
    }
    this.#queue.clear();
    this.#error = undefined;
    for (const reader of this.#readers.splice(0)) reader.resolve({ done: true, value: undefined });
    await this.#over.promise;
  }

  [Symbol.asyncIterator](): AsyncIterator<Message, undefined> {
    return {
      next: () =>
        new Promise((resolve, reject) => {
          this.#read({ resolve, reject });
        }),
      return: async () => {
        await this.unsubscribe();
        return { done: true, value: undefined };
      },
    };
  }

  #read(reader: Reader<Message>): void {
    if (this.#queue.size > 0) reader.resolve({ done: false, value: this.#queue.shift() as Message });
    else if (this.#isOver || this.#left) this.#settle(reader);
    else this.#readers.push(reader);
  }

  /** The error is thrown once; after it, and after a wanted end, the iteration is simply over. */
  #settle(reader: Reader<Message>): void {
    const error = this.#error;
    this.#error = undefined;
    if (error === undefined) reader.resolve({ done: true, value: undefined });
    else reader.reject(error);
  }
}
