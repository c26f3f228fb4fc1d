import type { SessionInput } from "../../src/session/io.ts";
import type { LinkEnd } from "../../src/session/link.ts";
import { Reconnect } from "../../src/session/reconnect.ts";
import { START } from "../machine.ts";
import { Pipe } from "./pipe.ts";
import { randomFrom } from "./random.ts";
import { idOf, Side, Violation } from "./side.ts";
import { Time } from "./time.ts";

/** More work than this for so few messages is a circle. */
const MOST_WORK = 5_000;

/**
 * Two parties with stores on media of their own and a network that delays, cuts, breaks, loses what is under way, tells
 * the two of it at different times, and still delivers bytes of a broken connection while the next one is open.
 */
export class World {
  readonly random: () => number;
  readonly time = new Time(START);
  readonly client: Side;
  readonly exchange: Side;
  #connection: { readonly pipes: readonly Pipe[]; readonly close: (side: Side) => void } | undefined;
  readonly #policy: Reconnect;
  connections = 0;
  work = 0;
  /** Accidents happen. */
  rough = true;

  constructor(seed: number) {
    this.random = randomFrom(seed);
    this.client = new Side("initiator", this.time, this.random);
    this.exchange = new Side("acceptor", this.time, this.random);
    this.#policy = new Reconnect({ initial: 50, maximum: 400, random: this.random }, undefined);
    this.client.ended = (end) => this.#lost(end);
    this.exchange.ended = (end) => judge(end);
  }

  connect(): void {
    if (this.client.link !== undefined) return;
    this.connections += 1;
    const client = this.client.connect();
    // The other side may not have noticed that the last connection is gone: it sends the newcomer away.
    const exchange = this.exchange.link === undefined ? this.exchange.connect() : undefined;
    const count = (): void => {
      this.work += 1;
      if (this.work > MOST_WORK) throw new Violation("the two sides never come to rest");
    };
    const runs = [this.client.crashes, this.exchange.crashes] as const;
    const toldClient = (input: SessionInput) => {
      count();
      if (this.client.crashes === runs[0]) client.input(input);
    };
    const toldExchange = (input: SessionInput) => {
      count();
      if (this.exchange.crashes === runs[1]) exchange?.input(input);
    };
    const pipe = (told: (input: SessionInput) => void) =>
      new Pipe(
        this.time,
        this.random,
        (bytes) => told({ type: "received", bytes }),
        // A lost Logon would be a refused one, and that is for a person.
        () => this.rough && this.client.active && this.exchange.active && this.random() < 0.01,
      );
    const [toExchange, toClient] = [pipe(toldExchange), pipe(toldClient)];
    const gone = (told: (input: SessionInput) => void) => {
      this.time.setTimer(Math.floor(this.random() * 200), () => told({ type: "disconnected" }));
    };
    this.#connection = {
      pipes: [toExchange, toClient],
      close: (side) => gone(side === this.client ? toldExchange : toldClient),
    };
    const { close } = this.#connection;
    exchange?.open(
      this.exchange.watched({ send: (bytes) => toClient.send(bytes), close: () => close(this.exchange) }),
    );
    client.open(
      this.client.watched({ send: (bytes) => toExchange.send(bytes), close: () => close(this.client) }),
    );
    if (exchange === undefined) gone(toldClient);
  }

  /** The network breaks; each side learns of it in its own time. */
  break(): void {
    for (const pipe of this.#connection?.pipes ?? []) pipe.break();
    this.#connection?.close(this.client);
    this.#connection?.close(this.exchange);
    this.#connection = undefined;
  }

  /** A program dies: between two steps, or in the middle of what it writes next. */
  crash(side: Side): void {
    if (this.random() < 0.5) {
      side.file.room = Math.floor(this.random() * 400);
      return;
    }
    this.#died(side);
  }

  #died(side: Side): void {
    for (const pipe of this.#connection?.pipes ?? []) pipe.break();
    side.crash();
    this.#connection?.close(side);
    this.#connection = undefined;
    if (side === this.client) this.#again(Math.floor(this.random() * 1_000));
  }

  #lost(end: LinkEnd): void {
    if (end.reason === "storeFailed") {
      this.#died(this.client);
      return;
    }
    judge(end);
    const wait = this.#policy.delay(end, 0, this.time.now());
    if (wait !== undefined) this.#again(wait);
  }

  #again(wait: number): void {
    this.time.setTimer(wait, () => this.connect());
  }

  /** The exchange's program died in the middle of a write. */
  exchangeEnded(end: LinkEnd): void {
    if (end.reason === "storeFailed") this.#died(this.exchange);
    else judge(end);
  }
}

function judge({ reason, text }: LinkEnd): void {
  if (reason === "connectionLost" || reason === "peerDead" || reason === "logonTimeout") return;
  throw new Violation(`a session ended: ${reason} ${text}`);
}

/** One run: some messages either way, some accidents, and then peace until everything has arrived. */
export function simulate(seed: number): World {
  const world = new World(seed);
  const { client, exchange, random, time } = world;
  exchange.ended = (end) => world.exchangeEnded(end);
  world.connect();
  const turns = 12 + Math.floor(random() * 14);
  for (let turn = 0; turn < turns; turn++) {
    time.pass(Math.floor(random() * 80));
    for (const side of [client, exchange]) if (random() < 0.6) side.say();
    if (random() < 0.3) client.take(2);
    if (random() < 0.3) exchange.take(2);
    if (random() < 0.06) world.break();
    if (random() < 0.03) world.crash(random() < 0.5 ? client : exchange);
    if (random() < 0.02) time.pass(25_000);
  }
  world.rough = false;
  for (const side of [client, exchange]) side.file.room = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 40; round++) {
    time.pass(2_000);
    client.take(99);
    exchange.take(99);
  }
  // A sign of life may be under way.
  for (let wait = 0; wait < 20 && !agree(world); wait++) time.pass(50);
  return world;
}

/** What must be true after any run. Throws what is not. */
export function check(world: World): void {
  const { client, exchange } = world;
  if (!client.active || !exchange.active) throw new Violation("the session is not open in the end");
  arrived(client, exchange);
  arrived(exchange, client);
  kept(client);
  kept(exchange);
  if (!agree(world)) throw new Violation("the two sides expect other numbers than come");
}

function agree({ client, exchange }: World): boolean {
  const [ours, theirs] = [client.store.numbers(), exchange.store.numbers()];
  return ours.outgoing === theirs.incoming && theirs.outgoing === ours.incoming;
}

/** Every message was processed, or its sender knows that it may not have been; and none that was never sent. */
function arrived(from: Side, to: Side): void {
  const processed = new Set(to.processed);
  if (processed.size !== to.processed.length) throw new Violation(`${to.role} processed a message twice`);
  for (const id of from.sent) {
    if (!processed.has(id) && !from.withheld.has(id)) throw new Violation(`${id} was lost`);
  }
  for (const id of processed) {
    if (!from.sent.has(id) && !from.inDoubt.has(id)) throw new Violation(`${id} came from nowhere`);
  }
}

/** The store holds what went out, under the numbers it went out with. */
function kept(side: Side): void {
  const ids = new Map<number, string>();
  for (const { MsgSeqNum, bytes } of side.store.range(1, Number.MAX_SAFE_INTEGER, 1e6)) {
    ids.set(MsgSeqNum, idOf(bytes));
  }
  for (const [number, what] of side.numbers) {
    if (what.length > 1 && ids.get(number) !== what)
      throw new Violation(`${number} was ${what}, the store has ${ids.get(number)}`);
  }
  const { outgoing } = side.store.numbers();
  if (side.numbers.size > 0 && Math.max(...side.numbers.keys()) >= outgoing) {
    throw new Violation(`${side.role} forgot a number`);
  }
}
