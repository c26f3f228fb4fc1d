// What an order costs in the sandbox's engine, and how that grows with the orders that are open.
import type { Benchmark, Report, Scale } from "../src/report.ts";
import { against, interleave } from "../src/rounds.ts";
import { spread } from "../src/spread.ts";
import { engineVenue, fill, plainVenue, thousandOrders, type Venue } from "./venues.ts";

const OPEN = [10, 1_000, 10_000, 100_000] as const;
/** What an order among the most open ones may cost, as a multiple of one among the fewest. */
const GROWTH = 2;

const ratio = (cost: number, base: number) => cost / base;

function subject(name: string, venue: Venue, repeats: number) {
  return {
    name,
    turn: () => {
      const begin = performance.now();
      for (let n = 0; n < repeats; n++) thousandOrders(venue);
      // Microseconds for each of the thousand orders.
      return Promise.resolve((performance.now() - begin) / repeats);
    },
  };
}

export const engine: Benchmark = {
  name: "sandbox engine",
  scale: { rounds: 15, repeats: 5 },

  async run({ rounds, repeats }: Scale): Promise<readonly Report[]> {
    const venues = OPEN.flatMap((open) =>
      (["sorted arrays", "engine"] as const).map((kind) => {
        const venue = kind === "engine" ? engineVenue() : plainVenue();
        fill(venue, open);
        return { open, ...subject(`${kind}, ${open} open`, venue, repeats) };
      }),
    );
    const costs = await interleave(venues, rounds);
    const of = (kind: string, open: number) => costs.get(`${kind}, ${open} open`) ?? [];
    const method =
      `Microseconds for one order in process, ${repeats} times a thousand orders a turn, ${rounds} interleaved rounds; ` +
      "nine in ten rest and are cancelled, one in ten trades. Sorted arrays check nothing, tell nobody and count in " +
      `doubles. Node ${process.versions.node}.`;
    const [fewest = 10, ...more] = OPEN;
    return [
      ...OPEN.map(
        (open): Report => ({
          name: `${engine.name}, ${open} open orders`,
          method,
          unit: "µs",
          comparison: "ratio",
          rows: [
            { subject: "sorted arrays", measured: spread(of("sorted arrays", open)) },
            {
              subject: "engine",
              measured: spread(of("engine", open)),
              compared: spread(against(of("engine", open), of("sorted arrays", open), ratio)),
            },
          ],
        }),
      ),
      {
        name: `${engine.name}, growth`,
        method,
        unit: "µs",
        comparison: "ratio",
        rows: [
          { subject: `${fewest} open`, measured: spread(of("engine", fewest)) },
          ...more.map((open) => ({
            subject: `${open} open`,
            measured: spread(of("engine", open)),
            compared: spread(against(of("engine", open), of("engine", fewest), ratio)),
            ...(open === OPEN.at(-1) && { bar: GROWTH }),
          })),
        ],
      },
    ];
  },
};
