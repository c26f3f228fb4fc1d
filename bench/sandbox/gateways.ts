// What an order costs on each of the sandbox's wires, against a server of the same transport that only gives back what it
// gets; and how that grows with the connections.
import type { Benchmark, Report, Scale } from "../src/report.ts";
import { against, interleave } from "../src/rounds.ts";
import { spread } from "../src/spread.ts";
import {
  drive,
  fixWire,
  legacyWire,
  restWire,
  startServers,
  tokenOf,
  v2Wire,
  type Wire,
} from "./gateway-wires.ts";

/** What an order may cost at most, as a multiple of an echo. */
const MULTIPLE = 12;
const CONNECTIONS = [1, 10, 100, 1_000] as const;
/** What an order on one of the most connections may cost, as a multiple of one on the only one. */
const GROWTH = 3;

const ratio = (cost: number, base: number) => cost / base;

export const gateways: Benchmark = {
  name: "sandbox gateways",
  scale: { rounds: 9, repeats: 2_000 },

  async run({ rounds, repeats }: Scale): Promise<readonly Report[]> {
    const { servers, stop } = await startServers();
    const opened: Wire[] = [];
    const keep = (wire: Wire): Wire => {
      opened.push(wire);
      return wire;
    };
    try {
      const { urls, credentials, echo } = servers;
      const token = await tokenOf(servers);
      const pairs = {
        "Futures REST": [
          restWire(echo.http, credentials.futures),
          restWire(urls.futuresRest, credentials.futures),
        ],
        "WebSocket v2": [await v2Wire(echo.webSocket, token), await v2Wire(urls.wsV2, token)],
        "legacy WebSocket": [await legacyWire(echo.webSocket, token), await legacyWire(urls.wsLegacy, token)],
        FIX: [
          await fixWire(echo.tcp, credentials.fix, false),
          await fixWire(urls.fix.port, credentials.fix, true),
        ],
      } as const;
      for (const pair of Object.values(pairs)) for (const wire of pair) keep(wire);
      const crowd: Wire[] = [];
      while (crowd.length < (CONNECTIONS.at(-1) ?? 0)) crowd.push(keep(await v2Wire(urls.wsV2, token)));
      const orders = Math.max(repeats, 50);
      const subject = (name: string, wires: readonly Wire[]) => ({ name, turn: () => drive(wires, orders) });
      const costs = await interleave(
        [
          ...Object.entries(pairs).flatMap(([name, [bare, whole]]) => [
            subject(`${name}, echo`, [bare]),
            subject(name, [whole]),
          ]),
          ...CONNECTIONS.map((count) => subject(`${count} connections`, crowd.slice(0, count))),
        ],
        rounds,
      );
      const of = (name: string) => costs.get(name) ?? [];
      const method =
        `Microseconds for one immediate-or-cancel order that finds nothing, ${orders} a turn, 16 on their way at once, ` +
        `client and server in two threads, ${rounds} interleaved rounds. Node ${process.versions.node}.`;
      const [one = 1, ...more] = CONNECTIONS;
      return [
        ...Object.keys(pairs).map(
          (name): Report => ({
            name: `${gateways.name}, ${name}`,
            method,
            unit: "µs",
            comparison: "ratio",
            rows: [
              { subject: "echo", measured: spread(of(`${name}, echo`)) },
              {
                subject: "sandbox",
                measured: spread(of(name)),
                compared: spread(against(of(name), of(`${name}, echo`), ratio)),
                bar: MULTIPLE,
              },
            ],
          }),
        ),
        {
          name: `${gateways.name}, growth with connections`,
          method: `${method} Over WebSocket v2, on each connection in turn.`,
          unit: "µs",
          comparison: "ratio",
          rows: [
            { subject: `${one} connections`, measured: spread(of(`${one} connections`)) },
            ...more.map((count) => ({
              subject: `${count} connections`,
              measured: spread(of(`${count} connections`)),
              compared: spread(against(of(`${count} connections`), of(`${one} connections`), ratio)),
              ...(count === CONNECTIONS.at(-1) && { bar: GROWTH }),
            })),
          ],
        },
      ];
    } finally {
      for (const wire of opened) wire.close();
      await stop();
    }
  },
};
