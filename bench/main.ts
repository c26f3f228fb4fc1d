// npm run bench: runs every benchmark, or those whose name contains a given word, and prints a table for each. A missed
// bar is shown and is no failure: how long something takes depends on what else the machine does.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { benchmarks } from "./benchmarks.ts";
import { installPeers } from "./src/peers.ts";
import { plot } from "./src/plot.ts";
import { type Report, table } from "./src/report.ts";

const { values, positionals } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    peers: { type: "boolean", default: false },
    plot: { type: "string" },
    help: { type: "boolean", default: false },
  },
  allowPositionals: true,
});
const chosen = benchmarks.filter(
  ({ name }) => positionals.length === 0 || positionals.some((word) => name.includes(word)),
);
if (values.help || chosen.length === 0) {
  console.log("Usage: npm run bench -- [--json] [--peers] [--plot file.svg] [word in a name …]\n");
  console.log(
    "  --peers  installs other people's packages into the folder for temporary files and measures them too",
  );
  console.log("  --plot   draws what grows with a number, as an SVG\n");
  for (const { name } of benchmarks) console.log(`  ${name}`);
  process.exit(values.help ? 0 : 2);
}

const peers = values.peers ? await installPeers() : undefined;
const reports: Report[] = [];
for (const benchmark of chosen) {
  const own = await benchmark.run(benchmark.scale, peers);
  reports.push(...own);
  if (!values.json) for (const report of own) console.log(`\n${table(report)}`);
}
if (values.plot !== undefined) writeFileSync(values.plot, plot(reports));
if (values.json) console.log(JSON.stringify(reports, undefined, 2));
