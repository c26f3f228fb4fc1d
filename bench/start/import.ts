// What importing a package adds to the start of a process.
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Benchmark, Report, Row, Scale } from "../src/report.ts";
import { against, interleave } from "../src/rounds.ts";
import { spread } from "../src/spread.ts";

const BARE = "bare Node";
const BAR = 10;

/** One operation, method or book of each: what a program needs that does one thing. */
const programs: { readonly [subject: string]: string } = {
  [BARE]: "",
  "@x/futures-rest": importing("@x/futures-rest", "cancelAllOrders, createClient"),
  "@x/ws-v2": importing("@x/ws-v2", "connect, openBook"),
  "@x/ws-legacy": importing("@x/ws-legacy", "connect, openBook"),
};

export const importTime: Benchmark = {
  name: "import",
  scale: { rounds: 25, repeats: 1 },

  async run({ rounds, repeats }: Scale): Promise<readonly Report[]> {
    const subjects = Object.entries(programs).map(([name, program]) => ({
      name,
      turn: async () => {
        let total = 0;
        for (let n = 0; n < repeats; n++) total += await start(program);
        return total / repeats;
      },
    }));
    const costs = await interleave(subjects, rounds);
    const without = costs.get(BARE) ?? [];
    const rows = [...costs].map(([subject, measured]): Row => {
      const own = { subject, measured: spread(measured) };
      if (subject === BARE) return own;
      return { ...own, compared: spread(against(measured, without, (cost, base) => cost - base)), bar: BAR };
    });
    const method =
      `Milliseconds from starting a process to its end, ${rounds} interleaved rounds of fresh processes, ` +
      `Node ${process.versions.node}.`;
    return [{ name: importTime.name, method, unit: "ms", comparison: "difference", rows }];
  },
};

function importing(name: string, symbols: string): string {
  return `import { ${symbols} } from ${JSON.stringify(import.meta.resolve(name))};`;
}

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
