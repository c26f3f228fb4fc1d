import type { Channel } from "./descriptor.ts";
import { guarded } from "./guarded.ts";
import { BoundedQueue } from "./queue.ts";
import type { Following, Gap, Sink } from "./sink.ts";

/** How messages are handed to a reader. */
export interface ReadOptions<Message> {
  /** Is handed each message at once, instead of a queue; with the gap before it, if there is one. */
  readonly onMessage?: ((message: Message, gap: Gap | undefined) => void) | undefined;
  /** Messages held for a reader that is busy, 1,024 by default. */
  readonly capacity?: number;
  /**
   * What happens when a reader falls further behind than `capacity`:
   *
   * - `error` (the default): the subscription ends with an error of code `overflow`, after the messages it still holds.
   * - `dropOldest`: the oldest message is dropped; `dropped` counts them, and the next message read has a gap before it.
   * - `latest`: only the latest message of each symbol is ever held, in the order the symbols were first heard of since
   *   they were last read; `dropped` counts those that a later one replaced.
   */
  readonly policy?: "error" | "dropOldest" | "latest";
}

/**
 * Messages of one channel, in order, each once. Iterate it; leaving the loop ends the subscription. It outlives the
 * connection: when that is lost it is made again, and a gap says that messages may be missing.
 */
export interface Subscription<Message> extends AsyncIterable<Message> {
  /** Resolves when the exchange has first acknowledged the subscription; rejects when it refuses. */
  readonly ready: Promise<void>;
  /** What lies between the message that was last read and the one before it, if messages may be missing there. */
  readonly gap: Gap | undefined;
  /** How many messages were not handed on, by the policy for readers that are behind. */
  readonly dropped: number;
  [Symbol.asyncIterator](): AsyncGenerator<Message, undefined>;
  /** Ends the subscription; resolves when the exchange has confirmed, or will not any more. */
  unsubscribe(): Promise<void>;
}

/** What channels bring with them to be read. */
export function read<Message>(
  follow: (sink: Sink<Message>) => Following,
  channel: Channel<never, Message> | Channel,
  options: ReadOptions<Message>,
): Subscription<Message> {
  return new QueuedSubscription<Message>(follow, channel as Channel, options);
}

interface Held<Message> {
  message: Message;
  readonly gap: Gap | undefined;
  readonly key: string;
}

class QueuedSubscription<Message> implements Subscription<Message> {
  readonly ready: Promise<void>;
  gap: Gap | undefined;
  dropped = 0;
  readonly #following: Following;
  readonly #channel: Channel;
  readonly #policy: ReadOptions<Message>["policy"];
  readonly #onMessage: ReadOptions<Message>["onMessage"];
  readonly #held: BoundedQueue<Held<Message>>;
  /** Where only the latest message of each symbol is held, which that is. */
  readonly #latest = new Map<string, Held<Message>>();
  readonly #ready = Promise.withResolvers<void>();
  readonly #over = Promise.withResolvers<void>();
  /** There when a reader waits. */
  #more: PromiseWithResolvers<void> | undefined;
  /** The gap before the next message. */
  #nextGap: Gap | undefined;
  /** How many were dropped since one was last read. */
  #missed = 0;
  #ended = false;
  #error: unknown;

  constructor(
    follow: (sink: Sink<Message>) => Following,
    channel: Channel,
    { capacity = 1_024, policy, onMessage }: ReadOptions<Message>,
  ) {
    this.#channel = channel;
    this.#policy = policy;
    this.#onMessage = onMessage;
    this.#held = new BoundedQueue(policy === "latest" ? Number.MAX_SAFE_INTEGER : capacity);
    this.ready = this.#ready.promise;
    // Whoever iterates gets the error there; `ready` need not be looked at.
    this.ready.catch(() => {});
    this.#following = follow({
      acknowledged: () => this.#ready.resolve(),
      message: (message) => this.#take(message),
      gap: (gap) => {
        this.#nextGap = gap;
      },
      ended: (error) => this.#end(error),
    });
  }

  async unsubscribe(): Promise<void> {
    if (!this.#ended) this.#following.leave();
    this.#ended = true;
    this.#error = undefined;
    this.#held.clear();
    this.#latest.clear();
    this.#wake();
    await this.#over.promise;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Message, undefined> {
    try {
      for (;;) {
        for (let held = this.#next(); held; held = this.#next()) yield held.message;
        if (this.#ended) break;
        this.#more ??= Promise.withResolvers();
        await this.#more.promise;
      }
      // The error is thrown once; after it, and after a wanted end, the iteration is simply over.
      const error = this.#error;
      this.#error = undefined;
      if (error !== undefined) throw error;
    } finally {
      await this.unsubscribe();
    }
  }

  #take(message: Message): void {
    if (this.#ended) return;
    const gap = this.#nextGap;
    this.#nextGap = undefined;
    if (this.#onMessage) {
      guarded(this.#onMessage, message, gap);
      return;
    }
    const { perItem = [], subscribing } = this.#channel;
    const latest = this.#policy === "latest";
    const key = latest ? perItem.flatMap((param) => subscribing.told(message, param)).join() : "";
    const held = { message, gap, key };
    if (latest) {
      const earlier = this.#latest.get(key);
      if (earlier) {
        earlier.message = message;
        this.dropped += 1;
        return;
      }
      this.#latest.set(key, held);
    }
    if (!this.#held.push(held)) this.#overflow(held);
    this.#wake();
  }

  #overflow(held: Held<Message>): void {
    const { size } = this.#held;
    if (this.#policy !== "dropOldest") {
      this.#following.fail("overflow", `messages came faster than they were read; ${size} are kept`);
      return;
    }
    this.#held.shift();
    this.#held.push(held);
    this.dropped += 1;
    this.#missed += 1;
    if (this.#missed === 1) this.#following.tell(droppedGap(1));
  }

  #next(): Held<Message> | undefined {
    const held = this.#held.shift();
    if (!held) return undefined;
    this.#latest.delete(held.key);
    this.gap = held.gap ?? (this.#missed > 0 ? droppedGap(this.#missed) : undefined);
    this.#missed = 0;
    return held;
  }

  /** @param error why it ended, unless its user wanted it. */
  #end(error: unknown): void {
    this.#error = this.#ended ? undefined : error;
    this.#ended = true;
    if (error === undefined) this.#ready.resolve();
    else this.#ready.reject(error);
    this.#over.resolve();
    this.#wake();
  }

  #wake(): void {
    this.#more?.resolve();
    this.#more = undefined;
  }
}

function droppedGap(count: number): Gap {
  return { reason: "dropped", detail: `${count} messages were not read in time` };
}
