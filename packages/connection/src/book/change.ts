import type { Gap } from "../sink.ts";

/** What happened to a book. */
export type BookChange<Message = unknown> =
  /** A message was applied and its checksum, if it carries one, is right. A snapshot begins the book anew. */
  | {
      readonly type: "snapshot" | "update";
      /** The message; the newest, where a reader was busy while several came. */
      readonly message: Message;
      /** How many messages it stands for, 1 unless a reader was busy. */
      readonly messages: number;
    }
  /** The book is empty and not valid until the next snapshot, which has been asked for. */
  | { readonly type: "gap"; readonly gap: Gap };

/**
 * One reader's changes. They never pile up: what a book was before is of no use to a reader who has not looked yet, so
 * of what waits only the last gap, the last snapshot and one update for all that came since are kept.
 */
export class ChangeReader<Message> implements AsyncIterator<BookChange<Message>, undefined> {
  #waiting: BookChange<Message>[] = [];
  #pending: PromiseWithResolvers<IteratorResult<BookChange<Message>, undefined>> | undefined;
  #over = false;
  #error: Error | undefined;
  readonly #forget: (reader: ChangeReader<Message>) => void;

  constructor(forget: (reader: ChangeReader<Message>) => void) {
    this.#forget = forget;
  }

  push(change: BookChange<Message>): void {
    if (this.#pending) {
      this.#pending.resolve({ done: false, value: change });
      this.#pending = undefined;
      return;
    }
    const last = this.#waiting.at(-1);
    if (change.type === "update" && last && last.type !== "gap") {
      const { type, messages } = last;
      this.#waiting[this.#waiting.length - 1] = { type, message: change.message, messages: messages + 1 };
    } else if (change.type === "gap") this.#waiting = [change];
    else this.#waiting = [...this.#waiting.filter(({ type }) => type === "gap"), change];
  }

  end(error: Error | undefined): void {
    this.#over = true;
    this.#error = error;
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending) this.next().then(pending.resolve, pending.reject);
  }

  next(): Promise<IteratorResult<BookChange<Message>, undefined>> {
    const change = this.#waiting.shift();
    if (change) return Promise.resolve({ done: false, value: change });
    if (this.#over) {
      const error = this.#error;
      this.#error = undefined;
      return error ? Promise.reject(error) : Promise.resolve({ done: true, value: undefined });
    }
    this.#pending ??= Promise.withResolvers();
    return this.#pending.promise;
  }

  return(): Promise<IteratorResult<BookChange<Message>, undefined>> {
    this.#forget(this);
    this.#waiting = [];
    this.end(undefined);
    return this.next();
  }
}
