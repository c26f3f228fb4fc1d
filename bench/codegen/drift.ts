// What judging a change of the contract costs, proofs included, and how that grows with the contract.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { timedProcess } from "../src/process.ts";
import type { Benchmark, Report, Row, Scale } from "../src/report.ts";
import { against, interleave } from "../src/rounds.ts";
import { spread } from "../src/spread.ts";
import { grown } from "./grown.ts";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const codegen = join(repository, "codegen", "src", "cli.ts");

/** The line that changes: a value more in the answer to a cancellation. */
const FILE = "specs/ws-legacy/methods/cancelOrder.schema.json";
const LINE = '["ok", "error"]';
const CHANGED = '["ok", "error", "pending"]';

/** The API that is there so many times, and what changes in it. */
const API = "specs/futures-rest/futures-rest.yaml";
const VALUE = '"noOrdersToCancel",';
const SIZES = [1, 5, 10, 20] as const;

const BARE = "bare Node";
/** Milliseconds over bare Node. */
const BAR = 2_000;
/** What a copy may cost at the largest size, as a multiple of what one costs alone. */
const GROWTH = 1.2;

export const judging: Benchmark = {
  name: "codegen drift",
  // So many sizes are gone through; one says nothing of growth.
  scale: { rounds: 5, repeats: SIZES.length },

  async run({ rounds, repeats }: Scale): Promise<readonly Report[]> {
    const folder = mkdtempSync(join(tmpdir(), "bench-drift-"));
    try {
      const reports = [await oneLine(folder, rounds)];
      if (repeats > 1) reports.push(await growth(folder, rounds, SIZES.slice(0, repeats)));
      return reports;
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

async function oneLine(folder: string, rounds: number): Promise<Report> {
  const base = side(folder, "base");
  const head = side(folder, "head");
  edit(join(head, FILE), LINE, CHANGED);
  const costs = await interleave(
    [
      { name: BARE, turn: () => timedProcess(["--eval", ""]) },
      { name: "codegen drift, one line, proven", turn: () => timedProcess([codegen, "drift", base, head]) },
      {
        name: "codegen drift, one line, by rules alone",
        turn: () => timedProcess([codegen, "drift", base, head, "--no-proof"]),
      },
    ],
    rounds,
  );
  const without = costs.get(BARE) ?? [];
  const rows = [...costs].map(([subject, measured]): Row => {
    const own = { subject, measured: spread(measured) };
    if (subject === BARE) return own;
    return { ...own, compared: spread(against(measured, without, (cost, other) => cost - other)), bar: BAR };
  });
  const method = `Milliseconds of a fresh process over all specs, ${rounds} interleaved rounds, Node ${process.versions.node}.`;
  return { name: judging.name, method, unit: "ms", comparison: "difference", rows };
}

/** Each size against the specs with one copy alone, copy for copy: what grows linearly stays at 1 or below. */
async function growth(folder: string, rounds: number, sizes: readonly number[]): Promise<Report> {
  const text = readFileSync(join(repository, API), "utf8");
  const subjects = sizes.map((size) => {
    const base = side(folder, `base-${size}`);
    const head = side(folder, `head-${size}`);
    const spec = grown(text, size);
    writeFileSync(join(base, API), spec);
    writeFileSync(join(head, API), spec);
    edit(join(head, API), VALUE, `${VALUE} "queued",`);
    return {
      name: `${size} times ${API}`,
      turn: async () => (await timedProcess([codegen, "drift", base, head])) / size,
    };
  });
  const costs = await interleave(subjects, rounds);
  const [first] = subjects;
  const smallest = costs.get(first?.name ?? "") ?? [];
  const rows = [...costs].map(([subject, measured]): Row => {
    const own = { subject, measured: spread(measured) };
    if (subject === first?.name) return own;
    return {
      ...own,
      compared: spread(against(measured, smallest, (cost, base) => cost / base)),
      bar: GROWTH,
    };
  });
  const method = `Milliseconds for each copy of the API: a fresh process that proves the same one-line change, ${rounds} interleaved rounds.`;
  return { name: `${judging.name}, growth`, method, unit: "ms", comparison: "ratio", rows };
}

function side(folder: string, name: string): string {
  const root = join(folder, name);
  cpSync(join(repository, "specs"), join(root, "specs"), { recursive: true });
  return root;
}

function edit(file: string, from: string, to: string): void {
  const text = readFileSync(file, "utf8");
  if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
  writeFileSync(
    file,
    text.replace(from, () => to),
  );
}
