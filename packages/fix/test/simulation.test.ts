import { describe, expect, test } from "vitest";
import { Reader } from "../src/codec/reader.ts";
import { formatTimestamp } from "../src/codec/timestamp.ts";
import { decodeHeader } from "../src/generated/header.ts";
import { executionReport, type NewOrderSingleInput, newOrderSingle } from "../src/generated/index.ts";
import type { SessionInput } from "../src/session/io.ts";
import { SessionMachine } from "../src/session/machine.ts";
import { MemoryStore } from "../src/session/store.ts";
import { START } from "./machine.ts";

/** A small generator of repeatable numbers (mulberry32): a failing seed replays its run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One side: its store outlives its machines, as it would outlive connections. */
class Side {
  readonly store = new MemoryStore();
  readonly sent: string[] = [];
  readonly delivered: string[] = [];
  /** Ids in the order of their sequence numbers, to see that none is used twice for different messages. */
  readonly numbers = new Map<number, string>();
  readonly role: "initiator" | "acceptor";
  machine: SessionMachine;
  timer: number | undefined;
  #count = 0;

  constructor(role: "initiator" | "acceptor") {
    this.role = role;
    this.machine = this.#make();
  }

  renew(): void {
    this.machine = this.#make();
    this.timer = undefined;
  }

  #make(): SessionMachine {
    const initiator = this.role === "initiator";
    return new SessionMachine({
      role: this.role,
      senderCompID: initiator ? "CLIENT" : "KRAKEN-TRD",
      heartBtInt: 10,
      numbers: this.store.numbers(),
      resetSeqNum: false,
      ...(initiator && { targetCompID: "KRAKEN-TRD" }),
    });
  }

  /** The next application message of this side, each with an id of its own. */
  intent(now: number): SessionInput {
    this.#count += 1;
    const id = String(this.#count);
    this.sent.push(id);
    const order: NewOrderSingleInput = {
      ClOrdID: id,
      Symbol: "BTC/USD",
      Side: "1",
      OrdType: "1",
      OrderQty: "1",
      TimeInForce: "1",
      TransactTime: formatTimestamp(now),
    };
    if (this.role === "initiator") return { type: "send", message: newOrderSingle, body: order };
    const { TransactTime, ...kept } = order;
    const report = {
      ...kept,
      CumQty: "0",
      ExecID: id,
      OrderID: id,
      OrdStatus: "0",
      ExecType: "0",
      LeavesQty: "1",
    };
    return { type: "send", message: executionReport, body: report };
  }
}

interface Packet {
  readonly to: Side;
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** Two machines and a network that delays, cuts and, now and then, breaks and loses what is under way. */
class World {
  readonly random: () => number;
  readonly client = new Side("initiator");
  readonly exchange = new Side("acceptor");
  now = START;
  packets: Packet[] = [];
  connected = false;
  steps = 0;

  constructor(seed: number) {
    this.random = randomFrom(seed);
  }

  other(side: Side): Side {
    return side === this.client ? this.exchange : this.client;
  }

  feed(side: Side, input: SessionInput): void {
    const inputs = [input];
    for (let next = inputs.shift(); next !== undefined; next = inputs.shift()) {
      this.steps += 1;
      if (this.steps > 20_000) throw new Error("the two sides never come to rest");
      for (const output of side.machine.step(next, this.now)) {
        switch (output.type) {
          case "store":
            expect(output.MsgSeqNum).toBe(side.store.numbers().outgoing);
            side.store.sent(output.MsgSeqNum, output.bytes);
            break;
          case "incoming":
            side.store.received(output.next);
            break;
          case "reset":
            throw new Error("nobody asked for a reset");
          case "send":
            this.#transmit(side, output.bytes);
            break;
          case "timer":
            side.timer = output.at;
            break;
          case "load": {
            const { from, to } = output;
            inputs.push({ type: "loaded", from, through: to, messages: side.store.range(from, to, 9999) });
            break;
          }
          case "logonNeeded":
            inputs.push({ type: "logon", fields: {} });
            break;
          case "logonReceived":
            inputs.push({ type: "logonAccepted", numbers: side.store.numbers() });
            break;
          case "deliver": {
            const reader = new Reader(output.frame);
            const header = decodeHeader(reader);
            if (header === undefined) throw new Error("a delivered message has no header");
            const message = output.frame.msgType === "D" ? newOrderSingle : executionReport;
            const received = message.decode(reader, header as never);
            if (received === undefined) throw new Error("a delivered message cannot be read");
            side.delivered.push((received as { ClOrdID: string }).ClOrdID);
            break;
          }
          case "disconnect":
            if (output.reason !== "connectionLost") throw new Error(`ended: ${output.reason} ${output.text}`);
            break;
          case "event":
            if (output.event.kind === "refused" || output.event.kind === "rejected") {
              throw new Error(`refused: ${JSON.stringify(output.event)}`);
            }
            break;
          case "established":
            break;
        }
      }
    }
  }

  #transmit(from: Side, bytes: Uint8Array): void {
    if (!this.connected) return;
    const to = this.other(from);
    const last = this.packets.findLast((packet) => packet.to === to)?.at ?? this.now;
    const cut = this.random() < 0.3 ? 1 + Math.floor(this.random() * (bytes.length - 1)) : bytes.length;
    const delay = Math.floor(this.random() * 40);
    // TCP: what is sent later never overtakes.
    const at = Math.max(last, this.now + delay);
    this.packets.push({ to, at, bytes: bytes.slice(0, cut) });
    if (cut < bytes.length) this.packets.push({ to, at: at + 3, bytes: bytes.slice(cut) });
  }

  connect(): void {
    this.connected = true;
    this.client.renew();
    this.exchange.renew();
    this.feed(this.exchange, { type: "connected" });
    this.feed(this.client, { type: "connected" });
  }

  /** The connection breaks: what is under way is lost. */
  break(): void {
    this.connected = false;
    this.packets = [];
    this.feed(this.client, { type: "disconnected" });
    this.feed(this.exchange, { type: "disconnected" });
  }

  /** Moves time to the next thing that happens, and lets it happen. */
  advance(limit: number): boolean {
    const [packet] = this.packets;
    const times = [packet?.at, this.client.timer, this.exchange.timer].filter((at) => at !== undefined);
    const next = Math.min(...times);
    if (times.length === 0 || next > limit) {
      this.now = limit;
      return false;
    }
    this.now = Math.max(this.now, next);
    if (packet !== undefined && packet.at <= this.now) {
      this.packets.shift();
      this.feed(packet.to, { type: "received", bytes: packet.bytes });
      return true;
    }
    for (const side of [this.client, this.exchange]) {
      if (side.timer !== undefined && side.timer <= this.now) {
        side.timer = undefined;
        this.feed(side, { type: "tick" });
      }
    }
    return true;
  }

  /** Lets what is under way arrive, and nothing new happen. */
  settle(): void {
    for (let packet = this.packets.shift(); packet !== undefined; packet = this.packets.shift()) {
      this.feed(packet.to, { type: "received", bytes: packet.bytes });
    }
  }

  run(milliseconds: number): void {
    const limit = this.now + milliseconds;
    while (this.advance(limit));
  }
}

function simulate(seed: number): World {
  const world = new World(seed);
  const rounds = 2 + Math.floor(world.random() * 3);
  for (let round = 0; round < rounds; round++) {
    world.connect();
    for (let turn = 0; turn < 12; turn++) {
      world.run(Math.floor(world.random() * 60));
      const side = world.random() < 0.5 ? world.client : world.exchange;
      if (side.machine.phase === "active") world.feed(side, side.intent(world.now));
      if (world.random() < 0.05) world.run(25_000);
    }
    if (round < rounds - 1) world.break();
  }
  // A last connection in peace: all that was sent gets there.
  world.break();
  world.connect();
  world.run(60_000);
  world.settle();
  return world;
}

describe("initiator and acceptor over a network that delays, cuts and breaks", () => {
  const RUNS = 1_500;

  test(`${RUNS} seeded runs: every message arrives exactly once and in order, and both sides agree on the numbers`, () => {
    for (let seed = 1; seed <= RUNS; seed++) {
      try {
        const world = simulate(seed);
        const { client, exchange } = world;
        expect(exchange.delivered).toEqual(client.sent);
        expect(client.delivered).toEqual(exchange.sent);
        expect([client.machine.phase, exchange.machine.phase]).toEqual(["active", "active"]);
        expect(client.store.numbers().outgoing).toBe(exchange.store.numbers().incoming);
        expect(exchange.store.numbers().outgoing).toBe(client.store.numbers().incoming);
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error });
      }
    }
  });

  test("the same seed gives the same run", () => {
    const [first, second] = [simulate(7), simulate(7)];
    expect(second.steps).toBe(first.steps);
    expect(second.client.store.range(1, 999, 999)).toEqual(first.client.store.range(1, 999, 999));
  });

  test("messages are lost and sent again on the way, or the runs would prove nothing", () => {
    let resends = 0;
    for (let seed = 1; seed <= 50; seed++) {
      const world = new World(seed);
      world.connect();
      world.run(1_000);
      world.feed(world.client, world.client.intent(world.now));
      world.break();
      world.connect();
      world.run(1_000);
      if (world.exchange.delivered.length === 1) resends += 1;
    }
    expect(resends).toBe(50);
  });
});
