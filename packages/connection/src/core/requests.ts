import type { CallRequest, Request, SubscribeRequest } from "./request.ts";
import type { Handle } from "./signals.ts";

/** The requests that are open: those still waiting to be sent, in order, and those sent, by request id. */
export class Requests {
  #waiting: Request[] = [];
  readonly #sent = new Map<number, Request>();
  #soonest = Number.POSITIVE_INFINITY;

  get waiting(): readonly Request[] {
    return this.#waiting;
  }

  get sentCount(): number {
    return this.#sent.size;
  }

  enqueue(request: Request): void {
    this.#waiting.push(request);
    this.#soonest = Math.min(this.#soonest, request.due);
  }

  /** The first `count` waiting requests have been sent. */
  dequeue(count: number): void {
    if (count > 0) this.#waiting = this.#waiting.slice(count);
  }

  sent(id: number, request: Request): void {
    this.#sent.set(id, request);
  }

  /** The sent request an answer belongs to. */
  of(id: number): Request | undefined {
    return this.#sent.get(id);
  }

  /** A sent request has had its last answer. */
  settle(id: number): void {
    this.#sent.delete(id);
  }

  takeWaiting(wanted: (request: Request) => boolean = () => true): Request[] {
    const taken: Request[] = [];
    const kept: Request[] = [];
    for (const request of this.#waiting) (wanted(request) ? taken : kept).push(request);
    this.#waiting = kept;
    return taken;
  }

  takeSent(wanted: (request: Request) => boolean = () => true): Request[] {
    const taken: Request[] = [];
    for (const [id, request] of this.#sent) {
      if (!wanted(request)) continue;
      this.#sent.delete(id);
      taken.push(request);
    }
    return taken;
  }

  /** No request is due before this. Exact after {@link takeLate}; ended requests may have left it too early. */
  get soonest(): number {
    return this.#soonest;
  }

  /** Takes what is past its deadline, the unsent first. */
  takeLate(now: number): { readonly waiting: readonly Request[]; readonly sent: readonly Request[] } {
    const late = (request: Request): boolean => request.due <= now;
    const taken = { waiting: this.takeWaiting(late), sent: this.takeSent(late) };
    this.#soonest = Number.POSITIVE_INFINITY;
    for (const { due } of this.#waiting) this.#soonest = Math.min(this.#soonest, due);
    for (const { due } of this.#sent.values()) this.#soonest = Math.min(this.#soonest, due);
    return taken;
  }

  /** The latest deadline of those sent. */
  lastSentDue(): number {
    let last = Number.NEGATIVE_INFINITY;
    for (const request of this.#sent.values()) last = Math.max(last, request.due);
    return last;
  }
}

export function isCall(handle: Handle): (request: Request) => request is CallRequest {
  return (request): request is CallRequest => request.kind === "call" && request.handle === handle;
}

export function isSubscribe(handle: Handle): (request: Request) => request is SubscribeRequest {
  return (request): request is SubscribeRequest => request.kind === "subscribe" && request.handle === handle;
}
