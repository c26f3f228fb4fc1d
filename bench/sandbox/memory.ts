// What an open order keeps in memory.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Benchmark, Report, Scale } from "../src/report.ts";
import { against, interleave } from "../src/rounds.ts";
import { spread } from "../src/spread.ts";

const OPEN = 100_000;
/** What an open order may keep, as a multiple of one in a plain array. */
const MULTIPLE = 10;
const venues = new URL("./venues.ts", import.meta.url).href;
const run = promisify(execFile);

/** Bytes for each open order, in a process that has nothing else to keep. */
async function bytes(make: "plainVenue" | "engineVenue"): Promise<number> {
  const program = `
    import { ${make}, fill } from ${JSON.stringify(venues)};
    const used = () => { gc(); gc(); return process.memoryUsage().heapUsed; };
    const venue = ${make}();
    fill(venue, 1000);
    const before = used();
    fill(venue, ${OPEN});
    console.log((used() - before) / ${OPEN});
    venue.cancel({});`;
  const args = ["--expose-gc", "--input-type=module", "--eval", program];
  const { stdout } = await run(process.execPath, args, { env: { ...process.env, NODE_OPTIONS: "" } });
  return Number(stdout);
}

export const engineMemory: Benchmark = {
  name: "sandbox engine memory",
  scale: { rounds: 5, repeats: 1 },

  async run({ rounds }: Scale): Promise<readonly Report[]> {
    const plain = { name: "sorted arrays", turn: () => bytes("plainVenue") };
    const engine = { name: "engine", turn: () => bytes("engineVenue") };
    const costs = await interleave([plain, engine], rounds);
    const [plainly = [], whole = []] = [costs.get(plain.name), costs.get(engine.name)];
    return [
      {
        name: engineMemory.name,
        method: `Bytes of heap for each of ${OPEN} open orders, ${rounds} rounds of fresh processes, Node ${process.versions.node}.`,
        unit: "B",
        comparison: "ratio",
        rows: [
          { subject: plain.name, measured: spread(plainly) },
          {
            subject: engine.name,
            measured: spread(whole),
            compared: spread(against(whole, plainly, (cost, base) => cost / base)),
            bar: MULTIPLE,
          },
        ],
      },
    ];
  },
};
