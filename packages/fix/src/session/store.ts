/** The numbers the next message in each direction carries. */
export interface SequenceNumbers {
  readonly outgoing: number;
  readonly incoming: number;
  /** When both last began at 1, in milliseconds since the epoch; absent when that is not known. */
  readonly since?: number | undefined;
}

/** A message sent before, as it went over the wire. */
export interface StoredMessage {
  readonly MsgSeqNum: number;
  readonly bytes: Uint8Array;
}

/**
 * What a session must not forget. Everything told before a `commit` must be kept when it returns: the session commits
 * before any byte goes to the socket. Administrative messages come without bytes: their numbers count, their text
 * (credentials among it) is never kept.
 *
 * Methods throw when they cannot do what they say. The session then ends with `storeFailed` and sends nothing more.
 */
export interface SessionStore {
  numbers(): SequenceNumbers;
  /** A number is used, by these bytes if they can be sent again. */
  sent(MsgSeqNum: number, bytes: Uint8Array | undefined): void;
  /** The number expected next, as long as the program lives. */
  received(next: number): void;
  /**
   * Everything below this number was taken by the program; a later run of it goes on from here. Needs no `commit`: what
   * is forgotten of it comes again as a possible duplicate.
   */
  taken(next: number): void;
  commit(): void;
  /** The first `limit` kept messages with numbers in the range, rising. */
  range(from: number, to: number, limit: number): readonly StoredMessage[];
  /** Numbers and messages are forgotten together, or neither is. */
  reset(at: number): void;
}

/** Keeps everything in memory: it lives as long as the program, and across its connections. */
export class MemoryStore implements SessionStore {
  #outgoing = 1;
  #incoming = 1;
  #since: number | undefined;
  #messages: StoredMessage[] = [];
  readonly #capacity: number;

  /** @param capacity how many messages are kept; older ones are answered by gap fills. */
  constructor(capacity = 100_000) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new RangeError(`a store's capacity must be a whole number from 1, got ${capacity}`);
    }
    this.#capacity = capacity;
  }

  numbers(): SequenceNumbers {
    return { outgoing: this.#outgoing, incoming: this.#incoming, since: this.#since };
  }

  sent(MsgSeqNum: number, bytes: Uint8Array | undefined): void {
    this.#outgoing = MsgSeqNum + 1;
    if (bytes === undefined) return;
    this.#messages.push({ MsgSeqNum, bytes });
    // Dropped in blocks, so that a full store does not move every entry at every message.
    if (this.#messages.length >= this.#capacity * 2) this.#messages = this.#messages.slice(-this.#capacity);
  }

  received(next: number): void {
    this.#incoming = next;
  }

  /** Nothing to do: what a program has taken matters to a later run of it, and this store has none. */
  taken(): void {}

  /** Nothing to do: there is no safer place than the one where everything is already. */
  commit(): void {}

  range(from: number, to: number, limit: number): readonly StoredMessage[] {
    const start = this.#lowerBound(from);
    const end = this.#lowerBound(to + 1);
    return this.#messages.slice(start, Math.min(end, start + limit));
  }

  reset(at: number): void {
    this.#outgoing = 1;
    this.#incoming = 1;
    this.#since = at;
    this.#messages = [];
  }

  /** Index of the first kept message whose number is not below the given one. */
  #lowerBound(MsgSeqNum: number): number {
    let low = 0;
    let high = this.#messages.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#messages[middle]?.MsgSeqNum ?? 0) < MsgSeqNum) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
