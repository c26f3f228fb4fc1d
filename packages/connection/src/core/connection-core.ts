import type { Failure } from "../failure.ts";
import { Answers } from "./answers.ts";
import { Exchange, type ExchangeOptions } from "./exchange.ts";
import { Liveness, type LivenessOptions } from "./liveness.ts";
import { Reporter } from "./reporter.ts";
import { failure, notSent, type Request } from "./request.ts";
import type { Input, Output } from "./signals.ts";
import { TokenBox, type TokenSource } from "./token-box.ts";

export interface CoreOptions extends LivenessOptions, ExchangeOptions {
  readonly token: TokenSource;
  /** Milliseconds the transport may take to open. */
  readonly connectTimeout: number;
  /** Whether to look for what the spec does not know. */
  readonly drift: boolean;
}

export type ConnectionState = "idle" | "connecting" | "open" | "closing" | "closed";

const NEVER = Number.POSITIVE_INFINITY;

/**
 * One WebSocket connection as a state machine. It does no input or output of its own and has no clock: `step` is told
 * what happened and when, and says what to do. Whatever comes, it does not throw, and it ends every request it took on
 * exactly once. Once closed it stays closed.
 */
export class ConnectionCore {
  readonly #options: CoreOptions;
  readonly #liveness: Liveness;
  readonly #token: TokenBox;
  readonly #reporter: Reporter;
  readonly #exchange: Exchange;
  #state: ConnectionState = "idle";
  #pingId = 0;
  /** When connecting or closing takes too long. */
  #limit = NEVER;
  /** The time the surroundings were last asked to tick at. */
  #wake = NEVER;

  constructor(options: CoreOptions) {
    this.#options = options;
    this.#liveness = new Liveness(options);
    this.#token = new TokenBox(options.token);
    this.#reporter = new Reporter(options.drift, () => this.#token.secrets());
    this.#exchange = new Exchange(options, this.#reporter, this.#token);
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** @param now milliseconds since the epoch; never less than in an earlier step. */
  step(input: Input, now: number): Output[] {
    this.#take(input, now);
    if (this.#state === "open") this.#exchange.flush(now);
    if (this.#state === "closing" && (this.#exchange.requests.sentCount === 0 || now >= this.#limit))
      this.#shut(undefined, true);
    this.#schedule(input.type === "tick");
    return this.#reporter.take();
  }

  #take(input: Input, now: number): void {
    switch (input.type) {
      case "open":
        this.#open(now);
        break;
      case "call":
        this.#request({
          ...input,
          kind: "call",
          due: now + input.deadline,
          answers: Answers.of(input.method.perItem, input.params),
        });
        break;
      case "subscribe":
        this.#request({
          ...input,
          kind: "subscribe",
          due: now + input.deadline,
          answers: Answers.of(input.channel.perItem, input.params),
        });
        break;
      case "unsubscribe":
        this.#exchange.leave(input.handle, now + input.deadline);
        break;
      case "overflow":
        this.#exchange.overflow(input.handle, input.kept, now);
        break;
      case "abort":
        this.#exchange.abort(input.handle);
        break;
      case "token":
        this.#token.fetched(input.token, now);
        break;
      case "tokenFailed":
        this.#exchange.tokenFailed(input.cause);
        break;
      case "close":
        this.#close(now);
        break;
      case "opened":
        this.#opened(now);
        break;
      case "frame":
        if (this.#state === "open" || this.#state === "closing") this.#frame(input.text, now);
        break;
      case "closed":
        this.#transportClosed(input.code, input.reason);
        break;
      case "tick":
        this.#tick(now);
        break;
    }
  }

  #open(now: number): void {
    if (this.#state !== "idle") return;
    this.#state = "connecting";
    this.#limit = now + this.#options.connectTimeout;
    this.#reporter.out({ type: "connect" });
  }

  #opened(now: number): void {
    if (this.#state !== "connecting") return;
    this.#state = "open";
    this.#limit = NEVER;
    this.#liveness.heard(now);
    this.#reporter.event({ type: "opened" });
  }

  #request(request: Extract<Request, { kind: "call" | "subscribe" }>): void {
    if (this.#state === "closing" || this.#state === "closed") {
      const why = notSent(request, "closed", "not sent: the connection is closed");
      const { handle } = request;
      this.#reporter.out(
        request.kind === "call"
          ? { type: "fail", handle, failure: why }
          : { type: "ended", handle, failure: why },
      );
    } else if (request.kind === "call") this.#exchange.call(request);
    else this.#exchange.subscribe(request);
  }

  #frame(text: string, now: number): void {
    this.#liveness.heard(now);
    let frame: unknown;
    try {
      frame = JSON.parse(text);
    } catch {
      this.#reporter.stray("not JSON", text);
      return;
    }
    const classified = this.#options.dialect.classify(frame);
    switch (classified.kind) {
      case "alive":
        break;
      case "answer":
        if (classified.id !== undefined && classified.id === this.#pingId) break;
        if (!this.#exchange.answer(classified, frame as object, text, now))
          this.#reporter.stray("an answer to no request that waits for one", text);
        break;
      case "message":
        if (!this.#exchange.message(classified.channel, frame, text, now))
          this.#reporter.stray(`${classified.channel} is not followed`, text);
        break;
      case "push": {
        const { name, checkMessage, known } = classified.push;
        const fault = checkMessage(frame);
        if (fault) {
          this.#reporter.stray(`${name}: ${this.#reporter.words(fault)}`, text);
          break;
        }
        this.#reporter.observe(frame, known, name);
        this.#reporter.event({ type: "push", name, message: frame });
        break;
      }
      case "unknown":
        this.#reporter.stray("of no known kind", text);
        break;
    }
  }

  #close(now: number): void {
    if (this.#state === "closing" || this.#state === "closed") return;
    if (this.#state !== "open") {
      this.#shut(undefined, true);
      return;
    }
    this.#state = "closing";
    this.#exchange.wind();
    // Calls that were sent are still answered, or end by their own deadlines.
    this.#limit = Math.max(now, this.#exchange.requests.lastSentDue());
  }

  #transportClosed(code: number, reason: string): void {
    const words = `code ${code}${reason === "" ? "" : `, ${this.#reporter.mask(reason)}`}`;
    switch (this.#state) {
      case "connecting":
        this.#shut(
          failure("connectFailed", `the connection could not be made (${words})`, { retryable: true }),
          false,
        );
        break;
      case "open":
        // 1008: the exchange's policy was broken; coming back at once would only repeat it.
        this.#shut(
          failure("connectionLost", `the connection ended (${words})`, { retryable: code !== 1008 }),
          false,
        );
        break;
      case "closing":
        this.#shut(undefined, false);
        break;
    }
  }

  #tick(now: number): void {
    if (this.#state === "connecting" && now >= this.#limit) {
      this.#shut(failure("connectFailed", "the connection was not made in time", { retryable: true }), true);
      return;
    }
    this.#exchange.expire(now);
    if (this.#state !== "open" && this.#state !== "closing") return;
    const verdict = this.#liveness.at(now);
    if (verdict === "lost") {
      const why = failure("connectionLost", "the connection showed no sign of life", { retryable: true });
      this.#shut(why, true);
    } else if (verdict === "ask" && this.#state === "open") {
      this.#pingId = this.#exchange.takeId();
      this.#reporter.out({ type: "send", text: this.#options.dialect.ping(this.#pingId) });
    }
  }

  /** The end of the connection: everything that is open ends, and nothing is scheduled any more. */
  #shut(why: Failure | undefined, disconnect: boolean): void {
    this.#state = "closed";
    this.#limit = NEVER;
    this.#exchange.endAll(why ?? failure("closed", "the connection was closed"));
    if (disconnect) this.#reporter.out({ type: "disconnect" });
    this.#reporter.event({ type: "closed", failure: why });
  }

  /**
   * Asks to be woken at the earliest deadline. Between ticks the time is only ever moved to an earlier
   * one: a tick that finds nothing due costs less than setting a timer anew after every frame.
   */
  #schedule(ticked: boolean): void {
    const next = this.#state === "closed" ? NEVER : this.#nextDue();
    const moved = this.#state === "closed" ? this.#wake !== NEVER : ticked || next < this.#wake;
    if (!moved) return;
    this.#wake = next;
    this.#reporter.out({ type: "wake", at: next === NEVER ? undefined : next });
  }

  #nextDue(): number {
    const live = this.#state === "open" || this.#state === "closing" ? this.#liveness.next() : NEVER;
    return Math.min(this.#limit, live, this.#exchange.requests.soonest);
  }
}
