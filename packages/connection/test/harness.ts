import { type Drift, ExchangeError, reportDrift } from "@x/core";
import { call } from "../src/core/call.ts";
import { connectionCore } from "../src/core/connection-core.ts";
import type { ConnectionCore, CoreOptions } from "../src/core/core-interface.ts";
import type { Request } from "../src/core/request.ts";
import type { ConnectionEvent } from "../src/core/signals.ts";
import { fetchedTokens, type TokenSource } from "../src/core/token-source.ts";
import type { Feed, Method } from "../src/descriptor.ts";
import type { ConnectionError, Failure, FailureCode, ItemAnswer } from "../src/failure.ts";
import type { Following, Gap } from "../src/sink.ts";
import { type Frame, fakeDialect, weather } from "./fake-dialect.ts";

export class TestError extends ExchangeError<FailureCode> {
  override readonly name = "TestError";
  readonly reason: string | undefined;
  readonly answers: readonly ItemAnswer[] | undefined;

  constructor(failure: Failure) {
    super(failure.code, failure.message, failure);
    this.reason = failure.reason;
    this.answers = failure.answers;
  }
}

/** What a core put out, in order. */
export type Output =
  | { readonly type: "connect" | "disconnect" | "fetchToken" }
  | { readonly type: "send"; readonly text: string }
  | { readonly type: "wake"; readonly at: number }
  | { readonly type: "answer"; readonly handle: number; readonly result: unknown }
  | { readonly type: "fail"; readonly handle: number; readonly error: ConnectionError }
  | { readonly type: "subscribed"; readonly handle: number }
  | { readonly type: "gap"; readonly handle: number; readonly gap: Gap }
  | { readonly type: "deliver"; readonly handle: number; readonly message: unknown; readonly text: string }
  | { readonly type: "ended"; readonly handle: number; readonly error: Error | undefined }
  | { readonly type: "event"; readonly event: ConnectionEvent };

export interface HarnessOptions extends Omit<Partial<CoreOptions>, "drift"> {
  /** Tokens are fetched, when the test says so. */
  readonly fetches?: boolean;
  readonly drift?: boolean;
  /** Another core than the real one: a broken one, to see whether that is noticed. */
  readonly make?: typeof connectionCore;
}

type Sent = { readonly do: string; readonly id: number; readonly token?: string; readonly channel?: string };

/** A core with its clock in hand. Collects what it puts out. */
export class Harness {
  readonly core: ConnectionCore;
  readonly outputs: Output[] = [];
  readonly drifts: Drift[] = [];
  now = 1_000_000;
  /** When the core wants a tick. */
  wake = Number.POSITIVE_INFINITY;
  readonly #calls = new Map<number, Request | undefined>();
  readonly #followings = new Map<number, Following>();
  #fetched: ((token: unknown, cause?: unknown) => void) | undefined;

  constructor({ fetches = false, drift = true, make = connectionCore, ...changes }: HarnessOptions = {}) {
    const put = (output: Output): void => void this.outputs.push(output);
    const given: TokenSource = { current: () => "s3cret-token" };
    const fetched = fetchedTokens((_core, done) => {
      put({ type: "fetchToken" });
      this.#fetched = done;
    });
    this.core = make(
      {
        dialect: fakeDialect,
        host: "private",
        token: fetches ? fetched : given,
        connectTimeout: 1_000,
        deadline: 500,
        idle: 10_000,
        stale: 2_000,
        reconnect: true,
        initial: 1_000,
        maximum: 60_000,
        attempts: [],
        random: () => 0.5,
        pushes: [weather],
        toError: (failure) => new TestError(failure),
        ...(drift && { drift: reportDrift((each) => this.drifts.push(each)) }),
        ...changes,
      },
      {
        step: (act) => this.#step(act),
        connect: () => put({ type: "connect" }),
        disconnect: () => put({ type: "disconnect" }),
        send: (text) => put({ type: "send", text }),
        event: (event) => put({ type: "event", event }),
        wake: (at) => {
          this.wake = at;
          put({ type: "wake", at });
        },
      },
    );
  }

  begin(): this {
    this.#step(() => this.core.open());
    return this;
  }

  opened(): this {
    this.#step(() => this.core.opened());
    return this;
  }

  /** Begins, and the transport opens. */
  open(): this {
    return this.begin().opened();
  }

  lost(code = 1006, reason = ""): void {
    this.#step(() => this.core.lost(code, reason));
  }

  close(): void {
    this.#step(() => this.core.close());
  }

  call(handle: number, method: Method, params: object = {}, deadline = 5_000): void {
    this.#step(() => {
      const request = call(this.core, method, params, deadline, (error, result) => {
        this.outputs.push(error ? { type: "fail", handle, error } : { type: "answer", handle, result });
      });
      this.#calls.set(handle, request);
    });
  }

  /** Calls a method for someone who waits, as a connection does. */
  waitFor(method: Method, params: object, deadline: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#step(() => {
        call(this.core, method, params, deadline, (error, result) =>
          error ? reject(error) : resolve(result),
        );
      });
    });
  }

  abort(handle: number): void {
    const request = this.#calls.get(handle);
    if (request) this.#step(() => this.core.end((each) => each === request, "aborted", "aborted"));
  }

  subscribe(
    handle: number,
    channel: Feed,
    deadline = 5_000,
    params: object = {},
    silence = Number.POSITIVE_INFINITY,
  ): void {
    const put = (output: Output): void => void this.outputs.push(output);
    const sink = {
      acknowledged: () => put({ type: "subscribed", handle }),
      message: (message: unknown, text: string) => put({ type: "deliver", handle, message, text }),
      gap: (gap: Gap) => put({ type: "gap", handle, gap }),
      ended: (error: Error | undefined) => put({ type: "ended", handle, error }),
    };
    this.#step(() => {
      const options = { deadlineMs: deadline, silenceMs: silence };
      this.#followings.set(handle, channel.subscribing.follow(this.core, channel, params, sink, options));
    });
  }

  leave(handle: number): void {
    this.#step(() => this.#followings.get(handle)?.leave());
  }

  renew(handle: number, gap: Gap): void {
    this.#step(() => this.#followings.get(handle)?.renew(gap));
  }

  failOwn(handle: number): void {
    this.#step(() => this.#followings.get(handle)?.fail("overflow", "8 are kept"));
  }

  frame(frame: Frame | string): void {
    const text = typeof frame === "string" ? frame : JSON.stringify(frame);
    this.#step(() => this.core.frame(text));
  }

  /** The token that was asked for has come, or could not be had. */
  token(token: unknown, cause?: unknown): void {
    const fetched = this.#fetched;
    this.#fetched = undefined;
    if (fetched) this.#step(() => fetched(token, cause));
  }

  tick(): void {
    this.#step(() => this.core.tick());
  }

  /** Lets time pass, ticking whenever the core asked for it. */
  pass(milliseconds: number): void {
    const until = this.now + milliseconds;
    while (this.wake <= until) {
      this.now = Math.max(this.now, this.wake);
      this.wake = Number.POSITIVE_INFINITY;
      this.tick();
    }
    this.now = until;
  }

  get sent(): Sent[] {
    return this.of("send").map(({ text }) => JSON.parse(text) as Sent);
  }

  get lastSent(): Sent {
    const last = this.sent.at(-1);
    if (!last) throw new Error("nothing was sent");
    return last;
  }

  of<Type extends Output["type"]>(type: Type): Extract<Output, { type: Type }>[] {
    return this.outputs.filter((output): output is Extract<Output, { type: Type }> => output.type === type);
  }

  events<Type extends ConnectionEvent["type"]>(type: Type): Extract<ConnectionEvent, { type: Type }>[] {
    return this.of("event")
      .map(({ event }) => event)
      .filter((event): event is Extract<ConnectionEvent, { type: Type }> => event.type === type);
  }

  failure(handle: number) {
    const failed = this.of("fail").find((output) => output.handle === handle);
    const { code, outcome, retryable, path } = failed?.error ?? {};
    return failed && { code, outcome, retryable, path };
  }

  ended(handle: number): (string | undefined)[] {
    return this.of("ended")
      .filter((output) => output.handle === handle)
      .map(({ error }) => (error as TestError | undefined)?.code);
  }

  gaps(handle: number): string[] {
    return this.of("gap").flatMap((output) => (output.handle === handle ? [output.gap.reason] : []));
  }

  values(handle: number): unknown[] {
    return this.of("deliver").flatMap((output) =>
      output.handle === handle ? [(output.message as Frame).value] : [],
    );
  }

  #step(act: () => void): void {
    this.core.step(act, this.now);
  }
}
