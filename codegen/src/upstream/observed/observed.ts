import { readFile } from "node:fs/promises";
import type { Drift } from "@x/core";
import { members } from "../json.ts";
import { OurSpecs } from "../ours/specs.ts";
import type { Role, Subject } from "../ours/subject.ts";
import type { Outline, WireType } from "../outline/outline.ts";
import type { Edit } from "../propose/edits.ts";

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

const RECEIVED: readonly Role[] = ["response", "error", "message", "subscribeAck", "unsubscribeAck", "body"];

/**
 * Reads collected `onDrift` reports, one JSON object a line with the fields of a `Drift` and, where a method and an
 * operation share their name, `api`; and says what the specs would have to gain.
 *
 * @throws Error naming file, line and reason where a line is no such report.
 */
export async function observedEdits(root: string, file: string): Promise<Observed> {
  const subjects = new OurSpecs(root).all();
  const observations = new Map<string, Observation & { edit?: Edit }>();
  for (const [index, line] of (await readFile(file, "utf8")).split("\n").entries()) {
    if (line.trim() === "") continue;
    const { drift, subject } = readLine(line, `${file}:${index + 1}`, subjects);
    // Entries of a list are one place.
    const path = drift.path.replaceAll(/\/\d+(?=\/|$)/g, "/*");
    const key = [
      subject.api,
      drift.source,
      drift.kind,
      path,
      drift.kind === "unknown-value" ? drift.sample : "",
    ].join("\n");
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

function readLine(
  line: string,
  place: string,
  subjects: readonly Subject[],
): { drift: Drift; subject: Subject } {
  let entry: ReturnType<typeof members>;
  try {
    entry = members(JSON.parse(line));
  } catch (cause) {
    throw new Error(`${place}: is no JSON: ${(cause as Error).message}`);
  }
  const { kind, path, source, sample, api } = entry;
  if (kind !== "unknown-field" && kind !== "unknown-value")
    throw new Error(`${place}: "kind" must be unknown-field or unknown-value`);
  if (typeof path !== "string" || typeof source !== "string")
    throw new Error(`${place}: "path" and "source" must be texts`);
  const named = subjects.filter(
    (subject) => (subject.tag === source || subject.name === source) && (api ?? subject.api) === subject.api,
  );
  const [subject, other] = named;
  if (!subject) throw new Error(`${place}: no spec has "${source}"`);
  if (other)
    throw new Error(
      `${place}: "${source}" is in ${named.map((one) => one.api).join(" and ")}; "api" must say which`,
    );
  return { drift: { kind, path, source, sample: String(sample ?? "") }, subject };
}

function propose(subject: Subject, { kind, path, sample }: Drift): { edit?: Edit; byHand?: string } {
  const steps = path
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  const last = steps.at(-1);
  const because = "observations on the wire";
  for (const { role, outline } of subject.messages) {
    if (!RECEIVED.includes(role)) continue;
    if (kind === "unknown-value") {
      const place = walk(outline, steps);
      if (place?.values)
        return { edit: { place: place.at, because, addition: { what: "value", value: sample } } };
    } else {
      const parent = walk(outline, steps.slice(0, -1));
      if (parent?.fields === undefined || last === undefined || parent.fields.has(last)) continue;
      const types = new Set<WireType>([wireType(sample)]);
      const addition = { what: "field", name: last, required: false, outline: { at: path, types } } as const;
      return { edit: { place: parent.at, because, addition } };
    }
  }
  return { byHand: "the spec has no such place" };
}

function walk(outline: Outline, steps: readonly string[]): Outline | undefined {
  return steps.reduce<Outline | undefined>((place, step) => {
    if (place?.items && /^(?:\d+|\*)$/.test(step)) return place.items;
    return place?.fields?.get(step)?.outline;
  }, outline);
}

/** The sample of an unknown field is its JavaScript type. */
function wireType(sample: string): WireType {
  return sample === "number" || sample === "boolean" || sample === "object" ? sample : "string";
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
