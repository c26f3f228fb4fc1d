import type { SessionStore } from "./store.ts";

/**
 * Which messages the program has been given and not yet taken. The store is told how far everything is taken, so that
 * a program that is killed gets the others again when it comes back.
 */
export class Ledger {
  readonly #store: SessionStore;
  /** Given and not taken, by rising number; those before the head are past. */
  #open: number[] = [];
  #head = 0;
  readonly #takenEarly = new Set<number>();
  /** Numbers start again at a reset: what was given before has no place in the new count. */
  #count = 0;
  #next: number;

  constructor(store: SessionStore) {
    this.#store = store;
    this.#next = store.numbers().incoming;
  }

  /** The session goes on with this number. */
  received(next: number): void {
    this.#next = next;
    if (this.#head === this.#open.length) this.#store.taken(next);
  }

  /** The program was given a message. @returns what to call when it has taken it */
  given(MsgSeqNum: number): () => void {
    const count = this.#count;
    this.#open.push(MsgSeqNum);
    return () => {
      if (count === this.#count) this.#took(MsgSeqNum);
    };
  }

  reset(): void {
    this.#open = [];
    this.#head = 0;
    this.#takenEarly.clear();
    this.#count += 1;
    this.#next = 1;
  }

  #took(MsgSeqNum: number): void {
    if (this.#open[this.#head] !== MsgSeqNum) {
      this.#takenEarly.add(MsgSeqNum);
      return;
    }
    this.#head += 1;
    while (this.#head < this.#open.length && this.#takenEarly.delete(this.#open[this.#head] as number)) {
      this.#head += 1;
    }
    if (this.#head === this.#open.length || this.#head > 512) {
      this.#open = this.#open.slice(this.#head);
      this.#head = 0;
    }
    this.#store.taken(this.#open[this.#head] ?? this.#next);
  }
}

const ledgers = /* @__PURE__ */ new WeakMap<SessionStore, Ledger>();

/** One for each store: what one connection has given may be taken while the next is open. */
export function ledgerOf(store: SessionStore): Ledger {
  const known = ledgers.get(store) ?? new Ledger(store);
  ledgers.set(store, known);
  return known;
}
