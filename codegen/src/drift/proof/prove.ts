import { type Change, pathText, type Step } from "../change.ts";
import { judged } from "../compare.ts";
import { compareSurfaces } from "../diff/subjects.ts";
import type { Pair } from "../pairs.ts";
import { RULES, type RuleTable } from "../rules.ts";
import { gravest, type TypesVerdict, type WireVerdict, worst } from "../verdict.ts";
import {
  batchOf,
  type Compiled,
  type Failure,
  type Job,
  jobsOf,
  readCompiled,
  wireSearch,
} from "./measure.ts";
import { compileAll, type SourceText } from "./types/compile.ts";
import { programText } from "./types/program.ts";
import type { Witness } from "./wire/search.ts";

/** What shows that the verdicts on one message, or on the exported names, are right. */
export interface Proof {
  readonly target: string;
  /** `cancelAll params`, or `names`. */
  readonly about: string;
  readonly types: TypesVerdict;
  readonly wire: WireVerdict;
  /** A program that compiles before and not after. */
  readonly program?: { readonly text: string; readonly says: string };
  /** A message that one side only accepts. */
  readonly message?: Witness["message"];
  /** How many programs compiled on both sides, and how many messages both sides took. */
  readonly programs: number;
  readonly messages: number;
}

export interface Proofs {
  readonly proofs: readonly Proof[];
  /** Where rule, compiler and validator do not agree, in words. */
  readonly disagreements: readonly string[];
}

const MESSAGES = 1_000;

/** Proves every verdict on the pairs: one run of the compiler for all of them, and a search for messages. */
export async function prove(pairs: readonly Pair[], table: RuleTable = RULES): Promise<Proofs> {
  const proofs: Proof[] = [];
  const disagreements: string[] = [];
  const files: SourceText[] = [];
  const prepared = [];
  for (const [index, { before, after }] of pairs.entries()) {
    const claims = compareSurfaces(before.surface, after.surface).map((raw) =>
      judged(raw, after.surface, table),
    );
    if (claims.length === 0) continue;
    const batch = batchOf(`t${index}`, before, after, jobsOf(before, after));
    files.push(...batch.files);
    prepared.push({ before, after, claims, batch });
  }
  const diagnostics = prepared.length === 0 ? new Map() : await compileAll(files);
  for (const { before, after, claims, batch } of prepared) {
    const compiled = readCompiled(batch, diagnostics);
    const { name } = after.target;
    for (const { trial, diagnostic } of compiled.faulty)
      disagreements.push(
        `${name}: a program does not compile where it was written for: ${diagnostic.message}`.concat(
          ` ${trial.program.body}`,
        ),
      );
    const names = compareNames(claims, compiled);
    disagreements.push(...names.disagreements.map((text) => `${name}: ${text}`));
    if (names.proof) proofs.push({ target: name, ...names.proof });
    for (const job of batch.jobs) {
      const { proof, disagreements: found } = compareJob(
        job,
        { before, after },
        claims,
        compiled,
        batch.trials.filter((trial) => trial.job === job).length,
      );
      proofs.push({ target: name, ...proof });
      disagreements.push(...found.map((text) => `${name} ${proof.about}: ${text}`));
    }
  }
  return { proofs, disagreements };
}

type Told = Omit<Proof, "target">;

/** The exported names: what the rules say of them against the programs that name them. */
function compareNames(
  claims: readonly Change[],
  { broken }: Compiled,
): { readonly proof?: Told; readonly disagreements: readonly string[] } {
  const own = broken.filter(({ trial }) => trial.job === undefined);
  const claimed = claims.filter(({ travel }) => travel === "none");
  const disagreements: string[] = [];
  // A type that a value's type mentions is proven broken by the message it is of.
  const explained = new Set(claims.flatMap(({ symbols }) => symbols));
  for (const { trial, diagnostic } of own)
    if (!explained.has(trial.symbol ?? ""))
      disagreements.push(`${trial.symbol} no longer compiles, and no rule says so: ${diagnostic.message}`);
  const types = gravest(claimed.map((change) => change.types));
  const measured = gravest(own.map(({ trial }) => trial.program.proves));
  if (types !== measured) disagreements.push(`names: the rules say ${types}, the compiler ${measured}`);
  if (claimed.length === 0) return { disagreements };
  const wire = worst(claimed.map((change) => change.wire));
  const failure = own.find(({ trial }) => trial.program.proves === measured);
  return {
    disagreements,
    proof: { about: "names", types, wire, ...shown(failure), programs: 0, messages: 0 },
  };
}

function compareJob(
  job: Job,
  pair: Pair,
  claims: readonly Change[],
  { broken }: Compiled,
  programs: number,
): { readonly proof: Told; readonly disagreements: readonly string[] } {
  const disagreements: string[] = [];
  const { subject, before: part } = job;
  const own = claims.filter(({ place }) => place.subject.before === subject.name && place.role === part.role);
  const failures = broken.filter(({ trial }) => trial.job === job);
  const types = gravest(own.map((change) => change.types));
  const measured = gravest(failures.map(({ trial }) => trial.program.proves));
  if (types !== measured) {
    const [first] = failures.filter(({ trial }) => trial.program.proves === measured);
    const detail = first ? `: ${first.diagnostic.message} in ${first.trial.program.body}` : "";
    disagreements.push(`the rules say ${types} (${rulesOf(own)}), the compiler ${measured}${detail}`);
  }
  const search = wireSearch(job, pair.before, pair.after);
  const witnesses = job.paths
    .map((path) => ({ path, witness: search.at(path) }))
    .flatMap(({ path, witness }) => (witness ? [{ path, witness }] : []));
  const wire = worst(own.map((change) => change.wire));
  const found = worst(witnesses.map(({ witness }) => witness.verdict));
  const gravestMessage = witnesses.find(({ witness }) => witness.verdict === found)?.witness.message;
  if (wire !== found)
    disagreements.push(
      `the rules say ${wire} (${rulesOf(own)}), messages show ${found}: ${JSON.stringify(gravestMessage)?.slice(0, 300)}`,
    );
  for (const change of own) {
    const { rule, place, types: claimed, wire: told } = change;
    // What one variant may be bears on how its siblings are told from it.
    const at = place.path.at(-1)?.kind === "variant" ? place.path.slice(0, -1) : place.path;
    if (claimed !== "none" && !failures.some(({ trial }) => related(trial.path, at)))
      disagreements.push(`${rule} at ${pathText(place.path)}: no program breaks`);
    if (told !== "fine" && !witnesses.some(({ path }) => related(path, at)))
      disagreements.push(`${rule} at ${pathText(place.path)}: no message shows it`);
  }
  let messages = 0;
  if (wire === "fine") {
    for (const message of search.messages(MESSAGES)) {
      messages++;
      const verdict = search.judge(message);
      if (verdict === "fine") continue;
      disagreements.push(
        `the rules say fine, a message shows ${verdict}: ${JSON.stringify(message).slice(0, 300)}`,
      );
      break;
    }
  }
  const about = `${subject.name} ${part.role}`;
  const failure = failures.find(({ trial }) => trial.program.proves === measured);
  const message = gravestMessage === undefined ? {} : { message: gravestMessage };
  return { disagreements, proof: { about, types, wire, ...shown(failure), ...message, programs, messages } };
}

function shown(failure: Failure | undefined): Pick<Proof, "program"> {
  if (failure === undefined) return {};
  const { trial, diagnostic } = failure;
  return { program: { text: programText(trial.program, "the package"), says: diagnostic.message } };
}

function rulesOf(changes: readonly Change[]): string {
  return changes.map(({ rule, place }) => `${rule} at ${pathText(place.path)}`).join(", ");
}

/** Whether one place is the other, or inside it. */
function related(a: readonly Step[], b: readonly Step[]): boolean {
  const length = Math.min(a.length, b.length);
  return JSON.stringify(a.slice(0, length)) === JSON.stringify(b.slice(0, length));
}
