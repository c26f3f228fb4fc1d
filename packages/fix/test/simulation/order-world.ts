import { accept } from "../../src/acceptor.ts";
import { connect } from "../../src/client.ts";
import { FixError } from "../../src/errors.ts";
import {
  type ExecutionReport,
  newOrderSingle,
  orderCancelRequest,
  orderMassCancelRequest,
  orderStatusRequest,
} from "../../src/generated/index.ts";
import { OrderEntry, type PlacedOrder, type Submission } from "../../src/orders/index.ts";
import type { FixSession } from "../../src/session/session.ts";
import { MemoryStore } from "../../src/session/store.ts";
import type { OpenTransport, TransportHandlers } from "../../src/transport/transport.ts";
import { START } from "../machine.ts";
import { OrderExchange } from "./order-exchange.ts";
import { Pipe } from "./pipe.ts";
import { randomFrom } from "./random.ts";
import { Violation } from "./side.ts";
import { Time } from "./time.ts";

type Outcome = Submission<ExecutionReport>;

/** A request of the client's, and what it was told became of it. */
interface Asked {
  readonly kind: "place" | "cancel" | "massCancel" | "status";
  readonly ClOrdID: string;
  /** The order a cancel is about. */
  readonly order: string | undefined;
  told: Outcome | undefined;
  /** After `unknown`: what became of it, and whether that is known at all. */
  late: { readonly settled: Exclude<Outcome, { outcome: "unknown" }> | undefined } | undefined;
}

interface Placed {
  readonly ClOrdID: string;
  OrderID: string | undefined;
  readonly seen: string[];
  ended: boolean;
}

interface Connection {
  readonly pipes: readonly Pipe[];
  near: TransportHandlers | undefined;
  far: TransportHandlers | undefined;
}

const DEADLINE = 300;

/** A client that gives orders as calls, an exchange that does with them as it likes, and a bad network between. */
export class OrderWorld {
  readonly #random: () => number;
  readonly time = new Time(START);
  readonly exchange: OrderExchange;
  readonly asked: Asked[] = [];
  readonly placed = new Map<string, Placed>();
  readonly #store = new MemoryStore();
  #orders: OrderEntry | undefined;
  #session: FixSession | undefined;
  #connection: Connection | undefined;
  #serving: FixSession | undefined;
  #violation: unknown;
  /** Numbers for ClOrdIDs. */
  #ids = 0;
  rough = true;
  connections = 0;
  /** Sequence numbers that were withheld, although they may have arrived. */
  inDoubt = 0;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
    this.exchange = new OrderExchange(this.time, this.#random);
  }

  async open(): Promise<void> {
    this.rough = false;
    const connecting = connect({
      transport: this.#dial,
      clock: this.time,
      senderCompID: "CLIENT",
      targetCompID: "KRAKEN-TRD",
      heartBtInt: 10,
      rollover: false,
      reconnect: { initial: 50, maximum: 400, random: this.#random },
      whileDown: this.#random() < 0.5 ? "queue" : "refuse",
      // A program that changes its mind: what it had sent again once, it may not want sent again twice.
      mayResend: () => this.#random() < 0.8,
      onEvent: (event) => {
        if (event.kind === "withheld" && event.mayHaveArrived) this.inDoubt += 1;
      },
    });
    await this.pass(200);
    this.#session = await connecting;
    const next = () => String(++this.#ids);
    this.#orders = new OrderEntry(this.#session, {
      clock: this.time,
      deadline: DEADLINE,
      clOrdIDs: { next },
    });
    this.rough = true;
  }

  /** Something happens. */
  act(): void {
    const chance = this.#random();
    if (chance < 0.4) this.#place();
    else if (chance < 0.6) this.#cancel();
    else if (chance < 0.7) this.#status();
    else if (chance < 0.75) this.#massCancel();
    else if (chance < 0.85) this.break();
  }

  /** Lets time pass, with everything that is awaited in between. */
  async pass(milliseconds: number, piece = 5): Promise<void> {
    for (let left = milliseconds; left > 0; left -= piece) {
      this.time.pass(Math.min(piece, left));
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#violation !== undefined) throw this.#violation;
    }
  }

  async close(): Promise<void> {
    this.#session?.close();
    await this.pass(200);
  }

  #place(): void {
    const order = {
      Symbol: "BTC/USD",
      Side: "1",
      OrdType: "1",
      OrderQty: "1",
      TimeInForce: "1",
    } as const;
    const { ClOrdID, outcome, reports } = this.#entry().place(order);
    const placed: Placed = { ClOrdID, OrderID: undefined, seen: [], ended: false };
    this.placed.set(ClOrdID, placed);
    this.#follow("place", ClOrdID, undefined, outcome);
    this.#watch(placed, reports);
  }

  #cancel(): void {
    const order = this.#some();
    if (order === undefined) return;
    const { OrderID, ClOrdID: OrigClOrdID } = order;
    const named = OrderID !== undefined && this.#random() < 0.5 ? { OrderID } : { OrigClOrdID };
    const outcome = this.#entry().cancel({ Symbol: "BTC/USD", Side: "1", ...named });
    this.#follow("cancel", String(this.#ids), OrigClOrdID, outcome);
  }

  #massCancel(): void {
    const outcome = this.#entry().massCancel({ MassCancelRequestType: "7" });
    this.#follow("massCancel", String(this.#ids), undefined, outcome);
  }

  #status(): void {
    const { ClOrdID, OrderID } = this.#some() ?? {};
    if (ClOrdID === undefined || OrderID === undefined) return;
    this.#follow("status", ClOrdID, ClOrdID, this.#entry().status({ ClOrdID, OrderID, Symbol: "BTC/USD" }));
  }

  #some(): Placed | undefined {
    const all = [...this.placed.values()];
    return all[Math.floor(this.#random() * all.length)];
  }

  #entry(): OrderEntry {
    if (this.#orders === undefined) throw new Error("the world is not open");
    return this.#orders;
  }

  #follow(kind: Asked["kind"], ClOrdID: string, order: string | undefined, outcome: Promise<Outcome>): void {
    const asked: Asked = { kind, ClOrdID, order, told: undefined, late: undefined };
    this.asked.push(asked);
    outcome.then(async (told) => {
      asked.told = told;
      if (told.outcome === "unknown") asked.late = { settled: await told.settled };
    });
  }

  async #watch(placed: Placed, reports: PlacedOrder["reports"]): Promise<void> {
    try {
      for await (const { ExecID, OrderID } of reports) {
        placed.OrderID = OrderID;
        placed.seen.push(ExecID);
      }
      placed.ended = true;
    } catch (error) {
      if (!FixError.is(error)) this.#violation = error;
    }
  }

  /** The network breaks; each side learns of it in its own time. */
  break(): void {
    const { pipes = [] } = this.#connection ?? {};
    for (const pipe of pipes) pipe.break();
    const connection = this.#connection;
    if (connection === undefined) return;
    this.#connection = undefined;
    this.#gone(() => connection.near?.closed());
    this.#gone(() => connection.far?.closed());
  }

  #gone(told: () => void): void {
    this.time.setTimer(Math.floor(this.#random() * 200), told);
  }

  readonly #dial: OpenTransport = async (near) => {
    // The exchange has not noticed that the last connection is gone: it sends the newcomer away.
    if (this.#serving !== undefined) throw new Error("still logged on");
    this.connections += 1;
    const loses = () =>
      this.rough && this.#session?.active === true && this.#serving?.active === true && this.#random() < 0.02;
    const pipe = (received: (bytes: Uint8Array) => void) =>
      new Pipe(this.time, this.#random, received, loses);
    const toFar = pipe((bytes) => connection.far?.received(bytes));
    const toNear = pipe((bytes) => connection.near?.received(bytes));
    const connection: Connection = { pipes: [toFar, toNear], near, far: undefined };
    this.#connection = connection;
    const session = await accept(
      async (far) => {
        connection.far = far;
        return { send: (bytes) => toNear.send(bytes), close: () => this.#gone(() => near.closed()) };
      },
      {
        senderCompID: "KRAKEN-TRD",
        authenticate: () => ({ accepted: true }),
        storeOf: () => this.#store,
        clock: this.time,
        onSession: (open) => this.exchange.serve(open),
      },
    );
    this.#serving = session;
    session.closed.then(() => {
      this.#serving = undefined;
    });
    this.#serve(session);
    return {
      send: (bytes) => toFar.send(bytes),
      close: () => this.#gone(() => connection.far?.closed()),
    };
  };

  async #serve(session: FixSession): Promise<void> {
    const requests = session.messages(
      newOrderSingle,
      orderCancelRequest,
      orderMassCancelRequest,
      orderStatusRequest,
    );
    try {
      for await (const request of requests) this.exchange.handle(request);
    } catch (error) {
      if (!FixError.is(error)) this.#violation = error;
    }
  }
}

/** One run of a seed, until all has come to rest. */
export async function simulateOrders(seed: number): Promise<OrderWorld> {
  const world = new OrderWorld(seed);
  const random = randomFrom(-seed);
  await world.open();
  for (let step = 0; step < 25; step++) {
    world.act();
    await world.pass(Math.floor(random() * 60));
  }
  world.rough = false;
  // Long enough for a heartbeat of either side to show what the other lacks.
  await world.pass(2_000, 20);
  await world.pass(30_000, 500);
  return world;
}

/** Holds what the client was told against what the exchange did. */
export function checkOrders({ asked, placed, exchange }: OrderWorld): void {
  for (const request of asked) {
    const { kind, ClOrdID, told, late } = request;
    const name = `${kind} ${ClOrdID}`;
    if (told === undefined) throw new Violation(`${name} was never told its outcome`);
    const final = told.outcome === "unknown" ? late?.settled : told;
    if (final !== undefined) checkFinal(request, name, final, exchange);
    else if (mustBeKnown(request, exchange)) throw new Violation(`${name} was answered and is unknown`);
  }
  for (const { ClOrdID, seen, ended } of placed.values()) {
    const order = exchange.orders.get(ClOrdID);
    if (order === undefined) {
      if (seen.length > 0) throw new Violation(`${ClOrdID} never was and was reported on`);
      continue;
    }
    const done = order.status === "2" || order.status === "4";
    // An order that has ended for the client is not followed any further: a status asked for later is an answer only.
    const wanted = done ? order.reported.slice(0, seen.length) : order.reported;
    if (seen.join() !== wanted.join()) {
      throw new Violation(`reports on ${ClOrdID}: ${seen}, the exchange made ${order.reported}`);
    }
    if (ended !== done) throw new Violation(`${ClOrdID} is ${order.status}; its reports ended: ${ended}`);
  }
}

function mustBeKnown({ kind, ClOrdID }: Asked, { verdicts }: OrderExchange): boolean {
  const verdict = verdicts.get(ClOrdID);
  return kind !== "status" && verdict !== undefined && verdict !== "nothing";
}

function checkFinal(
  { kind, ClOrdID, order }: Asked,
  name: string,
  final: Exclude<Outcome, { outcome: "unknown" }>,
  { verdicts, orders, asked }: OrderExchange,
): void {
  const verdict = verdicts.get(ClOrdID);
  if (kind === "status") {
    if (final.outcome === "accepted" && asked.get(ClOrdID) === undefined) {
      throw new Violation(`${name} was answered and never came`);
    }
    return;
  }
  if (final.outcome === "refused" && final.error.outcome === "not-sent") {
    if (verdict !== undefined) throw new Violation(`${name} was told not to have been sent, and came`);
    return;
  }
  const status = orders.get(order ?? "")?.status;
  const right =
    final.outcome === "accepted"
      ? verdict === "accepted" || (kind === "cancel" && status === "4")
      : verdict === "refused" || (kind === "cancel" && status === "2");
  if (!right) throw new Violation(`${name} was told to be ${final.outcome}, and is ${verdict}`);
}
