import type { Input, Output } from "../src/core/signals.ts";
import { cancel, channel, type Frame, look, placeOrder, prices } from "./fake-dialect.ts";
import { Harness } from "./harness.ts";
import { Random } from "./random.ts";

/** What one run of the simulation saw; the tests say what must be true of it. */
export interface Run {
  readonly seed: number;
  readonly broken: readonly string[];
  readonly steps: number;
  readonly answered: number;
  readonly failed: number;
  readonly unknown: number;
  readonly delivered: number;
}

interface Pending {
  readonly kind: "call" | "subscription";
  readonly changesOrders: boolean;
  readonly due: number;
  readonly items?: readonly string[];
  ends: number;
}

const CHANNELS = [...["a", "b"].map((name) => channel(name, name === "a")), prices, prices, prices];
const ITEMS = ["x", "y", "z"];
const NOISE = [
  "",
  "null",
  "7",
  "[]",
  '{"__proto__":{"id":1}}',
  '{"id":1e999}',
  '{"id":-1,"error":"x"}',
  '{"channel":"nobody","value":1}',
  '{"channel":"a","value":"misfit"}',
  '{"push":"weather"}',
  '{"ended":"a","error":"ESession:Invalid session"}',
  '{"error":"Malformed request"}',
  "{",
  "\u0000",
];

/** One connection, an exchange that is slow, wrong and forgetful, and a user who changes their mind. */
class Simulation {
  readonly #random: Random;
  readonly #harness: Harness;
  readonly #pending = new Map<number, Pending>();
  readonly #broken: string[] = [];
  readonly #sentHandles = new Set<number>();
  /** What the exchange will say, and when. */
  #mail: { readonly at: number; readonly text: string }[] = [];
  readonly #expected = new Map<string, number>();
  #handles = 0;
  #steps = 0;
  #fetching = false;
  #counts = { answered: 0, failed: 0, unknown: 0, delivered: 0 };
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
    this.#random = new Random(seed);
    const token = this.#random.chance(0.5) ? ({ kind: "fetched" } as const) : undefined;
    this.#harness = new Harness({
      ...(token && { token }),
      idle: 3_000,
      stale: 1_000,
      drift: this.#random.chance(0.2),
    });
  }

  run(): Run {
    this.#step({ type: "open" });
    const length = 10 + this.#random.below(60);
    for (let turn = 0; turn < length; turn += 1) this.#turn();
    this.#step({ type: "close" });
    for (let turn = 0; turn < 50 && this.#harness.core.state !== "closed"; turn += 1) this.#advance(1_000);
    this.#judgeTheEnd();
    return { seed: this.#seed, broken: this.#broken, steps: this.#steps, ...this.#counts };
  }

  #turn(): void {
    const random = this.#random;
    const roll = random.below(100);
    if (roll < 25) this.#call();
    else if (roll < 35) this.#subscribe();
    else if (roll < 42) this.#step({ type: "unsubscribe", handle: this.#someHandle(), deadline: 500 });
    else if (roll < 45) this.#step({ type: "abort", handle: this.#someHandle() });
    else if (roll < 47) this.#step({ type: "overflow", handle: this.#someHandle(), kept: 1 });
    else if (roll < 53) this.#step({ type: "opened" });
    else if (roll < 60) this.#frame(random.pick(NOISE));
    else if (roll < 70) this.#push();
    else if (roll < 74) this.#token();
    else if (roll < 75) this.#step({ type: "closed", code: random.pick([1000, 1006, 1008]), reason: "gone" });
    else if (roll < 76) this.#step({ type: "close" });
    else this.#advance(random.pick([0, 1, 50, 400, 1_500, 5_000]));
  }

  #call(): void {
    const method = this.#random.pick([placeOrder, look, cancel]);
    const handle = ++this.#handles;
    const deadline = this.#random.pick([100, 1_000, 3_000]);
    const due = this.#harness.now + deadline;
    this.#pending.set(handle, { kind: "call", changesOrders: method.changesOrders, due, ends: 0 });
    // The handle travels in the parameters, so that the simulated exchange can say which call it saw.
    const list = method.perItem && { items: this.#items() };
    const params = { handle, ...list, ...(this.#random.chance(0.05) && { bad: true }) };
    this.#step({ type: "call", handle, method, params, deadline });
  }

  #subscribe(): void {
    const handle = ++this.#handles;
    const deadline = this.#random.pick([100, 1_000]);
    const due = this.#harness.now + deadline;
    const followed = this.#random.pick(CHANNELS);
    const list = followed.perItem && { items: this.#items() };
    const every = list && this.#random.chance(0.5) && { every: this.#random.pick([1, 5]) };
    this.#pending.set(handle, { kind: "subscription", changesOrders: false, due, ends: 0, ...list });
    this.#step({
      type: "subscribe",
      handle,
      channel: followed,
      params: { handle, ...list, ...every },
      deadline,
    });
  }

  #push(): void {
    const name = this.#random.pick(["a", "b", "prices-10"]);
    const value = (this.#expected.get(name) ?? 0) + 1;
    this.#expected.set(name, value);
    const marks = name === "prices-10" && {
      item: this.#random.pick(ITEMS),
      every: this.#random.pick([1, 5]),
    };
    this.#frame(JSON.stringify({ channel: name, value, ...marks }));
  }

  #items(): string[] {
    return ITEMS.filter(() => this.#random.chance(0.5)).concat(this.#random.pick(["v", "w"]));
  }

  #token(): void {
    if (!this.#fetching) return;
    this.#fetching = false;
    this.#step(
      this.#random.chance(0.8)
        ? { type: "token", token: `token-${this.#random.below(9)}` }
        : { type: "tokenFailed", cause: new Error("no token") },
    );
  }

  #frame(text: string): void {
    this.#step({ type: "frame", text });
  }

  /** Lets time pass: ticks and the exchange's answers come in the order of their times. */
  #advance(milliseconds: number): void {
    const until = this.#harness.now + milliseconds;
    for (;;) {
      const mail = this.#mail[0];
      const wake = this.#harness.wake;
      const next = Math.min(mail?.at ?? Number.POSITIVE_INFINITY, wake ?? Number.POSITIVE_INFINITY);
      if (next > until) break;
      this.#harness.now = Math.max(this.#harness.now, next);
      if (mail && mail.at === next) {
        this.#mail.shift();
        this.#frame(mail.text);
      } else {
        this.#harness.wake = undefined;
        this.#step({ type: "tick" });
      }
    }
    this.#harness.now = until;
  }

  #step(input: Input): void {
    this.#steps += 1;
    let outputs: Output[];
    try {
      outputs = this.#harness.step(input);
    } catch (error) {
      this.#broken.push(`threw on ${input.type}: ${String(error)}`);
      return;
    }
    for (const output of outputs) this.#see(output);
    if (input.type === "tick" && this.#harness.core.state === "open") this.#judgeDeadlines();
  }

  #see(output: Output): void {
    switch (output.type) {
      case "send":
        this.#receive(
          JSON.parse(output.text) as {
            do: string;
            id: number;
            params?: { handle?: number; items?: string[] };
          },
        );
        break;
      case "fetchToken":
        if (this.#fetching) this.#broken.push("two token fetches at once");
        this.#fetching = true;
        break;
      case "answer":
        this.#counts.answered += 1;
        this.#end(output.handle, "call");
        break;
      case "fail":
        this.#fail(output);
        break;
      case "ended":
        this.#end(output.handle, "subscription");
        break;
      case "deliver":
        this.#counts.delivered += 1;
        if ((this.#pending.get(output.handle)?.ends ?? 1) > 0)
          this.#broken.push("delivered to an ended subscription");
        this.#judgeItem(output);
        break;
    }
  }

  #judgeItem({ handle, message }: Extract<Output, { type: "deliver" }>): void {
    const { item } = message as Frame;
    const { items } = this.#pending.get(handle) ?? {};
    if (item !== undefined && !items?.includes(item))
      this.#broken.push(`${item} delivered to another's reader`);
  }

  #fail({ handle, failure }: Extract<Output, { type: "fail" }>): void {
    this.#end(handle, "call");
    this.#counts.failed += 1;
    const { outcome } = failure.details;
    if (outcome === "unknown") this.#counts.unknown += 1;
    const sent = this.#sentHandles.has(handle);
    const changesOrders = this.#pending.get(handle)?.changesOrders ?? false;
    if (outcome === "not-sent" && sent) this.#broken.push(`call ${handle} was sent and is called not-sent`);
    if (outcome !== "not-sent" && !sent)
      this.#broken.push(`call ${handle} was not sent and ended as ${outcome}`);
    if (outcome === "unknown" && !changesOrders)
      this.#broken.push(`call ${handle} changes nothing and is unknown`);
    if (outcome === "none" && changesOrders) this.#broken.push(`order call ${handle} lost its outcome`);
    if (failure.details.retryable && outcome === "unknown")
      this.#broken.push("an unknown outcome called retryable");
  }

  /** The exchange's side of a request: an answer, sooner, later, twice, wrong or never. */
  #receive(request: { do: string; id: number; params?: { handle?: number; items?: string[] } }): void {
    const random = this.#random;
    const handle = request.params?.handle;
    if (handle !== undefined && request.do !== "subscribe") this.#sentHandles.add(handle);
    if (this.#harness.core.state !== "open" && this.#harness.core.state !== "closing")
      this.#broken.push(`sent while ${this.#harness.core.state}`);
    const { items } = request.params ?? {};
    if (!items) this.#answer(request.id);
    else for (const item of items) this.#answer(request.id, random.chance(0.8) ? item : undefined);
  }

  /** One answer, or the answer for one item, which need not name it. */
  #answer(id: number, item?: string): void {
    const random = this.#random;
    if (random.chance(0.15)) return;
    const answer: Pick<Frame, "error" | "value"> & { id: number; item: string | undefined } = random.chance(
      0.7,
    )
      ? { id, item, value: id }
      : random.chance(0.8)
        ? {
            id,
            item,
            error: random.pick(["EOrder:No", "EService:Deadline elapsed", "EAPI:Invalid token"]),
          }
        : { id, item, value: "misfit" };
    const at = this.#harness.now + random.pick([0, 5, 90, 700, 4_000]);
    const copies = random.chance(0.05) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1)
      this.#mail.push({ at: at + copy, text: JSON.stringify(answer) });
    this.#mail.sort((one, other) => one.at - other.at);
  }

  #end(handle: number, kind: Pending["kind"]): void {
    const pending = this.#pending.get(handle);
    if (!pending || pending.kind !== kind) this.#broken.push(`${kind} ${handle} ended and never was`);
    else if (++pending.ends > 1) this.#broken.push(`${kind} ${handle} ended ${pending.ends} times`);
  }

  #judgeDeadlines(): void {
    for (const [handle, { kind, due, ends }] of this.#pending) {
      if (kind === "call" && ends === 0 && due <= this.#harness.now)
        this.#broken.push(`call ${handle} outlived its deadline`);
    }
  }

  #judgeTheEnd(): void {
    if (this.#harness.core.state !== "closed") this.#broken.push(`never closed: ${this.#harness.core.state}`);
    if (this.#harness.wake !== undefined) this.#broken.push("a timer is left");
    if (this.#harness.events("closed").length !== 1) this.#broken.push("closed was not said once");
    for (const [handle, { kind, ends }] of this.#pending)
      if (ends !== 1) this.#broken.push(`${kind} ${handle} ended ${ends} times`);
  }

  #someHandle(): number {
    return 1 + this.#random.below(this.#handles + 1);
  }
}

export function simulate(seed: number): Run {
  return new Simulation(seed).run();
}
