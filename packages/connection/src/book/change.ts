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
 * The changes a reader has not seen yet. They never pile up: what a book was before is of no use to who has not looked, so
 * only the last gap, the last snapshot and one update for all that came since are kept.
 */
export class Unseen<Message> {
  /** Called when there is something to see. */
  wake: (() => void) | undefined;
  #changes: BookChange<Message>[] = [];

  add(change: BookChange<Message>): void {
    const last = this.#changes.at(-1);
    if (change.type === "update" && last && last.type !== "gap")
      this.#changes.splice(-1, 1, { ...last, message: change.message, messages: last.messages + 1 });
    else
      this.#changes = [...this.#changes.filter(({ type }) => type !== change.type && type === "gap"), change];
    this.wake?.();
  }

  next(): BookChange<Message> | undefined {
    return this.#changes.shift();
  }
}
