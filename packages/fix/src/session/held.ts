import { type Frame, keepFrame } from "../framing.ts";

/** Messages that came ahead of their turn. A number whose message was already acted upon is held without it. */
export class Held {
  readonly #frames = new Map<number, Frame | undefined>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** `false` when there is no more room. */
  keep(MsgSeqNum: number, frame: Frame | undefined): boolean {
    if (this.#frames.has(MsgSeqNum)) return true;
    if (this.#frames.size >= this.#capacity) return false;
    this.#frames.set(MsgSeqNum, frame && keepFrame(frame));
    return true;
  }

  has(MsgSeqNum: number): boolean {
    return this.#frames.has(MsgSeqNum);
  }

  peek(MsgSeqNum: number): Frame | undefined {
    return this.#frames.get(MsgSeqNum);
  }

  take(MsgSeqNum: number): Frame | undefined {
    const frame = this.#frames.get(MsgSeqNum);
    this.#frames.delete(MsgSeqNum);
    return frame;
  }

  /** Numbers below the given one, rising. */
  below(MsgSeqNum: number): readonly number[] {
    if (this.#frames.size === 0) return [];
    return [...this.#frames.keys()].filter((number) => number < MsgSeqNum).sort((one, other) => one - other);
  }

  /** Drops what has become past. */
  dropBelow(MsgSeqNum: number): void {
    if (this.#frames.size === 0) return;
    for (const number of this.#frames.keys()) if (number < MsgSeqNum) this.#frames.delete(number);
  }

  lowest(): number | undefined {
    let lowest: number | undefined;
    for (const number of this.#frames.keys()) if (lowest === undefined || number < lowest) lowest = number;
    return lowest;
  }

  clear(): void {
    this.#frames.clear();
  }
}
