import { compare } from "../src/drift/compare.ts";
import { type Batch, batchOf, jobsOf, readCompiled, wireSearch } from "../src/drift/proof/measure.ts";
import { compileAll, type Diagnostic, type SourceText } from "../src/drift/proof/types/compile.ts";
import { declarations, moduleText } from "../src/drift/proof/types/declare.ts";
import { RULES, type RuleTable } from "../src/drift/rules.ts";
import {
  type Bump,
  gravest,
  largest,
  type TypesVerdict,
  type WireVerdict,
  worst,
} from "../src/drift/verdict.ts";
import { addressTruth } from "./addresses.ts";
import type { Mutant } from "./mutant.ts";

export interface Verdicts {
  readonly types: TypesVerdict;
  readonly wire: WireVerdict;
  readonly bump: Bump;
}

export interface Outcome {
  readonly mutant: Mutant;
  /** What compiler and messages show. */
  readonly truth: Verdicts;
  /** Programs that prove nothing because they do not compile where they were written for. */
  readonly faulty: readonly string[];
  readonly detail: string;
}

/** What the rules say of a mutant. */
export function claimed({ before, after }: Mutant, table: RuleTable = RULES): Verdicts {
  const changes = compare(before.surface, after.surface, table);
  return {
    types: gravest(changes.map(({ types }) => types)),
    wire: worst(changes.map(({ wire }) => wire)),
    bump: largest(changes.map(({ bump }) => bump)),
  };
}

const CHUNK = 120;

/** Finds out what each mutant does, by compiling and by searching for messages; no rule is asked. */
export async function* truths(mutants: readonly Mutant[]): AsyncGenerator<Outcome> {
  for (let from = 0; from < mutants.length; from += CHUNK) {
    const chunk = mutants.slice(from, from + CHUNK);
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
    for (const [index, mutant] of chunk.entries()) yield truth(mutant, batches[index] as Batch, diagnostics);
  }
}

function truth(
  mutant: Mutant,
  batch: Batch,
  diagnostics: ReadonlyMap<string, readonly Diagnostic[]>,
): Outcome {
  const { before, after } = mutant;
  const { broken, gained, faulty } = readCompiled(batch, diagnostics);
  const types = gravest(broken.map(({ trial }) => trial.program.proves));
  const sent: WireVerdict[] = [];
  const received: WireVerdict[] = [];
  const messages: string[] = [];
  for (const job of batch.jobs) {
    const search = wireSearch(job, before, after);
    for (const path of job.paths) {
      const witness = search.at(path);
      if (witness === undefined) continue;
      (job.before.travel === "sent" ? sent : received).push(witness.verdict);
      messages.push(`${witness.verdict} ${JSON.stringify(witness.message).slice(0, 200)}`);
    }
  }
  const address =
    before.contract && after.contract
      ? addressTruth(before.contract, after.contract)
      : { breaks: false, gains: false, meaning: false };
  if (address.breaks) sent.push("breaks");
  if (address.meaning) sent.push("meaning");
  const wire = worst([...sent, ...received]);
  const closed = broken.some(({ trial }) => trial.program.proves === "exhaustive" && trial.program.closed);
  const bump = bumpOf({
    types,
    closed,
    sent: worst(sent),
    received: worst(received),
    // A table of fewer values is nothing a program gains.
    gains: address.gains || gained.some(({ trial }) => trial.program.proves !== "exhaustive"),
  });
  const isSame = compare(before.surface, after.surface).length === 0 && types === "none" && wire === "fine";
  const [first] = broken.filter(({ trial }) => trial.program.proves === types);
  const detail = [
    first ? `${first.diagnostic.message} in ${first.trial.program.body}` : "",
    ...messages,
  ].join(" | ");
  return {
    mutant,
    truth: { types, wire, bump: isSame ? "none" : bump },
    faulty: faulty.map(({ trial, diagnostic }) => `${diagnostic.message} in ${trial.program.body}`),
    detail,
  };
}

interface Shown {
  readonly types: TypesVerdict;
  readonly closed: boolean;
  readonly sent: WireVerdict;
  readonly received: WireVerdict;
  readonly gains: boolean;
}

/** The policy: what users need to be told follows from what happens to them. */
function bumpOf({ types, closed, sent, received, gains }: Shown): Bump {
  // A union whose new variant an installed version refuses was not open.
  const shut = closed || (types === "exhaustive" && received === "breaks");
  if (types === "any" || shut || sent === "breaks") return "major";
  if (types !== "none" || gains || sent === "meaning" || received === "breaks") return "minor";
  return "patch";
}
