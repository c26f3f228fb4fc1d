import type { Settled } from "../src/batch-rows.ts";
import type { ConnectionCore } from "../src/core/core-interface.ts";
import type { Method, OrderMethod } from "../src/descriptor.ts";
import { submissionOf } from "../src/submit.ts";
import type { Frame } from "./fake-dialect.ts";
import type { Harness, Output, TestError } from "./harness.ts";
import { type SimulatedExchange, wireName } from "./simulated-exchange.ts";

/** What the user asked for. */
interface Asked {
  readonly kind: "call" | "subscription";
  readonly changesOrders: boolean;
  readonly due: number;
  readonly method?: Method;
  readonly params?: object;
  readonly name?: string;
  readonly items?: readonly string[];
  readonly every?: number | undefined;
  /** It is asked for anew whenever it is silent, which a quiet market is. */
  readonly restless?: boolean;
}

interface Watched extends Asked {
  ends: number;
  left: boolean;
  /** Nothing of it may be expected: it has not begun, or a gap has been told and nothing has come since. */
  apart: boolean;
  n: number | undefined;
}

/** Sees everything that goes in and comes out of a core, and says what breaks its promises. */
export class Judge {
  readonly broken: string[] = [];
  readonly counts = {
    answered: 0,
    failed: 0,
    accepted: 0,
    refused: 0,
    unknown: 0,
    delivered: 0,
    lost: 0,
    gaps: 0,
  };
  readonly #watched = new Map<number, Watched>();
  /** The message that has just arrived, and what has been said of it. */
  #message: Frame | undefined;
  #delivered = 0;
  #explained = false;
  #open = false;

  asked(handle: number, asked: Asked): void {
    this.#watched.set(handle, { ...asked, ends: 0, left: false, apart: true, n: undefined });
  }

  left(handle: number): void {
    const watched = this.#watched.get(handle);
    if (watched) watched.left = true;
  }

  /** A frame is about to be told to the core. One that closes says nothing of messages any more. */
  arriving(text: string, { state }: ConnectionCore): void {
    let frame: unknown;
    try {
      frame = JSON.parse(text);
    } catch {
      frame = undefined;
    }
    const message = (typeof frame === "object" && frame !== null ? frame : {}) as Frame;
    const counts = state === "open" && message.channel !== undefined && message.id === undefined;
    this.#message = counts ? message : undefined;
    this.#delivered = 0;
    this.#explained = false;
  }

  /** It has been told: a message is delivered once, or something says why not. */
  arrived(): void {
    const message = this.#message;
    this.#message = undefined;
    if (!message || this.#explained) return;
    const meant = [...this.#watched.values()].filter((each) => concerns(each, message) && each.ends === 0);
    const expected = meant.filter(({ left, apart }) => !left && !apart);
    if (this.#delivered === 0 && expected.length > 0)
      this.broken.push(`lost without a word: ${JSON.stringify(message)}`);
    if (this.#delivered === 0 && meant.length === 0)
      this.broken.push(`not followed, and no event says so: ${JSON.stringify(message)}`);
  }

  see(output: Output, exchange: SimulatedExchange): void {
    switch (output.type) {
      case "send":
        if (!this.#open) this.broken.push("sent while not open");
        break;
      case "disconnect":
        this.#open = false;
        break;
      case "answer":
        this.counts.answered += 1;
        this.#end(output.handle, "call");
        this.#settled(output.handle, { result: output.result }, exchange);
        break;
      case "fail":
        this.#fail(output.handle, output.error as TestError, exchange);
        break;
      case "subscribed":
        this.#at(output.handle).apart = false;
        break;
      case "gap": {
        this.counts.gaps += 1;
        this.#explained = true;
        const watched = this.#at(output.handle);
        if (watched.apart) this.broken.push("a gap where nothing was");
        watched.apart = true;
        watched.n = undefined;
        break;
      }
      case "ended":
        this.#explained = true;
        this.#end(output.handle, "subscription");
        break;
      case "deliver":
        this.#deliver(output.handle, output.message as Frame);
        break;
      case "event":
        if (output.event.type === "opened") this.#open = true;
        if (output.event.type === "stray") this.#explained = true;
        if (output.event.type === "lost") this.counts.lost += 1;
        break;
    }
  }

  /** No call is open after its deadline. To be asked when every tick has been given. */
  deadlines(now: number): void {
    for (const [handle, { kind, due, ends }] of this.#watched)
      if (kind === "call" && ends === 0 && due < now)
        this.broken.push(`call ${handle} outlived its deadline`);
  }

  /** What is still wanted is followed, and has been heard of since its last gap. */
  converged(exchange: SimulatedExchange): void {
    for (const [handle, { kind, name, items, every, ends, left, apart, restless }] of this.#watched) {
      if (kind !== "subscription" || ends > 0 || left || restless) continue;
      if (apart) this.broken.push(`subscription ${handle} never came back`);
      for (const item of items ?? [undefined])
        if (!exchange.followed.has(`${name} ${item} ${name === "prices" ? (every ?? 1) : every}`))
          this.broken.push(`subscription ${handle} is not followed: ${name} ${item}`);
    }
  }

  end(harness: Harness): void {
    if (harness.core.state !== "closed") this.broken.push(`never closed: ${harness.core.state}`);
    if (harness.wake !== Number.POSITIVE_INFINITY) this.broken.push("a timer is left");
    if (harness.events("closed").length !== 1) this.broken.push("closed was not said once");
    for (const [handle, { kind, ends }] of this.#watched)
      if (ends !== 1) this.broken.push(`${kind} ${handle} ended ${ends} times`);
  }

  #deliver(handle: number, message: Frame): void {
    const watched = this.#at(handle);
    this.counts.delivered += 1;
    this.#delivered += 1;
    if (this.#message?.value !== message.value || this.#delivered > 1)
      this.broken.push(`delivered ${JSON.stringify(message)} when another came, or twice`);
    if (watched.ends > 0) this.broken.push("delivered to an ended subscription");
    if (!concerns(watched, message))
      this.broken.push(`${JSON.stringify(message)} delivered to another's reader`);
    const { n } = message;
    if (watched.name === "counted" && watched.n !== undefined && n !== watched.n + 1)
      this.broken.push(`number ${n} delivered after ${watched.n}, without a gap`);
    watched.n = n;
    watched.apart = false;
  }

  #fail(handle: number, error: TestError, exchange: SimulatedExchange): void {
    this.#end(handle, "call");
    this.#settled(handle, { error }, exchange);
    this.counts.failed += 1;
    const { outcome, retryable } = error;
    const sent = exchange.seen.has(handle);
    const { changesOrders } = this.#at(handle);
    if (outcome === "not-sent" && sent) this.broken.push(`call ${handle} was sent and is called not-sent`);
    if (outcome !== "not-sent" && !sent)
      this.broken.push(`call ${handle} was not sent and ended as ${outcome}`);
    if (outcome === "unknown" && !changesOrders)
      this.broken.push(`call ${handle} changes nothing and is unknown`);
    if (outcome === "none" && changesOrders) this.broken.push(`order call ${handle} lost its outcome`);
    if (retryable && outcome === "unknown") this.broken.push("an unknown outcome called retryable");
  }

  /** What `submit` says of a call is what the exchange did, wherever it says anything. */
  #settled(handle: number, settled: Settled, { done }: SimulatedExchange): void {
    const { method, params, changesOrders } = this.#at(handle);
    if (!changesOrders || !method) return;
    const submission = submissionOf(method as OrderMethod, params, settled);
    const told =
      "rows" in submission ? submission.rows : [{ outcome: submission.outcome, order_id: "itself" }];
    for (const { outcome, order_id = "" } of told) {
      const did = done.get(handle)?.has(order_id) ?? false;
      this.counts[outcome] += 1;
      if (outcome !== "unknown" && did !== (outcome === "accepted"))
        this.broken.push(`call ${handle}: ${order_id} is called ${outcome}, and the exchange did otherwise`);
    }
  }

  #end(handle: number, kind: Asked["kind"]): void {
    const watched = this.#at(handle);
    watched.ends += 1;
    if (watched.kind !== kind) this.broken.push(`${kind} ${handle} ended and never was`);
    if (watched.ends > 1) this.broken.push(`${kind} ${handle} ended ${watched.ends} times`);
  }

  #at(handle: number): Watched {
    const watched = this.#watched.get(handle);
    if (!watched) throw new Error(`nothing was asked for as ${handle}`);
    return watched;
  }
}

function concerns({ kind, name, items, every }: Asked, message: Frame): boolean {
  if (kind !== "subscription" || name === undefined || wireName(name) !== message.channel) return false;
  if (items && message.item !== undefined && !items.includes(message.item)) return false;
  return every === undefined || message.every === undefined || every === message.every;
}
