// What an order takes to the exchange and its report back, both kept by both sides before they go out.
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect as connectSocket, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  connect,
  ExecType,
  type ExecutionReportInput,
  executionReport,
  listen,
  MemoryStore,
  type NewOrderSingle,
  type NewOrderSingleInput,
  newOrderSingle,
  OrdStatus,
  OrdType,
  type SessionStore,
  Side,
  TimeInForce,
} from "@x/fix";
import { FileStore } from "@x/fix/store";
import type { Benchmark, Report, Row } from "../src/report.ts";
import { against, interleave } from "../src/rounds.ts";
import { spread } from "../src/spread.ts";

const PERCENTILES = [50, 99, 99.9] as const;

/** Microseconds, one for each of the percentiles. */
type Cost = readonly number[];

/** One round trip at a time, and what to close in the end. */
interface Pair {
  readonly name: string;
  readonly trip: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const ECHO = "bare sockets, 200 bytes each way";
const MEMORY = "MemoryStore";

interface Comparison {
  readonly subject: string;
  readonly baseline: string;
  readonly bar?: number;
}

const comparisons: readonly Comparison[] = [
  { subject: MEMORY, baseline: ECHO },
  { subject: 'FileStore, "process"', baseline: ECHO },
  { subject: 'FileStore, "disk"', baseline: ECHO },
  { subject: 'FileStore, "process"', baseline: MEMORY, bar: 2 },
];

export const roundTrip: Benchmark = {
  name: "fix round trip",
  scale: { rounds: 15, repeats: 2_000 },

  async run({ rounds, repeats }): Promise<readonly Report[]> {
    const folder = mkdtempSync(join(tmpdir(), "fix-round-trip-"));
    const file = (durability: "process" | "disk") => (side: string) =>
      new FileStore(join(folder, durability, side), { durability });
    const pairs = [
      await echo(ECHO),
      await sessions(MEMORY, () => new MemoryStore()),
      await sessions('FileStore, "process"', file("process")),
      await sessions('FileStore, "disk"', file("disk")),
    ];
    try {
      const costs = await interleave(
        pairs.map(({ name, trip }) => ({ name, turn: () => turn(trip, repeats) })),
        rounds,
      );
      const method =
        `of ${repeats} round trips a turn, one after the other over loopback TCP, both sides in one process, ` +
        `${rounds} interleaved rounds, Node ${process.versions.node}. NewOrderSingle out and ExecutionReport back are ` +
        `checked, encoded, decoded and kept on both sides; files in the folder for temporary ones.`;
      return PERCENTILES.map((percentile, index) => ({
        name: `${roundTrip.name}, p${percentile}`,
        method: `Microseconds, percentile ${percentile} ${method}`,
        unit: "µs",
        comparison: "ratio",
        rows: rowsOf(costs, index, percentile === 50),
      }));
    } finally {
      for (const { close } of pairs) await close();
      rmSync(folder, { recursive: true });
    }
  },
};

function rowsOf(costs: Map<string, readonly Cost[]>, index: number, judged: boolean): Row[] {
  const figures = (subject: string) => (costs.get(subject) ?? []).map((cost) => cost[index] ?? Number.NaN);
  return [
    { subject: ECHO, measured: spread(figures(ECHO)) },
    ...comparisons.map(
      ({ subject, baseline, bar }): Row => ({
        subject: baseline === ECHO ? subject : `${subject}, against ${baseline}`,
        measured: spread(figures(subject)),
        compared: spread(against(figures(subject), figures(baseline), (cost, base) => cost / base)),
        ...(judged && bar !== undefined && { bar }),
      }),
    ),
  ];
}

async function turn(trip: () => Promise<void>, repeats: number): Promise<Cost> {
  const taken: number[] = [];
  for (let count = 0; count < repeats; count++) {
    const start = performance.now();
    await trip();
    taken.push((performance.now() - start) * 1_000);
  }
  taken.sort((one, other) => one - other);
  return PERCENTILES.map((percentile) => taken[Math.ceil((percentile / 100) * repeats) - 1] ?? Number.NaN);
}

/** What the sockets take of it. */
async function echo(name: string): Promise<Pair> {
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    socket.pipe(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { readonly port: number };
  const socket = connectSocket(port, "127.0.0.1");
  socket.setNoDelay(true);
  await once(socket, "connect");
  const bytes = new Uint8Array(200);
  return {
    name,
    async trip() {
      socket.write(bytes);
      await once(socket, "data");
    },
    async close() {
      socket.destroy();
      server.close();
    },
  };
}

async function sessions(name: string, storeOf: (side: string) => SessionStore): Promise<Pair> {
  const stores = { client: storeOf("client"), exchange: storeOf("exchange") };
  const exchange = await listen({
    senderCompID: "KRAKEN-TRD",
    authenticate: () => ({ accepted: true }),
    storeOf: () => stores.exchange,
    onSession: async (session) => {
      for await (const order of session.messages(newOrderSingle))
        session.send(executionReport, answer(order));
    },
  });
  const session = await connect({
    host: exchange.host,
    port: exchange.port,
    senderCompID: "CLIENT",
    targetCompID: "KRAKEN-TRD",
    heartBtInt: 0,
    store: stores.client,
    rollover: false,
  });
  const reports = session.messages(executionReport);
  let id = 0;
  return {
    name,
    async trip() {
      id += 1;
      session.send(newOrderSingle, { ...ORDER, ClOrdID: String(id), TransactTime: new Date() });
      const { value } = await reports.next();
      // An answer to something else would look fast.
      if (value?.ClOrdID !== String(id)) throw new Error(`${name}: expected the report of ${id}`);
    },
    async close() {
      await session.close();
      await exchange.close();
      for (const store of Object.values(stores)) if (store instanceof FileStore) store.close();
    },
  };
}

const ORDER = {
  Symbol: "BTC/USD",
  Side: Side.Buy,
  OrdType: OrdType.Limit,
  Price: "64000.10",
  OrderQty: "0.00100000",
  TimeInForce: TimeInForce.GoodTillCancel,
} as const satisfies Partial<NewOrderSingleInput>;

function answer({ ClOrdID, OrderQty }: NewOrderSingle): ExecutionReportInput {
  return {
    ...ORDER,
    ClOrdID,
    OrderQty,
    OrderID: "OQNCZM-NVAVC-AVD2LO",
    ExecID: "E1",
    ExecType: ExecType.New,
    OrdStatus: OrdStatus.New,
    CumQty: "0",
    LeavesQty: OrderQty,
  };
}
