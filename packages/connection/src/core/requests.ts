import type { CallRequest, Request, SubscribeRequest } from "./request.ts";
import type { Handle } from "./signals.ts";

/** The requests that are open: those still waiting to be sent, in order, and those sent, by request id. */
export class Requests {
  #waiting: Request[] = [];
  readonly #sent = new Map<number, Request>();

  get waiting(): readonly Request[] {
    return this.#waiting;
  }

  get sentCount(): number {
    return this.#sent.size;
  }

  enqueue(request: Request): void {
    this.#waiting.push(request);
  }

  /** The first `count` waiting requests have been sent. */
  dequeue(count: number): void {
    if (count > 0) this.#waiting = this.#waiting.slice(count);
  }

  sent(id: number, request: Request): void {
    this.#sent.set(id, request);
  }

  /** Takes the sent request an answer belongs to. */
  answered(id: number): Request | undefined {
    const request = this.#sent.get(id);
    this.#sent.delete(id);
    return request;
  }

  takeWaiting(wanted: (request: Request) => boolean = () => true): Request[] {
    const taken = this.#waiting.filter(wanted);
    if (taken.length > 0) this.#waiting = this.#waiting.filter((request) => !taken.includes(request));
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

  /** The earliest deadline of all. */
  nextDue(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const request of this.#waiting) next = Math.min(next, request.due);
    for (const request of this.#sent.values()) next = Math.min(next, request.due);
    return next;
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
