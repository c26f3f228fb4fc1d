import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { cellText } from "./claim.ts";
import { Corpus, type Mutant, type Site, spread } from "./corpus.ts";
import { cover } from "./cover.ts";
import { complaint, isAlarm, isInexact, isMissed, table } from "./report.ts";
import { allCells, tableMutations, unmet } from "./table.ts";
import { type Outcome, truths } from "./truth.ts";
import { Undecided } from "./undecided.ts";

/** Changes the specs in every known way, and compares what the rules say with what compiler and messages show. */

/** At most this part of the mutants may be said to do more harm than they do. */
const ALARMS = 0.005;
/** As many bumps may be others than the policy asks for. */
const INEXACT = 25;

const { values } = parseArgs({
  options: {
    singles: { type: "string", default: "2000" },
    pairs: { type: "string", default: "500" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
    show: { type: "string", default: "20" },
  },
});
const root = fileURLToPath(new URL("../..", import.meta.url));
const seed = Number(values.seed);
const show = Number(values.show);

const specimens = Corpus.specimens(root);
const covering = values.only === undefined ? cover(specimens, await specimens.sites(seed), 2) : [];
const corpus = Corpus.specs(root);
const sites = (await corpus.sites(seed)).filter(({ operator }) => operator.includes(values.only ?? ""));

function* singles(): Generator<Mutant> {
  let made = 0;
  for (const site of spread(sites, sites.length)) {
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

console.log(table(outcomes));
const wrong = outcomes.filter((outcome) => isMissed(outcome) || isAlarm(outcome) || isInexact(outcome));
for (const outcome of wrong.slice(0, show)) console.error(`- ${complaint(outcome)}\n`);
const faulty = new Set(outcomes.flatMap((outcome) => outcome.faulty));
for (const program of [...faulty].slice(0, show)) console.error(`proves nothing: ${program}`);

const strangers = unmet(outcomes.map(({ claim }) => claim));
for (const cell of strangers) console.error(`no mutant meets ${cellText(cell)}`);
const undecided = new Undecided();
for (const { claim, truth } of outcomes) undecided.strike(claim, truth);
for (const mutation of undecided.left)
  console.error(`no mutant shows that ${cellText(mutation)} is wrong with ${mutation.change}`);
console.log(
  `${allCells().length} cells of the rule table: ${strangers.length} met by no mutant; ${tableMutations().length} changes of it, ${undecided.left.length} noticed by no mutant`,
);
const missed = outcomes.filter(isMissed).length;
const alarms = outcomes.filter(isAlarm).length / Math.max(1, outcomes.length);
const inexact = outcomes.filter(isInexact).length;
const two = outcomes.filter((outcome) => outcome.sites.length > 1).length;
console.log(
  `${outcomes.length - two - covering.length} single changes of the specs, ${covering.length} of the specimens, ${two} pairs: ${missed} missed, ${(100 * alarms).toFixed(2)} % false alarms, ${inexact} bumps not exact, ${faulty.size} programs that prove nothing`,
);
const open = values.only === undefined ? strangers.length + undecided.left.length : 0;
if (missed > 0 || alarms > ALARMS || inexact > INEXACT || open > 0) process.exitCode = 1;
