import type { Failure } from "../failure.ts";
import { readRefusal } from "../refusal.ts";
import { refusedBeforeTheWire } from "./admission.ts";
import type { Classified, Dialect } from "./dialect.ts";
import type { Reporter } from "./reporter.ts";
import {
  type CallRequest,
  failure,
  lostOutcome,
  needsToken,
  notSent,
  type Request,
  type SubscribeRequest,
  summary,
  unanswered,
} from "./request.ts";
import { isCall, isSubscribe, Requests } from "./requests.ts";
import type { Handle } from "./signals.ts";
import { Subscriptions } from "./subscriptions.ts";
import type { TokenBox } from "./token-box.ts";

export interface ExchangeOptions {
  readonly dialect: Dialect;
  /** The host this connection is for; requests for other hosts are refused. */
  readonly host: string;
  /** Milliseconds to wait for the answer to an unsubscribe request that nobody waits for. */
  readonly leaveTimeout: number;
}

type Answer = Extract<Classified, { kind: "answer" }>;

/** Requests and their answers, subscriptions and their messages. Ends everything it took on exactly once. */
export class Exchange {
  readonly requests = new Requests();
  readonly #options: ExchangeOptions;
  readonly #reporter: Reporter;
  readonly #token: TokenBox;
  readonly #subscriptions = new Subscriptions();
  #nextId = 1;

  constructor(options: ExchangeOptions, reporter: Reporter, token: TokenBox) {
    this.#options = options;
    this.#reporter = reporter;
    this.#token = token;
  }

  /** An id no request of this connection has had. */
  takeId(): number {
    return this.#nextId++;
  }

  call(request: CallRequest): void {
    const { host } = this.#options;
    const why = refusedBeforeTheWire(request, request.method, host, this.#token.source !== "none");
    if (why) this.end(request, why);
    else this.requests.enqueue(request);
  }

  subscribe(request: SubscribeRequest): void {
    const { channel, handle, params } = request;
    let why = refusedBeforeTheWire(request, channel, this.#options.host, this.#token.source !== "none");
    if (!why && !this.#subscriptions.add({ handle, channel, params, state: "asked" })) {
      const words = `${channel.name} is already followed on this connection`;
      why = failure("alreadySubscribed", words, { outcome: "not-sent", request: summary(request) });
    }
    if (why) this.#reporter.out({ type: "ended", handle, failure: why });
    else this.requests.enqueue(request);
  }

  /** The user no longer wants a subscription. */
  leave(handle: Handle, due: number): void {
    const subscription = this.#subscriptions.get(handle);
    if (!subscription || subscription.state === "leaving") return;
    const { channel, params, state } = subscription;
    if (this.requests.takeWaiting(isSubscribe(handle)).length > 0) {
      this.#left(handle);
      return;
    }
    subscription.state = "leaving";
    // While the subscribe request is out, its answer decides whether there is anything to leave.
    if (state === "active") this.requests.enqueue({ kind: "unsubscribe", handle, channel, params, due });
  }

  overflow(handle: Handle, kept: number, now: number): void {
    const subscription = this.#subscriptions.get(handle);
    if (!subscription) return;
    const { name } = subscription.channel;
    this.#reporter.event({ type: "overflow", channel: name, kept });
    const words = `${name}: messages came faster than they were read; ${kept} are kept`;
    this.#drop(handle, failure("overflow", words, { request: { name } }), now);
  }

  abort(handle: Handle): void {
    for (const request of this.requests.takeWaiting(isCall(handle)))
      this.end(request, notSent(request, "aborted", "aborted before it was sent"));
    for (const request of this.requests.takeSent(isCall(handle)))
      this.end(request, unanswered(request, "aborted", "aborted before its answer came"));
  }

  tokenFailed(cause: unknown): void {
    this.#token.fetchFailed();
    for (const request of this.requests.takeWaiting(needsToken))
      this.end(request, notSent(request, "noToken", "no session token could be had", cause));
  }

  /** Sends what waits, in order: a request that must wait for its token holds back those after it. */
  flush(now: number): void {
    let count = 0;
    for (const request of this.requests.waiting) {
      const token = needsToken(request) ? this.#token.current(now) : undefined;
      if (needsToken(request) && token === undefined) break;
      this.#send(request, token);
      count += 1;
    }
    this.requests.dequeue(count);
    if (this.requests.waiting.length > 0 && this.#token.wanted(now))
      this.#reporter.out({ type: "fetchToken" });
  }

  /** Ends what is past its deadline. */
  expire(now: number): void {
    const { waiting, sent } = this.requests.takeLate(now);
    for (const request of waiting)
      this.end(request, notSent(request, "deadlineExceeded", "the deadline passed before it was sent"));
    for (const request of sent) {
      this.end(request, unanswered(request, "deadlineExceeded", "no answer came in time"));
      // The exchange may have subscribed all the same.
      if (request.kind === "subscribe") this.#enqueueLeave(request, now);
    }
  }

  /** An answer. `false` when no request waits for it. */
  answer(answer: Answer, frame: object, text: string, now: number): boolean {
    const request = answer.id === undefined ? undefined : this.requests.answered(answer.id);
    if (!request) return this.#ended(answer, text);
    if (answer.error !== undefined) this.#refused(request, answer.error, text);
    else if (request.kind === "call") this.#answered(request, frame, text);
    else if (request.kind === "subscribe") this.#acknowledged(request, frame, text, now);
    else this.#left(request.handle);
    return true;
  }

  /** A message of a channel. `false` when it is not followed. */
  message(name: string, frame: unknown, text: string, now: number): boolean {
    const subscription = this.#subscriptions.of(name);
    if (!subscription) return false;
    if (subscription.state === "leaving") return true;
    const { checkMessage, known } = subscription.channel;
    const fault = checkMessage(frame);
    if (fault) {
      const details = { path: fault.path, raw: this.#reporter.mask(text), request: { name } };
      const why = failure("invalidMessage", `${name}: ${this.#reporter.words(fault)}`, details);
      this.#drop(subscription.handle, why, now);
    } else {
      this.#reporter.observe(frame, known, name);
      this.#reporter.out({ type: "deliver", handle: subscription.handle, message: frame });
    }
    return true;
  }

  /** Nothing new is wanted: what waits ends, subscriptions end, and only calls that were sent are still open. */
  wind(): void {
    for (const request of this.requests.takeWaiting())
      this.end(request, notSent(request, "closed", "the connection was closed before it was sent"));
    this.requests.takeSent((request) => request.kind !== "call");
    for (const { handle } of this.#subscriptions.all()) this.#left(handle);
  }

  /** Everything that is open ends. */
  endAll(why: Failure): void {
    for (const request of this.requests.takeWaiting())
      this.end(request, notSent(request, why.code, `not sent: ${why.message}`));
    for (const request of this.requests.takeSent())
      if (request.kind === "call") this.end(request, unanswered(request, why.code, why.message));
    for (const { handle } of this.#subscriptions.all()) {
      this.#subscriptions.remove(handle);
      this.#reporter.out({ type: "ended", handle, failure: why });
    }
  }

  /** Ends a request that failed; a subscription ends with it. */
  end(request: Request, why: Failure): void {
    const { handle } = request;
    if (request.kind === "call") {
      this.#reporter.out({ type: "fail", handle, failure: why });
      return;
    }
    const subscription = this.#subscriptions.remove(handle);
    if (!subscription) return;
    const wanted = request.kind === "unsubscribe" || subscription.state === "leaving";
    this.#reporter.out({ type: "ended", handle, failure: wanted ? undefined : why });
  }

  #send(request: Request, token: string | undefined): void {
    const { dialect } = this.#options;
    const id = this.takeId();
    this.requests.sent(id, request);
    const { params } = request;
    const text =
      request.kind === "call"
        ? dialect.call(request.method, params, id, token)
        : dialect[request.kind](request.channel, params, id, token);
    this.#reporter.out({ type: "send", text });
  }

  #answered(request: CallRequest, frame: object, text: string): void {
    const { method, handle } = request;
    const fault = method.checkAnswer(frame);
    if (fault) {
      const { code, message, details } = unanswered(
        request,
        "invalidAnswer",
        `${method.name}: ${this.#reporter.words(fault)}`,
      );
      this.end(
        request,
        failure(code, message, { ...details, path: fault.path, raw: this.#reporter.mask(text) }),
      );
      return;
    }
    this.#reporter.observe(frame, method.known, method.name);
    this.#reporter.out({ type: "answer", handle, result: this.#options.dialect.result(method, frame) });
  }

  #acknowledged(request: SubscribeRequest, frame: object, text: string, now: number): void {
    const { channel, handle } = request;
    const subscription = this.#subscriptions.get(handle);
    if (subscription?.state !== "asked") {
      this.#enqueueLeave(request, now);
      return;
    }
    subscription.state = "active";
    const fault = channel.checkAck(frame);
    if (fault) {
      const details = { path: fault.path, raw: this.#reporter.mask(text), request: summary(request) };
      this.#drop(
        handle,
        failure("invalidAnswer", `${channel.name}: ${this.#reporter.words(fault)}`, details),
        now,
      );
      return;
    }
    this.#reporter.observe(frame, channel.knownAck, channel.name);
    this.#reporter.out({ type: "subscribed", handle });
  }

  #refused(request: Request, error: string, text: string): void {
    const { code, retryable, undecided, staleToken } = readRefusal(error);
    if (staleToken) this.#token.refused();
    const outcome = undecided ? lostOutcome(request) : "refused";
    const about = summary(request);
    const reason = this.#reporter.mask(error);
    const why = failure(code, `${about.name}: ${reason}`, {
      outcome,
      retryable: retryable && outcome !== "unknown",
      raw: this.#reporter.mask(text),
      request: about,
    });
    this.end(request, { ...why, reason });
  }

  /** The exchange ended a subscription by itself. */
  #ended(answer: Answer, text: string): boolean {
    const subscription = answer.ended === undefined ? undefined : this.#subscriptions.of(answer.ended);
    if (subscription?.state !== "active") return false;
    const { handle, channel } = subscription;
    if (answer.error !== undefined && readRefusal(answer.error).staleToken) this.#token.refused();
    this.#subscriptions.remove(handle);
    const reason = this.#reporter.mask(answer.error ?? "the exchange ended the subscription");
    const details = { retryable: true, raw: this.#reporter.mask(text), request: { name: channel.name } };
    const why = failure("subscriptionEnded", `${channel.name}: ${reason}`, details);
    this.#reporter.out({ type: "ended", handle, failure: why });
    return true;
  }

  #left(handle: Handle): void {
    if (this.#subscriptions.remove(handle)) this.#reporter.out({ type: "ended", handle, failure: undefined });
  }

  /** Ends a subscription for its user at once and asks the exchange to stop. */
  #drop(handle: Handle, why: Failure, now: number): void {
    const subscription = this.#subscriptions.remove(handle);
    if (!subscription) return;
    this.#reporter.out({ type: "ended", handle, failure: why });
    if (subscription.state === "active") this.#enqueueLeave(subscription, now);
  }

  #enqueueLeave({ handle, channel, params }: Omit<SubscribeRequest, "kind" | "due">, now: number): void {
    this.requests.enqueue({
      kind: "unsubscribe",
      handle,
      channel,
      params,
      due: now + this.#options.leaveTimeout,
    });
  }
}
