import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Corpus, type Mutant, spread } from "./corpus.ts";
import { complaint, isAlarm, isMissed, type Judged, table } from "./report.ts";
import { mutateTable } from "./table.ts";
import { claimed, truths } from "./truth.ts";

/** Changes the specs in every known way, and compares what the rules say with what compiler and messages show. */

const { values } = parseArgs({
  options: {
    singles: { type: "string", default: "2000" },
    pairs: { type: "string", default: "500" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
    report: { type: "string" },
    show: { type: "string", default: "20" },
  },
});
const corpus = new Corpus(fileURLToPath(new URL("../..", import.meta.url)));
const all = await corpus.sites(Number(values.seed));
const sites =
  values.only === undefined ? all : all.filter(({ operator }) => operator.includes(values.only as string));

const mutants: Mutant[] = [];
for (const site of spread(sites, sites.length)) {
  if (mutants.length >= Number(values.singles)) break;
  const mutant = corpus.mutant([site]);
  if (mutant !== undefined) mutants.push(mutant);
}
const singles = mutants.length;
for (const [index, site] of sites.entries()) {
  if (mutants.length - singles >= Number(values.pairs)) break;
  const other = sites.find(
    (candidate, place) =>
      place > index && candidate.target === site.target && candidate.operator !== site.operator,
  );
  const mutant = other && corpus.mutant([site, other]);
  if (mutant !== undefined) mutants.push(mutant);
}

const outcomes: Judged[] = [];
const faulty = new Set<string>();
for await (const outcome of truths(mutants)) {
  outcomes.push({ ...outcome, claim: claimed(outcome.mutant) });
  for (const text of outcome.faulty) faulty.add(text);
}
const text = table(outcomes);
console.log(text);
if (values.report !== undefined) await writeFile(values.report, text);
const wrong = outcomes.filter(
  (outcome) => isMissed(outcome) || isAlarm(outcome) || outcome.claim.bump !== outcome.truth.bump,
);
for (const outcome of wrong.slice(0, Number(values.show))) console.error(`- ${complaint(outcome)}\n`);
for (const program of [...faulty].slice(0, Number(values.show))) console.error(`proves nothing: ${program}`);
const { cells, unmet, survivors } = mutateTable(outcomes);
for (const { rule, travel } of unmet) console.log(`no mutant meets "${rule}" of what is ${travel}`);
for (const { rule, travel, changed } of survivors)
  console.log(`no mutant shows the ${changed} of "${rule}" of what is ${travel}`);
console.log(
  `${cells} rows by direction: ${unmet.length} met by no mutant, ${survivors.length} verdicts that could be others`,
);
const missed = outcomes.filter(isMissed).length;
const alarms = outcomes.filter(isAlarm).length / Math.max(1, outcomes.length);
const bumps = wrong.length;
console.log(
  `${singles} single changes, ${mutants.length - singles} pairs: ${missed} missed, ${(100 * alarms).toFixed(2)} % false alarms, ${bumps} not exact, ${faulty.size} programs that prove nothing`,
);
if (missed > 0 || alarms > 0.005) process.exitCode = 1;
