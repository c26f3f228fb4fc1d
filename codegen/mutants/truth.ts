import { type Batch, batchOf, jobsOf, readCompiled, wireSearch } from "../src/drift/proof/measure.ts";
import { compileAll, type Diagnostic, type SourceText } from "../src/drift/proof/types/compile.ts";
import { declarations, moduleText } from "../src/drift/proof/types/declare.ts";
import { type Bump, gravest, type TypesVerdict, type WireVerdict, worst } from "../src/drift/verdict.ts";
import { addressTruth } from "./addresses.ts";
import { Claim, type Verdicts } from "./claim.ts";
import type { Mutant, Site } from "./corpus.ts";

/** What is said of a mutant, and what it is. */
export interface Outcome {
  readonly sites: readonly Site[];
  /** What the rules say. */
  readonly claim: Claim;
  /** What compiler and messages show. */
  readonly truth: Verdicts;
  /** Programs that prove nothing because they do not compile where they were written for. */
  readonly faulty: readonly string[];
  readonly detail: string;
}

const CHUNK = 120;

/** Finds out what each mutant does, by compiling and by searching for messages; no rule is asked. */
export async function* truths(mutants: Iterable<Mutant>): AsyncGenerator<Outcome> {
  for (const chunk of chunks(mutants)) {
    const files: SourceText[] = [];
    const shared = new Set<string>();
    const batches: Batch[] = [];
    for (const [index, { before, after }] of chunk.entries()) {
      const { name } = before.target;
      if (!shared.has(name) && before.contract !== undefined) {
        shared.add(name);
        files.push({ path: name, text: moduleText(declarations(before.contract)) });
      }
      const jobs = jobsOf(before, after);
      const batch = batchOf(`m${index}`, before, after, jobs, `../${name}.ts`);
      batches.push(batch);
      files.push(...batch.files);
    }
    const diagnostics = await compileAll(files);
    for (const [index, mutant] of chunk.entries())
      yield outcome(mutant, batches[index] as Batch, diagnostics);
  }
}

function* chunks(mutants: Iterable<Mutant>): Generator<Mutant[]> {
  let chunk: Mutant[] = [];
  for (const mutant of mutants) {
    chunk.push(mutant);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

function outcome(
  mutant: Mutant,
  batch: Batch,
  diagnostics: ReadonlyMap<string, readonly Diagnostic[]>,
): Outcome {
  const { before, after } = mutant;
  const claim = new Claim(mutant);
  const { broken, gained, faulty } = readCompiled(batch, diagnostics);
  const types = gravest(broken.map(({ trial }) => trial.program.proves));
  const sent: WireVerdict[] = [];
  const received: WireVerdict[] = [];
  const messages: string[] = [];
  let closed = broken.some(({ trial }) => trial.program.proves === "exhaustive" && trial.program.closed);
  for (const job of batch.jobs) {
    const search = wireSearch(job, before, after);
    const own = gravest(broken.flatMap(({ trial }) => (trial.job === job ? [trial.program.proves] : [])));
    for (const path of job.paths) {
      const witness = search.at(path);
      if (witness === undefined) continue;
      (job.before.travel === "sent" ? sent : received).push(witness.verdict);
      // A union whose new variant an installed version refuses was not open.
      closed ||= job.before.travel === "received" && own === "exhaustive" && witness.verdict === "breaks";
      messages.push(`${witness.verdict} ${JSON.stringify(witness.message).slice(0, 200)}`);
    }
  }
  const address =
    before.contract && after.contract
      ? addressTruth(before.contract, after.contract)
      : { breaks: false, gains: false, meaning: false, announces: false };
  if (address.breaks) sent.push("breaks");
  if (address.meaning) sent.push("meaning");
  const wire = worst([...sent, ...received]);
  // A table of fewer values is nothing a program gains.
  const gains =
    address.announces ||
    (address.gains && before.offer.exported) ||
    gained.some(({ trial }) => trial.program.proves !== "exhaustive");
  const bump = bumpOf({ types, closed, sent: worst(sent), received: worst(received), gains });
  const isSame = claim.cells.size === 0 && types === "none" && wire === "fine" && !gains;
  const [first] = broken.filter(({ trial }) => trial.program.proves === types);
  const detail = [
    first ? `${first.diagnostic.message} in ${first.trial.program.body}` : "",
    ...messages,
  ].join(" | ");
  return {
    sites: mutant.sites,
    claim,
    truth: { types, wire, bump: isSame ? "none" : bump },
    faulty: faulty.map(({ trial, diagnostic }) => `${diagnostic.message} in ${trial.program.body}`),
    detail,
  };
}

interface Shown {
  readonly types: TypesVerdict;
  /** A union that was closed has another variant. */
  readonly closed: boolean;
  readonly sent: WireVerdict;
  readonly received: WireVerdict;
  readonly gains: boolean;
}

/** The policy: what users need to be told follows from what happens to them. */
function bumpOf({ types, closed, sent, received, gains }: Shown): Bump {
  if (types === "any" || closed || sent === "breaks") return "major";
  if (types !== "none" || gains || sent === "meaning" || received === "breaks") return "minor";
  return "patch";
}
