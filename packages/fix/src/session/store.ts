/** The numbers the next message in each direction carries. */
export interface SequenceNumbers {
  readonly outgoing: number;
  readonly incoming: number;
}

/** A message sent before, as it went over the wire. */
export interface StoredMessage {
  readonly MsgSeqNum: number;
  readonly bytes: Uint8Array;
}

/**
 * What a session must not forget. `sent` is called before the bytes go to the socket, `received` after a message was
 * delivered. Administrative messages come without bytes: their numbers count, their text (credentials among it) is
 * never kept.
 */
export interface SessionStore {
  numbers(): SequenceNumbers;
  sent(MsgSeqNum: number, bytes: Uint8Array | undefined): void;
  received(next: number): void;
  /** Kept messages with numbers in the range, rising. */
  range(from: number, to: number): readonly StoredMessage[];
  reset(): void;
}

/** Keeps everything in memory: it lives as long as the program, and across its connections. */
export class MemoryStore implements SessionStore {
  #outgoing = 1;
  #incoming = 1;
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
    return { outgoing: this.#outgoing, incoming: this.#incoming };
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

  range(from: number, to: number): readonly StoredMessage[] {
    const start = this.#lowerBound(from);
    const end = this.#lowerBound(to + 1);
    return this.#messages.slice(start, end);
  }

  reset(): void {
    this.#outgoing = 1;
    this.#incoming = 1;
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
