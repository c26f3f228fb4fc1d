import { guarded } from "../guarded.ts";
import type { Following, Gap, Sink } from "../sink.ts";
import { type BookChange, Unseen } from "./change.ts";
import type { PriceLevel } from "./level.ts";

/** What a message's checksum says, and what the book comes to. */
export interface Mismatch {
  readonly expected: number;
  readonly actual: number;
}

/** A local copy of a book, and how the messages of one wire change it. */
export interface BookCopy<Level extends PriceLevel, Message> {
  readonly bids: { readonly levels: readonly Level[] };
  readonly asks: { readonly levels: readonly Level[] };
  clear(): void;
  /** Whether a message begins the book anew. */
  begins(message: Message): boolean;
  /**
   * Applies a message.
   *
   * @param text its frame as it came
   * @returns what does not match, if the message carries a checksum and it is not the book's
   */
  apply(message: Message, text: string): Mismatch | undefined;
}

export interface BookOptions<Message> {
  /** Hears of each change at once, before the socket is read on. */
  readonly onChange?: (change: BookChange<Message>) => void;
}

/** How to follow a book. */
export interface BookSource<Level extends PriceLevel, Message> {
  readonly symbol: string;
  readonly depth: number;
  readonly copy: BookCopy<Level, Message>;
  readonly follow: (sink: Sink<Message>) => Following;
}

/** How many checksums may fail, each after a snapshot of its own and with no update between that is right. */
const ATTEMPTS = 3;

/**
 * An order book that is kept up to date and proves it: every message that carries a checksum is verified before its
 * levels can be seen. While it is not `valid` (before the first snapshot, after a gap, after a checksum that did not
 * match) it is empty; a new snapshot is asked for by itself. Iterate it to hear of changes; leaving the loop does not
 * close the book.
 */
export class VerifiedBook<Level extends PriceLevel, Message> implements AsyncIterable<BookChange<Message>> {
  readonly symbol: string;
  readonly depth: number;
  /** Resolves with the first snapshot that is verified; rejects when there will be none. */
  readonly ready: Promise<void>;
  readonly #copy: BookCopy<Level, Message>;
  readonly #onChange: ((change: BookChange<Message>) => void) | undefined;
  readonly #readers = new Set<Unseen<Message>>();
  readonly #ready = Promise.withResolvers<void>();
  readonly #over = Promise.withResolvers<void>();
  readonly #following: Following;
  #valid = false;
  #failures = 0;
  #left = false;
  #end: { readonly error: Error | undefined } | undefined;

  constructor({ symbol, depth, copy, follow }: BookSource<Level, Message>, options: BookOptions<Message>) {
    this.symbol = symbol;
    this.depth = depth;
    this.ready = this.#ready.promise;
    // Whoever iterates gets the error there; `ready` need not be looked at.
    this.ready.catch(() => {});
    this.#copy = copy;
    this.#onChange = options.onChange;
    this.#following = follow({
      acknowledged() {},
      message: (message, text) => this.#message(message, text),
      gap: (gap) => this.#gap(gap),
      ended: (error) => this.#ended(error),
    });
  }

  /** Whether the levels are the exchange's as of the last message. */
  get valid(): boolean {
    return this.#valid;
  }

  /** The buying side, best price first: all of it, or that many levels. None while the book is not valid. */
  bids(count?: number): readonly Level[] {
    return this.#copy.bids.levels.slice(0, count);
  }

  /** The selling side, best price first: all of it, or that many levels. None while the book is not valid. */
  asks(count?: number): readonly Level[] {
    return this.#copy.asks.levels.slice(0, count);
  }

  /** The best level of each side, where there is one. */
  get best(): { readonly bid: Level | undefined; readonly ask: Level | undefined } {
    return { bid: this.#copy.bids.levels[0], ask: this.#copy.asks.levels[0] };
  }

  /** Ends the subscription; resolves when the exchange has confirmed, or will not any more. The book is empty then. */
  async close(): Promise<void> {
    if (!this.#left && !this.#end) {
      this.#left = true;
      this.#reset();
      this.#following.leave();
    }
    await this.#over.promise;
  }

  /** Changes from now on. A reader that is busy gets what it missed as one; the error, if the book ends with one, last. */
  [Symbol.asyncIterator](): AsyncIterator<BookChange<Message>, undefined> {
    const unseen = new Unseen<Message>();
    this.#readers.add(unseen);
    return this.#read(unseen);
  }

  async *#read(unseen: Unseen<Message>): AsyncGenerator<BookChange<Message>, undefined> {
    try {
      for (;;) {
        const change = unseen.next();
        if (change) yield change;
        else if (!this.#end)
          await new Promise<void>((resolve) => {
            unseen.wake = resolve;
          });
        else if (this.#end.error) throw this.#end.error;
        else return undefined;
      }
    } finally {
      this.#readers.delete(unseen);
    }
  }

  #message(message: Message, text: string): void {
    const copy = this.#copy;
    const begins = copy.begins(message);
    // Updates that were under way when the book broke belong to the old one.
    if (this.#left || (!begins && !this.#valid)) return;
    const mismatch = copy.apply(message, text);
    if (mismatch) this.#mismatched(mismatch);
    else {
      this.#valid = true;
      // A snapshot that is right, or carries no checksum, does not show that what follows will be.
      if (begins) this.#ready.resolve();
      else this.#failures = 0;
      if (this.#onChange || this.#readers.size > 0)
        this.#emit({ type: begins ? "snapshot" : "update", message, messages: 1 });
    }
  }

  #mismatched({ expected, actual }: Mismatch): void {
    const detail = `the checksum of ${this.symbol} is ${actual}, the exchange's is ${expected}`;
    this.#failures++;
    if (this.#failures < ATTEMPTS) this.#following.renew({ reason: "checksum", detail });
    // Asking on would only load the exchange.
    else this.#following.fail("invalidMessage", `${detail}, at attempt ${ATTEMPTS}`);
  }

  #gap(gap: Gap): void {
    if (this.#left) return;
    this.#reset();
    this.#emit({ type: "gap", gap });
  }

  #reset(): void {
    this.#valid = false;
    this.#copy.clear();
  }

  #ended(cause: Error | undefined): void {
    const error = this.#left ? undefined : cause;
    this.#end = { error };
    this.#reset();
    if (error) this.#ready.reject(error);
    else this.#ready.resolve();
    for (const unseen of this.#readers) unseen.wake?.();
    this.#over.resolve();
  }

  #emit(change: BookChange<Message>): void {
    for (const unseen of this.#readers) unseen.add(change);
    if (this.#onChange) guarded(this.#onChange, change);
  }
}
