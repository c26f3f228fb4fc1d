import type { Channel, Feed } from "../src/descriptor.ts";
import { cancel, channel, counted, look, placeMany, placeOrder, priceFeed, prices } from "./fake-dialect.ts";
import { Harness, type HarnessOptions, type Output } from "./harness.ts";
import { Judge } from "./judge.ts";
import { Random } from "./random.ts";
import { SimulatedExchange } from "./simulated-exchange.ts";

/** What one run of the simulation saw; the tests say what must be true of it. */
export interface Run {
  readonly seed: number;
  readonly broken: readonly string[];
  readonly steps: number;
  readonly answered: number;
  readonly failed: number;
  /** Outcomes of orders. */
  readonly accepted: number;
  readonly refused: number;
  readonly unknown: number;
  readonly delivered: number;
  readonly lost: number;
  readonly gaps: number;
}

const ITEMS = ["x", "y", "z"];
const CHANNELS: readonly Channel[] = [
  channel("a"),
  channel("b", true),
  counted("counted"),
  prices,
  prices,
  prices,
];
const NOISE = [
  "",
  "null",
  "7",
  '"text"',
  "[]",
  "[[],[]]",
  '{"__proto__":{"id":1}}',
  '{"id":1e999}',
  '{"id":-1,"error":"x"}',
  '{"channel":"nobody","value":1}',
  '{"push":"weather"}',
  '{"push":"thunder"}',
  '{"ended":"nobody","error":"ESession:Invalid session"}',
  '{"error":"Malformed request"}',
  "{",
  "\u0000",
];

/** One connection, an exchange that is slow, wrong and forgetful, a network that breaks, and a user who changes their mind. */
class Simulation {
  readonly #random: Random;
  readonly #harness: Harness;
  readonly #exchange: SimulatedExchange;
  readonly #judge: Judge;
  readonly #seed: number;
  #handles = 0;
  #steps = 0;
  #read = 0;
  /** When the transport will open, or fail; when the token will come. */
  #opens = Number.POSITIVE_INFINITY;
  #comes = Number.POSITIVE_INFINITY;
  /** The faults stop, so that what was asked for must come about. */
  #calm = false;

  constructor(seed: number, make?: HarnessOptions["make"]) {
    this.#seed = seed;
    this.#random = new Random(seed);
    this.#harness = new Harness({
      fetches: this.#random.chance(0.6),
      drift: this.#random.chance(0.2),
      idle: 3_000,
      stale: 1_000,
      maximum: 4_000,
      random: () => this.#random.next(),
      ...(make && { make }),
    });
    this.#exchange = new SimulatedExchange(this.#random);
    this.#judge = new Judge();
  }

  run(): Run {
    this.#act(() => this.#harness.begin());
    const length = 8 + this.#random.below(40);
    for (let turn = 0; turn < length; turn += 1) this.#turn();
    const reaches = this.#random.chance(0.3);
    if (reaches) this.#converge();
    this.#act(() => this.#harness.close());
    for (let turn = 0; turn < 20 && this.#harness.core.state !== "closed"; turn += 1) this.#advance(1_000);
    this.#judge.end(this.#harness);
    return { seed: this.#seed, broken: this.#judge.broken, steps: this.#steps, ...this.#judge.counts };
  }

  #turn(): void {
    const random = this.#random;
    const roll = random.below(100);
    if (roll < 20) this.#call();
    else if (roll < 32) this.#subscribe();
    else if (roll < 38) this.#leave();
    else if (roll < 40) this.#act(() => this.#harness.abort(this.#someHandle()));
    else if (roll < 41) this.#own();
    else if (roll < 43) this.#renew();
    else if (roll < 48) this.#frame(random.pick(NOISE));
    else if (roll < 66) this.#frame(this.#exchange.speak(this.#harness.now));
    else if (roll < 70) this.#drop(random.pick([1000, 1001, 1006, 1006, 1012]));
    else if (roll < 71) this.#exchange.falsify();
    else if (roll < 72) this.#exchange.freeze();
    else if (roll < 73) this.#frame(this.#exchange.end());
    else this.#advance(random.pick([0, 1, 50, 400, 1_500, 5_000]));
  }

  /** With an exchange that does what it should, everything that is still wanted is followed. */
  #converge(): void {
    this.#calm = true;
    this.#exchange.calm();
    for (let second = 0; second < 400; second += 1) {
      this.#advance(1_000);
      this.#frame(this.#exchange.speak(this.#harness.now));
    }
    if (this.#harness.core.state === "closed") return;
    this.#judge.converged(this.#exchange);
  }

  #call(): void {
    const method = this.#random.pick([placeOrder, look, cancel, placeMany]);
    const handle = ++this.#handles;
    const deadline = this.#random.pick([100, 1_000, 3_000]);
    // The handle travels in the parameters, so that the simulated exchange can say which call it saw.
    const list =
      (method === cancel && { items: this.#items() }) || (method === placeMany && { orders: this.#items() });
    const params = { handle, ...list, ...(this.#random.chance(0.05) && { bad: true }) };
    this.#judge.asked(handle, {
      kind: "call",
      changesOrders: method.changesOrders,
      method,
      params,
      due: this.#harness.now + deadline,
    });
    this.#act(() => this.#harness.call(handle, method, params, deadline));
  }

  #subscribe(): void {
    const handle = ++this.#handles;
    const deadline = this.#random.pick([100, 1_000, 30_000, 30_000]);
    const picked = this.#random.pick(CHANNELS);
    const list = picked.perItem && { items: this.#items() };
    const followed: Feed = list?.items.length === 1 && this.#random.chance(0.7) ? priceFeed : picked;
    const every = list && this.#random.chance(0.5) && { every: this.#random.pick([1, 5]) };
    const quiet = followed.snapshot !== undefined && this.#random.chance(0.2) && { snapshot: false };
    const silence = this.#random.chance(0.1) ? 2_000 : Number.POSITIVE_INFINITY;
    this.#judge.asked(handle, {
      kind: "subscription",
      changesOrders: false,
      due: this.#harness.now + deadline,
      name: followed.name,
      restless: silence !== Number.POSITIVE_INFINITY,
      ...list,
      ...every,
    });
    const params = { handle, ...list, ...every, ...quiet };
    this.#act(() => this.#harness.subscribe(handle, followed, deadline, params, silence));
  }

  #leave(): void {
    const handle = this.#someHandle();
    this.#judge.left(handle);
    this.#act(() => this.#harness.leave(handle));
  }

  #own(): void {
    const handle = this.#someHandle();
    this.#act(() => this.#harness.failOwn(handle));
  }

  #renew(): void {
    const handle = this.#someHandle();
    this.#act(() => this.#harness.renew(handle, { reason: "checksum", detail: "of the simulation" }));
  }

  #drop(code: number): void {
    if (this.#harness.core.state !== "open" && this.#harness.core.state !== "connecting") return;
    this.#exchange.cut();
    this.#opens = Number.POSITIVE_INFINITY;
    this.#act(() => this.#harness.lost(code, "gone"));
  }

  #items(): string[] {
    return ITEMS.filter(() => this.#random.chance(0.5)).concat(this.#random.pick(["v", "w"]));
  }

  #frame(text: string | undefined): void {
    if (text === undefined || !this.#exchange.connected) return;
    this.#judge.arriving(text, this.#harness.core);
    this.#act(() => this.#harness.frame(text));
    this.#judge.arrived();
  }

  /** Lets time pass: ticks, answers, sockets and tokens come in the order of their times. */
  #advance(milliseconds: number): void {
    const until = this.#harness.now + milliseconds;
    for (;;) {
      const times = [this.#exchange.next(), this.#harness.wake, this.#opens, this.#comes];
      const next = Math.min(...times);
      if (next > until) break;
      this.#harness.now = Math.max(this.#harness.now, next);
      if (next === times[0]) this.#frame(this.#exchange.take());
      else if (next === times[2]) this.#open();
      else if (next === times[3]) this.#token();
      else {
        this.#harness.wake = Number.POSITIVE_INFINITY;
        this.#act(() => this.#harness.tick());
        this.#judge.deadlines(this.#harness.now);
      }
    }
    this.#harness.now = until;
  }

  #open(): void {
    this.#opens = Number.POSITIVE_INFINITY;
    if (!this.#calm && this.#random.chance(0.3)) {
      this.#act(() => this.#harness.lost(1006, "refused"));
      return;
    }
    this.#exchange.connect();
    this.#act(() => this.#harness.opened());
  }

  #token(): void {
    this.#comes = Number.POSITIVE_INFINITY;
    const token = this.#calm || this.#random.chance(0.8) ? this.#exchange.grant() : undefined;
    this.#act(() => this.#harness.token(token, new Error("no token")));
  }

  #act(act: () => void): void {
    this.#steps += 1;
    try {
      act();
    } catch (error) {
      this.#judge.broken.push(`threw: ${String(error)}`);
    }
    const { outputs } = this.#harness;
    for (; this.#read < outputs.length; this.#read += 1) {
      const output = outputs[this.#read];
      if (output) this.#see(output);
    }
  }

  #see(output: Output): void {
    this.#judge.see(output, this.#exchange);
    if (output.type === "connect")
      // Now and then a socket that neither opens nor fails.
      this.#opens =
        !this.#calm && this.#random.chance(0.1)
          ? Number.POSITIVE_INFINITY
          : this.#harness.now + this.#random.pick([1, 40, 600]);
    else if (output.type === "disconnect") {
      this.#opens = Number.POSITIVE_INFINITY;
      this.#exchange.cut();
    } else if (output.type === "fetchToken")
      this.#comes = this.#harness.now + this.#random.pick([1, 80, 2_000]);
    else if (output.type === "send") this.#exchange.receive(output.text, this.#harness.now);
  }

  #someHandle(): number {
    return 1 + this.#random.below(this.#handles + 1);
  }
}

/** @param make another core than the real one, to see whether what is wrong with it is noticed. */
export function simulate(seed: number, make?: HarnessOptions["make"]): Run {
  return new Simulation(seed, make).run();
}
