// What generating the packages costs against making their types alone.
import { cpSync, globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Peers } from "../src/peers.ts";
import { timedProcess } from "../src/process.ts";
import type { Benchmark, Report, Row, Scale } from "../src/report.ts";
import { against, interleave, type Subject } from "../src/rounds.ts";
import { spread } from "../src/spread.ts";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const codegen = join(repository, "codegen", "src", "cli.ts");
const typesAlone = fileURLToPath(new URL("types-alone.ts", import.meta.url));

/** The targets with what other generators make types of, from the smallest; FIX has no other generator. */
const targets: readonly (readonly [target: string, specs: string])[] = [
  ["futures-auth-rest", "specs/futures-rest/futures-auth-rest.yaml"],
  ["spot-rest", "specs/spot-rest/spot-rest.yaml"],
  ["futures-charts-rest", "specs/futures-rest/futures-charts-rest.yaml"],
  ["futures-history-rest", "specs/futures-rest/futures-history-rest.yaml"],
  ["ws-legacy", "specs/ws-legacy/{methods,channels}/*.json"],
  ["ws-v2", "specs/ws-v2/{methods,channels}/*.json"],
  ["futures-rest", "specs/futures-rest/futures-rest.yaml"],
];

export const generating: Benchmark = {
  name: "codegen generate",
  // A turn goes through so many of the targets.
  scale: { rounds: 7, repeats: targets.length },

  async run(scale: Scale, peers?: Peers): Promise<readonly Report[]> {
    const root = mkdtempSync(join(tmpdir(), "bench-generate-"));
    cpSync(join(repository, "specs"), join(root, "specs"), { recursive: true });
    try {
      const types = await againstTypes(root, scale);
      return peers ? [types, await againstClients(root, scale, peers)] : [types];
    } finally {
      rmSync(root, { recursive: true });
    }
  },
};

async function againstTypes(root: string, { rounds, repeats }: Scale): Promise<Report> {
  const chosen = targets.slice(0, repeats);
  const files = chosen.flatMap(([, specs]) => globSync(specs, { cwd: root }));
  const names = chosen.map(([name]) => name);
  const types = {
    name: TYPES,
    turn: () => timedProcess([typesAlone, ...files.map((file) => join(root, file))]),
  };
  const costs = await interleave([types, ours(root, names)], rounds);
  const method =
    `Milliseconds of a fresh process that makes everything of ${names.length} specs (${files.length} files) from ` +
    `nothing, against one that makes the types alone; ${rounds} interleaved rounds, Node ${process.versions.node}.`;
  return report(generating.name, method, costs, TYPES, { [OURS]: 1.6 });
}

/** The largest of the specs by generators of whole clients. */
async function againstClients(root: string, { rounds, repeats }: Scale, peers: Peers): Promise<Report> {
  const [target, file] = targets[repeats < targets.length ? 0 : targets.length - 1] ?? ["", ""];
  const out = join(root, "client");
  const redocly = {
    name: REDOCLY,
    turn: () =>
      timedProcess([
        join(repository, "node_modules/@redocly/cli/bin/cli.js"),
        "generate-client",
        join(root, file),
        "-o",
        `${out}.ts`,
      ]),
  };
  const cli = join(peers.folder, "node_modules/@hey-api/openapi-ts/bin/run.js");
  const heyApi = {
    name: "@hey-api/openapi-ts",
    turn: () => timedProcess([cli, "-i", join(root, file), "-o", out, "--silent"]),
  };
  const costs = await interleave([redocly, ours(root, [target]), heyApi], rounds);
  const method = `Milliseconds of a fresh process that makes a client of ${file} from nothing; ${rounds} interleaved rounds.`;
  return report(`${generating.name}, beside clients of others`, method, costs, REDOCLY);
}

function ours(root: string, names: readonly string[]): Subject<number> {
  return {
    name: OURS,
    turn: () => {
      rmSync(join(root, "packages"), { recursive: true, force: true });
      return timedProcess([codegen, "generate", "--root", root, "--target", ...names]);
    },
  };
}

function report(
  name: string,
  method: string,
  costs: ReadonlyMap<string, readonly number[]>,
  first: string,
  bars: { readonly [subject: string]: number } = {},
): Report {
  const base = costs.get(first) ?? [];
  const rows = [...costs].map(([subject, measured]): Row => {
    const own = { subject, measured: spread(measured) };
    if (subject === first) return own;
    const bar = bars[subject];
    const compared = spread(against(measured, base, (cost, other) => cost / other));
    return { ...own, compared, ...(bar !== undefined && { bar }) };
  });
  return { name, method, unit: "ms", comparison: "ratio", rows };
}

const OURS = "codegen generate";
const REDOCLY = "redocly generate-client";
const TYPES = "openapi-typescript + json-schema-to-typescript";
