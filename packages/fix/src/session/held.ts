import type { Frame } from "../framing.ts";

/** Messages that came ahead of their turn. A number whose message was already acted upon is held without it. */
export class Held {
  readonly #frames = new Map<number, Frame | undefined>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** `false` when there is no more room. */
  keep(MsgSeqNum: number, frame: Frame | undefined): boolean {
    if (this.#frames.size >= this.#capacity && !this.#frames.has(MsgSeqNum)) return false;
    if (!this.#frames.has(MsgSeqNum)) this.#frames.set(MsgSeqNum, frame);
    return true;
  }

  has(MsgSeqNum: number): boolean {
    return this.#frames.has(MsgSeqNum);
  }

  take(MsgSeqNum: number): Frame | undefined {
    const frame = this.#frames.get(MsgSeqNum);
    this.#frames.delete(MsgSeqNum);
    return frame;
  }

  /** Drops what a gap fill or a reset has made past. */
  dropBelow(MsgSeqNum: number): void {
    for (const number of this.#frames.keys()) if (number < MsgSeqNum) this.#frames.delete(number);
  }

  lowest(): number | undefined {
    return this.#frames.size === 0 ? undefined : Math.min(...this.#frames.keys());
  }

  clear(): void {
    this.#frames.clear();
  }

  get size(): number {
    return this.#frames.size;
  }
}
