import { readFile } from "node:fs/promises";
import type { Drift } from "@x/core";
import { members } from "../json.ts";
import { OurSpecs } from "../ours/specs.ts";
import type { Subject } from "../ours/subject.ts";
import type { Edit } from "../propose/edits.ts";
import { propose } from "./propose.ts";
import { sampleType } from "./sample.ts";

/** What `onDrift` told, and how often the file has it. */
export interface Observation {
  readonly drift: Drift;
  /** The spec it was seen against; told where names are the same in several. */
  readonly api: string;
  readonly count: number;
  /** Why nothing can be proposed for it, or nothing. */
  readonly byHand?: string;
}

export interface Observed {
  readonly observations: readonly Observation[];
  readonly edits: readonly Edit[];
  readonly markdown: string;
}

const KINDS: ReadonlySet<unknown> = new Set<Drift["kind"]>(["unknown-field", "unknown-value", "misfit"]);

/**
 * Reads collected `onDrift` reports, one JSON object a line with the fields of a `Drift` and, where a method and an
 * operation share their name, `api`; and says what the specs would have to gain.
 *
 * @throws Error naming file, line and reason where a line is no such report.
 */
export async function observedEdits(root: string, file: string): Promise<Observed> {
  const specs = new OurSpecs(root);
  const observations = new Map<string, Observation & { edit?: Edit }>();
  for (const [index, line] of (await readFile(file, "utf8")).split("\n").entries()) {
    if (line.trim() === "") continue;
    const { drift, subject } = readLine(line, `${file}:${index + 1}`, specs);
    // Entries of a list are one place.
    const path = drift.path.replaceAll(/\/\d+(?=\/|$)/g, "/*");
    const key = [subject.api, drift.source, drift.kind, path, whatOf(drift, subject)].join("\n");
    const known = observations.get(key);
    observations.set(
      key,
      known
        ? { ...known, count: known.count + 1 }
        : { drift: { ...drift, path }, api: subject.api, count: 1, ...propose(subject, drift) },
    );
  }
  const found = [...observations.values()];
  return {
    observations: found.map(({ edit, ...observation }) => observation),
    edits: found.flatMap(({ edit }) => edit ?? []),
    markdown: markdown(found),
  };
}

/** Those of the spec the line names; a line that names none may be of any. */
function subjectsOf(specs: OurSpecs, api: unknown, place: string): Subject[] {
  if (api === undefined) return specs.all();
  try {
    return specs.of([String(api)]);
  } catch (cause) {
    throw new Error(`${place}: ${(cause as Error).message}`);
  }
}

/** What may be seen of several kinds at one place. */
function whatOf(drift: Drift, { messages }: Subject): string {
  if (drift.kind === "unknown-field") return "";
  if (drift.kind === "unknown-value") return drift.sample;
  return String(sampleType(drift, messages[0]?.role === "body"));
}

function readLine(line: string, place: string, specs: OurSpecs): { drift: Drift; subject: Subject } {
  let entry: ReturnType<typeof members>;
  try {
    entry = members(JSON.parse(line));
  } catch (cause) {
    throw new Error(`${place}: is no JSON: ${(cause as Error).message}`);
  }
  const { kind, path, source, sample, api, expected } = entry;
  if (!KINDS.has(kind)) throw new Error(`${place}: "kind" must be one of ${[...KINDS].join(", ")}`);
  if (typeof path !== "string" || typeof source !== "string")
    throw new Error(`${place}: "path" and "source" must be texts`);
  const named = subjectsOf(specs, api, place).filter(({ tag, name }) => tag === source || name === source);
  const [subject, other] = named;
  if (!subject) throw new Error(`${place}: no spec has "${source}"`);
  if (other)
    throw new Error(
      `${place}: "${source}" is in ${named.map((one) => one.api).join(" and ")}; "api" must say which`,
    );
  const drift = { kind, path, source, sample: String(sample ?? "") };
  return { drift: typeof expected === "string" ? { ...drift, expected } : drift, subject };
}

function markdown(found: readonly Observation[]): string {
  const rows = found.map(
    ({ api, drift, count, byHand }) =>
      `| ${api} ${drift.source} | \`${drift.path}\` | ${drift.kind} | ${drift.sample.replaceAll("|", "\\|")} | ${count} | ${byHand ?? ""} |`,
  );
  return [
    "# Observed on the wire",
    [
      "| where | path | what | sample | times | by hand |",
      "| --- | --- | --- | --- | --- | --- |",
      ...rows,
    ].join("\n"),
  ].join("\n\n");
}
