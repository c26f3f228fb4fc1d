import type { Failure } from "../failure.ts";
import { readRefusal } from "../refusal.ts";
import { refusedBeforeTheWire } from "./admission.ts";
import { Answers } from "./answers.ts";
import type { Classified, Dialect } from "./dialect.ts";
import type { Reporter } from "./reporter.ts";
import {
  type CallRequest,
  failure,
  leaving,
  needsToken,
  notAll,
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
import { callFailure, refusal } from "./verdict.ts";

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
  readonly #subscriptions: Subscriptions;
  #nextId = 1;

  constructor(options: ExchangeOptions, reporter: Reporter, token: TokenBox) {
    this.#options = options;
    this.#reporter = reporter;
    this.#token = token;
    this.#subscriptions = new Subscriptions(options.dialect.repeated);
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
    const followed = why ? undefined : this.#subscriptions.add({ handle, channel, params, state: "asked" });
    if (followed !== undefined) {
      const words = `${followed} is already followed on this connection`;
      why = failure("alreadySubscribed", words, { outcome: "not-sent", request: summary(request) });
    }
    if (why) this.#reporter.out({ type: "ended", handle, failure: why });
    else this.requests.enqueue(request);
  }

  /** The user no longer wants a subscription. */
  leave(handle: Handle, due: number): void {
    const subscription = this.#subscriptions.get(handle);
    if (!subscription || subscription.state === "leaving") return;
    const { state } = subscription;
    if (this.requests.takeWaiting(isSubscribe(handle)).length > 0) {
      this.#left(handle);
      return;
    }
    subscription.state = "leaving";
    // While the subscribe request is out, its answer decides whether there is anything to leave.
    if (state === "active") this.requests.enqueue(leaving(subscription, due));
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
      if (request.kind === "subscribe" && !request.answers?.abandoned)
        this.requests.enqueue(leaving(request, now + this.#options.leaveTimeout));
    }
  }

  /** An answer. `false` when no request waits for it. */
  answer(answer: Answer, frame: object, text: string, now: number): boolean {
    const { id, error } = answer;
    const request = id === undefined ? undefined : this.requests.of(id);
    if (id === undefined || !request) return this.#ended(answer, frame, text, now);
    const { answers } = request;
    const item = answers && this.#options.dialect.item(frame, answers.param);
    if (answers && !answers.take(item)) return false;
    const stale = error !== undefined && readRefusal(error).staleToken;
    if (stale) this.#token.refused();
    // A token is the whole request's: where it is refused, no other answers come.
    const whole = stale && request.kind === "call" && answers?.outcomes.length === 0;
    const last = !answers || answers.missing === 0 || whole;
    if (last) this.requests.settle(id);
    if (request.kind === "call") this.#called(request, item, answer, frame, text, last);
    else if (request.kind === "subscribe") this.#acknowledged(request, item, answer, frame, text, last, now);
    else if (last) this.#left(request.handle);
    return true;
  }

  /** A message of a channel. `false` when it is not followed. */
  message(name: string, frame: unknown, text: string, now: number): boolean {
    const { dialect } = this.#options;
    const concerned = this.#subscriptions.of(name, (param) => dialect.told(frame, param));
    for (const subscription of concerned) {
      if (subscription.state === "leaving") continue;
      const { checkMessage, known } = subscription.channel;
      const fault = checkMessage(frame);
      if (fault) {
        const details = { path: fault.path, raw: this.#reporter.mask(text), request: { name } };
        const why = failure("invalidMessage", `${name}: ${this.#reporter.words(fault)}`, details);
        this.#drop(subscription.handle, why, now);
      } else {
        this.#reporter.observe(frame, known, name);
        this.#reporter.out({ type: "deliver", handle: subscription.handle, message: frame, text });
      }
    }
    return concerned.length > 0;
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

  #called(
    request: CallRequest,
    item: unknown,
    { error }: Answer,
    frame: object,
    text: string,
    last: boolean,
  ): void {
    const { method, handle, answers } = request;
    const why = callFailure(request, error, frame, text, answers?.path(item), this.#reporter);
    const result = why ? {} : this.#options.dialect.result(method, frame);
    if (!why) this.#reporter.observe(frame, method.known, method.name);
    answers?.outcomes.push(why ? { failure: why } : { result });
    if (!last) return;
    const first = answers ? answers.failures[0] : why;
    if (first) this.end(request, answers?.missing === 0 ? notAll(request, answers, first) : first);
    else this.#reporter.out({ type: "answer", handle, result: answers ? answers.results : result });
  }

  /** A subscription is what was asked for or nothing: one item's refusal ends it, and the others are left. */
  #acknowledged(
    request: SubscribeRequest,
    item: unknown,
    { error }: Answer,
    frame: object,
    text: string,
    last: boolean,
    now: number,
  ): void {
    const { channel, handle, answers } = request;
    if (answers?.abandoned) return;
    const due = now + this.#options.leaveTimeout;
    const subscription = this.#subscriptions.get(handle);
    const wanted = subscription?.state === "asked";
    const fault = error === undefined ? channel.checkAck(frame) : undefined;
    if (error !== undefined) answers?.refused.push(item);
    if (wanted && (error !== undefined || fault)) {
      const path = answers?.path(item);
      const details = { path: fault?.path, raw: this.#reporter.mask(text), request: summary(request) };
      this.end(
        request,
        error !== undefined
          ? refusal(request, error, text, path, this.#reporter)
          : failure("invalidAnswer", `${channel.name}: ${fault && this.#reporter.words(fault)}`, details),
      );
      if (answers) answers.abandoned = true;
      if (answers ? answers.items.length > 1 || fault : fault) this.requests.enqueue(leaving(request, due));
      return;
    }
    if (error === undefined && !fault) this.#reporter.observe(frame, channel.knownAck, channel.name);
    if (!last) return;
    if (wanted) {
      subscription.state = "active";
      this.#reporter.out({ type: "subscribed", handle });
    } else if (error === undefined || (answers && answers.refused.length < answers.items.length))
      this.requests.enqueue(leaving(request, due));
    else this.#left(handle);
  }

  /** The exchange ended a subscription by itself. */
  #ended({ ended, error }: Answer, frame: object, text: string, now: number): boolean {
    if (ended === undefined) return false;
    const item = (param: string): unknown => this.#options.dialect.item(frame, param);
    const told = (param: string): unknown[] => [item(param)].filter((value) => value !== undefined);
    const over = this.#subscriptions.of(ended, told).filter(({ state }) => state === "active");
    if (over.length > 0 && error !== undefined && readRefusal(error).staleToken) this.#token.refused();
    for (const { handle, channel, params } of over) {
      this.#subscriptions.remove(handle);
      const reason = this.#reporter.mask(error ?? "the exchange ended the subscription");
      const details = { retryable: true, raw: this.#reporter.mask(text), request: { name: channel.name } };
      const why = failure("subscriptionEnded", `${channel.name}: ${reason}`, details);
      this.#reporter.out({ type: "ended", handle, failure: why });
      // What else it followed would go on with nobody to read it.
      const answers = Answers.of(channel.perItem, params);
      answers?.refused.push(item(answers.param));
      if (answers && answers.items.length > 1)
        this.requests.enqueue(
          leaving({ handle, channel, params, answers }, now + this.#options.leaveTimeout),
        );
    }
    return over.length > 0;
  }

  #left(handle: Handle): void {
    if (this.#subscriptions.remove(handle)) this.#reporter.out({ type: "ended", handle, failure: undefined });
  }

  /** Ends a subscription for its user at once and asks the exchange to stop. */
  #drop(handle: Handle, why: Failure, now: number): void {
    const subscription = this.#subscriptions.remove(handle);
    if (!subscription) return;
    this.#reporter.out({ type: "ended", handle, failure: why });
    if (subscription.state === "active")
      this.requests.enqueue(leaving(subscription, now + this.#options.leaveTimeout));
  }
}
