// What importing a package adds to the start of a process.
import { timedProcess } from "../src/process.ts";
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
        for (let n = 0; n < repeats; n++)
          total += await timedProcess(["--input-type=module", "--eval", program]);
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
