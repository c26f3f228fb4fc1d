// What importing the package adds to the start of a process.
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Benchmark, Report, Scale } from "../src/report.ts";
import { against, interleave } from "../src/rounds.ts";
import { spread } from "../src/spread.ts";

const entry = import.meta.resolve("@x/futures-rest");
const bare = { name: "bare Node", turn: () => start("") };
const one = {
  name: "import one operation",
  turn: () => start(`import { cancelAllOrders, createClient } from ${JSON.stringify(entry)};`),
};

export const importTime: Benchmark = {
  name: "futures-rest import",
  scale: { rounds: 25, repeats: 1 },

  async run({ rounds, repeats }: Scale): Promise<readonly Report[]> {
    const repeated = [bare, one].map(({ name, turn }) => ({
      name,
      turn: async () => {
        let total = 0;
        for (let n = 0; n < repeats; n++) total += await turn();
        return total / repeats;
      },
    }));
    const costs = await interleave(repeated, rounds);
    const [without = [], withImport = []] = [costs.get(bare.name), costs.get(one.name)];
    const report: Report = {
      name: importTime.name,
      method:
        `Milliseconds from starting a process to its end, ${rounds} interleaved rounds of fresh processes, ` +
        `Node ${process.versions.node}.`,
      unit: "ms",
      comparison: "difference",
      rows: [
        { subject: bare.name, measured: spread(without) },
        {
          subject: one.name,
          measured: spread(withImport),
          compared: spread(against(withImport, without, (cost, base) => cost - base)),
          bar: 10,
        },
      ],
    };
    return [report];
  },
};

/** Runs a program in a process of its own and gives the milliseconds until it has ended. */
async function start(program: string): Promise<number> {
  const begin = performance.now();
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "ignore", "inherit"],
    // Options for this process are not the consumer's.
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`${JSON.stringify(program)} ended with ${code}`);
  return performance.now() - begin;
}
