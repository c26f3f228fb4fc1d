import { type Channel, connect, type TickerMessage, type TickerParams, ticker } from "@x/ws-v2";
import type { Benchmark, Report, Row, Scale } from "../src/report.ts";
import { against, interleave } from "../src/rounds.ts";
import { spread } from "../src/spread.ts";
import { inProcess, loopback, type Wire } from "./dispatch-wires.ts";
import { tickerFrames } from "./messages.ts";

/** Hears frames of a wire and says when the user's code had each: the listener is told once it has. */
type Reader = (wire: Wire, seen: () => void) => Promise<() => Promise<unknown>>;

const BASE = "JSON.parse in the socket's own listener";
const PERCENTILES = [50, 99, 99.9] as const;
const unchecked: Channel<TickerParams, TickerMessage> = { ...ticker, checkMessage: () => undefined };

const bare: Reader = async ({ url, WebSocket }, seen) => {
  const socket = new WebSocket(url);
  await new Promise<void>((resolve) => socket.addEventListener("open", resolve));
  socket.addEventListener("message", ({ data }) => {
    if (JSON.parse(String(data)).channel === "ticker") seen();
  });
  return async () => socket.close();
};

const callback =
  (channel: typeof ticker): Reader =>
  async ({ url, WebSocket }, seen) => {
    const ws = connect({ url, WebSocket });
    const params = { symbol: ["BTC/USD"], snapshot: false };
    await ws.subscribe(channel, params, { onMessage: () => seen() }).ready;
    return () => ws.close();
  };

const iterator =
  (channel: typeof ticker): Reader =>
  async ({ url, WebSocket }, seen) => {
    const ws = connect({ url, WebSocket });
    const messages = ws.subscribe(channel, { symbol: ["BTC/USD"], snapshot: false });
    await messages.ready;
    const read = (async () => {
      for await (const _message of messages) seen();
    })();
    return async () => {
      await ws.close();
      await read;
    };
  };

const readers: readonly (readonly [string, Reader, bar?: number])[] = [
  [BASE, bare],
  ["callback", callback(ticker), 2],
  ["callback, without the check", callback(unchecked)],
  ["iterator", iterator(ticker)],
  ["iterator, without the check", iterator(unchecked)],
];

const places = [
  ["in process", inProcess, true],
  ["over a loopback socket", loopback, false],
] as const;

export const dispatch: Benchmark = {
  name: "dispatch latency",
  scale: { rounds: 15, repeats: 5_000 },

  async run(scale: Scale): Promise<readonly Report[]> {
    const { rounds, repeats } = scale;
    const reports: Report[] = [];
    for (const [place, open, barred] of places) {
      const wires = await Promise.all(
        readers.map(async ([name, read]) => ({ name, ...(await measured(open, read)) })),
      );
      const subjects = wires.map(({ name, latencies }) => ({ name, turn: () => latencies(repeats) }));
      const costs = await interleave(subjects, rounds);
      for (const { close } of wires) await close();
      reports.push(
        ...PERCENTILES.map((percentile, at) =>
          report(place, percentile, at, costs, barred && at === 0, scale),
        ),
      );
    }
    return reports;
  },
};

/** A reader on a wire of its own, and how long frames take to reach it, one after the other. */
async function measured(open: () => Promise<Wire>, read: Reader) {
  const frames = tickerFrames();
  const wire = await open();
  let at = 0;
  let arrived = (): void => {};
  const leave = await read(wire, () => {
    at = performance.now();
    arrived();
  });
  return {
    async latencies(count: number): Promise<readonly number[]> {
      const all = new Float64Array(count);
      for (let turn = 0; turn < count; turn++) {
        const next = new Promise<void>((resolve) => {
          arrived = resolve;
        });
        const begin = performance.now();
        wire.send(frames[turn % frames.length] ?? "");
        await next;
        all[turn] = (at - begin) * 1e3;
      }
      all.sort();
      return PERCENTILES.map((percentile) => all[Math.ceil((percentile / 100) * count) - 1] ?? Number.NaN);
    },
    async close(): Promise<void> {
      await leave();
      await wire.close();
    },
  };
}

function report(
  place: string,
  percentile: number,
  at: number,
  costs: ReadonlyMap<string, readonly (readonly number[])[]>,
  barred: boolean,
  { rounds, repeats }: Scale,
): Report {
  const figures = (name: string): number[] => (costs.get(name) ?? []).map((round) => round[at] ?? Number.NaN);
  const rows = readers.map(([subject, , bar]): Row => {
    const row = { subject, measured: spread(figures(subject)) };
    if (subject === BASE) return row;
    const compared = spread(against(figures(subject), figures(BASE), (cost, base) => cost / base));
    return { ...row, compared, ...(barred && bar !== undefined && { bar }) };
  });
  return {
    name: `${dispatch.name}, ${place}, p${percentile}`,
    method:
      `Microseconds from a frame handed in to the user's code: ticker updates, one after the other, ${repeats} a round; ` +
      `the percentile of each of ${rounds} interleaved rounds, its median and range. ` +
      `Node ${process.versions.node}.`,
    unit: "µs",
    comparison: "ratio",
    rows,
  };
}
