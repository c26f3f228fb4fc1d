import type { SessionEvent } from "./io.ts";
import { callUser } from "./user-code.ts";

/** A message that was asked for again, for the program to decide whether it still is what it wants. */
export interface ResendCandidate {
  readonly MsgSeqNum: number;
  /** The message as it was sent; `decodeMessage` reads it. */
  readonly bytes: Uint8Array;
}

export type MayResend = (message: ResendCandidate) => boolean;

/**
 * The program's say in what is sent again. A no is final: the gap fill that told the counterparty may be lost, and a yes
 * later would bring back what the program has been told never arrived.
 */
export class Veto {
  readonly #mayResend: MayResend | undefined;
  readonly #withheld = new Set<number>();
  /** The first number that is this connection's own, and how far those of earlier ones were sent again on it. */
  #firstSent = Number.POSITIVE_INFINITY;
  #resentTo = 0;

  constructor(mayResend: MayResend | undefined) {
    this.#mayResend = mayResend;
  }

  connected(): void {
    this.#firstSent = Number.POSITIVE_INFINITY;
    this.#resentTo = 0;
  }

  /** A number was used. */
  sent(MsgSeqNum: number): void {
    if (MsgSeqNum < this.#firstSent) this.#firstSent = MsgSeqNum;
  }

  /** Numbers start again at 1. */
  reset(): void {
    this.#withheld.clear();
    this.#firstSent = 1;
    this.#resentTo = 0;
  }

  /** Whether to send the message again. */
  allows(message: ResendCandidate, tell: (event: SessionEvent) => void): boolean {
    if (this.#mayResend === undefined) return true;
    const { MsgSeqNum } = message;
    if (this.#withheld.has(MsgSeqNum)) return false;
    let wanted = false;
    callUser(() => {
      wanted = this.#mayResend?.(message) === true;
    });
    if (wanted) {
      this.#resentTo = Math.max(this.#resentTo, MsgSeqNum);
      return true;
    }
    this.#withheld.add(MsgSeqNum);
    const mayHaveArrived = MsgSeqNum >= this.#firstSent || MsgSeqNum <= this.#resentTo;
    tell({ kind: "withheld", MsgSeqNum, why: "unwanted", mayHaveArrived });
    return false;
  }
}
