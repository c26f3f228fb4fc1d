import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Corpus, type Mutant, type Site, spread } from "./corpus.ts";
import { cover } from "./cover.ts";
import { page } from "./page.ts";
import { table } from "./report.ts";
import { summarize } from "./summary.ts";
import { type Outcome, truths } from "./truth.ts";

/** Changes the specs in every known way, and compares what the rules say with what compiler and messages show. */

const { values } = parseArgs({
  options: {
    singles: { type: "string", default: "2000" },
    pairs: { type: "string", default: "500" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
    show: { type: "string", default: "60" },
    write: { type: "boolean", default: false },
  },
});
const root = fileURLToPath(new URL("../..", import.meta.url));
const seed = Number(values.seed);

const specimens = Corpus.specimens(root);
const covering = values.only === undefined ? cover(specimens, await specimens.sites(seed), 2) : [];
const corpus = Corpus.specs(root);
const all = (await corpus.sites(seed)).filter(({ operator }) => operator.includes(values.only ?? ""));
const sites = spread(all, all.length);

function* singles(): Generator<Mutant> {
  let made = 0;
  for (const site of sites) {
    if (made >= Number(values.singles)) return;
    const mutant = corpus.mutant([site]);
    if (mutant === undefined) continue;
    made++;
    yield mutant;
  }
}

function* pairs(): Generator<Mutant> {
  let made = 0;
  for (const [index, site] of sites.entries()) {
    if (made >= Number(values.pairs)) return;
    const other = partner(site, sites.slice(index + 1));
    const mutant = other && corpus.mutant([site, other]);
    if (mutant === undefined) continue;
    made++;
    yield mutant;
  }
}

function partner(site: Site, others: readonly Site[]): Site | undefined {
  return others.find(({ target, operator }) => target === site.target && operator !== site.operator);
}

function* mutants(): Generator<Mutant> {
  yield* covering;
  yield* singles();
  yield* pairs();
}

const outcomes: Outcome[] = [];
for await (const outcome of truths(mutants())) outcomes.push(outcome);

const summary = summarize(outcomes);
const text = table(outcomes);
for (const complaint of summary.complaints.slice(0, Number(values.show))) console.error(`- ${complaint}\n`);
console.log([text, ...summary.text].join("\n"));
if (values.write) await writeFile(join(root, "docs/drift-mutants.md"), page(values.seed, text, summary));
const asked = values.only === undefined ? summary.decided : true;
if (!summary.agrees || !asked) process.exitCode = 1;
