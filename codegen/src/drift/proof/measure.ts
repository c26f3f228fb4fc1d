import type { Components } from "../../contract/shape.ts";
import type { Step } from "../change.ts";
import type { Offering } from "../sides.ts";
import type { Part, Subject, Surface } from "../surface/surface.ts";
import { lastComponent } from "./paths.ts";
import { differingPlaces } from "./places.ts";
import { type NameProgram, namePrograms } from "./subject-programs.ts";
import { builders } from "./types/builder.ts";
import type { Diagnostic, SourceText } from "./types/compile.ts";
import { declarations, moduleText } from "./types/declare.ts";
import { type Program, programText } from "./types/program.ts";
import { ReaderWriter } from "./types/reader.ts";
import { CheckJudge } from "./wire/check-judge.ts";
import { FixJudge } from "./wire/fix-judge.ts";
import { WireSearch } from "./wire/search.ts";

/** One message of a subject that both sides have, and the places of it to look at. */
export interface Job {
  readonly subject: Subject;
  /** The same subject on the new side. */
  readonly next: Subject;
  readonly before: Part;
  readonly after: Part;
  readonly paths: readonly (readonly Step[])[];
}

/** A program and what became of it on either side. */
export interface Trial {
  /** The side it was written for. */
  readonly side: "before" | "after";
  readonly program: Program;
  /** The message and place it is about; for a name, the symbol. */
  readonly job: Job | undefined;
  readonly path: readonly Step[];
  readonly symbol: string | undefined;
  readonly file: string;
  /** Where the two versions of the program are, own side first. */
  readonly own: string;
  readonly other: string;
}

/** What is to be compiled for one pair of contracts, and how to read the compiler's answer. */
export interface Batch {
  readonly jobs: readonly Job[];
  readonly trials: readonly Trial[];
  readonly files: readonly SourceText[];
}

/** The messages of which some place is not the same on both sides; each written place is looked at in one of them. */
export function jobsOf(before: Offering, after: Offering): Job[] {
  const jobs: Job[] = [];
  const looked = new Set<string>();
  const components = { before: before.surface.components, after: after.surface.components };
  for (const subject of before.surface.subjects) {
    const same = counterpart(subject, after.surface.subjects);
    for (const part of subject.parts) {
      const next = same?.parts.find(({ role }) => role === part.role);
      if (same === undefined || next === undefined) continue;
      const places = differingPlaces(part.shape, next.shape, components);
      const fresh = places.filter(({ written, path }) => {
        const leaf = path.at(-1);
        const key = `${part.travel} ${part.type !== undefined} ${written} ${leaf?.kind === "field" ? leaf.name : ""}`;
        return looked.has(key) ? false : looked.add(key);
      });
      if (fresh.length > 0)
        jobs.push({ subject, next: same, before: part, after: next, paths: places.map(({ path }) => path) });
    }
  }
  return jobs;
}

function counterpart(subject: Subject, others: readonly Subject[]): Subject | undefined {
  return (
    others.find(({ name }) => name === subject.name) ??
    others.find(({ address }) => address === subject.address)
  );
}

/**
 * Writes the programs for a pair of contracts.
 *
 * @param name a folder of its own for the pair's files.
 * @param shared the path of a module that already declares what the old side exports.
 */
export function batchOf(
  name: string,
  before: Offering,
  after: Offering,
  jobs: readonly Job[],
  shared?: string,
): Batch {
  if (before.contract === undefined || after.contract === undefined || !before.offer.exported)
    return { jobs, trials: [], files: [] };
  const old = declarations(before.contract);
  const next = declarations(after.contract);
  const trials: Trial[] = [];
  const files: SourceText[] = [{ path: `${name}/after`, text: moduleText(next) }];
  if (shared === undefined) files.push({ path: `${name}/before`, text: moduleText(old) });
  const add = (
    side: Trial["side"],
    program: Program,
    about: Pick<Trial, "job" | "path" | "symbol">,
  ): void => {
    const file = `${name}/p${trials.length}`;
    const [own, other] =
      side === "before" ? [`${file}-before`, `${file}-after`] : [`${file}-after`, `${file}-before`];
    trials.push({ side, program, ...about, file, own, other });
    files.push({ path: `${file}-before`, text: programText(program, shared ?? "./before.ts") });
    files.push({ path: `${file}-after`, text: programText(program, "./after.ts") });
  };
  const addNames = (side: Trial["side"], programs: readonly NameProgram[]): void => {
    for (const { symbol, program } of programs) add(side, program, { job: undefined, path: [], symbol });
  };
  addNames("before", namePrograms(old, next));
  addNames("after", namePrograms(next, old));
  for (const job of jobs) {
    if (job.before.type === undefined || job.after.type === undefined) continue;
    for (const side of ["before", "after"] as const) {
      const surface = side === "before" ? before.surface : after.surface;
      for (const path of job.paths)
        for (const program of placePrograms(job[side], surface, path, side))
          add(side, program, { job, path, symbol: undefined });
    }
  }
  return { jobs, trials, files };
}

/** Programs that go the whole way from the message, and those that begin at the last exported type on it. */
function placePrograms(
  part: Part,
  surface: Surface,
  path: readonly Step[],
  side: "before" | "after",
): Program[] {
  const { components } = surface;
  // What stands at the place, and what it stands in.
  const starts = [path.length, path.length - 1].flatMap((length) => {
    const inner = length < 0 ? undefined : lastComponent(part.shape, components, path.slice(0, length), side);
    const type = inner && surface.typeOf(inner.name, part.travel);
    const shape = inner && components.get(inner.name)?.shape;
    if (inner === undefined || type === undefined || shape === undefined) return [];
    return [{ part: { ...part, type, shape }, path: [...inner.path, ...path.slice(length)] }];
  });
  const programs = [{ part, path }, ...starts].flatMap((start) =>
    partPrograms(start.part, components, start.path, side),
  );
  return distinct(programs);
}

function partPrograms(
  part: Part,
  components: Components,
  path: readonly Step[],
  side: "before" | "after",
): Program[] {
  const programs = [
    ...[false, true].flatMap((byAbsence) =>
      new ReaderWriter(part, components, side, byAbsence).programs(path),
    ),
    ...builders(part, components, path, side),
  ];
  return distinct(programs);
}

function distinct(programs: readonly Program[]): Program[] {
  return [...new Map(programs.map((program) => [program.body, program])).values()];
}

/** A program of the old side that no longer compiles, or one of the new side that did not. */
export interface Failure {
  readonly trial: Trial;
  readonly diagnostic: Diagnostic;
}

export interface Compiled {
  /** Programs of the old side that the new one breaks. */
  readonly broken: readonly Failure[];
  /** Programs of the new side that the old one does not have. */
  readonly gained: readonly Failure[];
  /** Programs that do not even compile on their own side: they prove nothing. */
  readonly faulty: readonly Failure[];
}

export function readCompiled(
  { trials }: Batch,
  diagnostics: ReadonlyMap<string, readonly Diagnostic[]>,
): Compiled {
  const broken: Failure[] = [];
  const gained: Failure[] = [];
  const faulty: Failure[] = [];
  for (const trial of trials) {
    const [own] = diagnostics.get(trial.own) ?? [];
    const [other] = diagnostics.get(trial.other) ?? [];
    if (own !== undefined) faulty.push({ trial, diagnostic: own });
    else if (other !== undefined)
      (trial.side === "before" ? broken : gained).push({ trial, diagnostic: other });
  }
  return { broken, gained, faulty };
}

export function wireSearch(job: Job, before: Offering, after: Offering): WireSearch {
  const old = { part: job.before, components: before.surface.components };
  const next = { part: job.after, components: after.surface.components };
  return new WireSearch(old, next, fixJudge(job, before, after) ?? new CheckJudge(old, next));
}

function fixJudge({ subject, next, before: { travel } }: Job, before: Offering, after: Offering) {
  if (before.contract?.kind !== "fix" || after.contract?.kind !== "fix") return undefined;
  const old = { dictionary: before.contract.fix, name: subject.name };
  return new FixJudge(old, { dictionary: after.contract.fix, name: next.name }, travel);
}
