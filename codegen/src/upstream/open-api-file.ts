import { parse } from "yaml";
import { child, members } from "./json.ts";
import { judgeOperation } from "./operation.ts";
import type { Subject } from "./ours/subject.ts";
import { Findings, type Verdict } from "./verdict.ts";

const METHODS = ["get", "post", "put", "delete", "patch"];

/** The OpenAPI document of a text, if it is one. */
export function openApiDocument(text: string): unknown {
  if (!/^\s*(?:\{|openapi:|#|---)/.test(text) || !text.includes("openapi")) return undefined;
  try {
    const document: unknown = parse(text, { maxAliasCount: 100 });
    return child(document, "openapi") === undefined ? undefined : document;
  } catch {
    return undefined;
  }
}

export interface OpenApiVerdict {
  readonly verdicts: readonly Verdict[];
  /** Operations of theirs that no spec of ours has. */
  readonly unknown: readonly string[];
  /** Operations of ours, of the API the file is about, that the file does not have. */
  readonly gone: readonly { readonly api: string; readonly subject: string }[];
}

/** Holds every operation of an OpenAPI file against the spec that shares most operations with it. */
export function judgeOpenApiFile(
  name: string,
  document: unknown,
  subjects: readonly Subject[],
): OpenApiVerdict {
  const theirs = Object.entries(members(child(document, "paths"))).flatMap(([path, item]) =>
    METHODS.filter((method) => child(item, method) !== undefined).map((method) => ({
      method: method.toUpperCase(),
      path,
    })),
  );
  const names = new Set(theirs.map(({ method, path }) => `${method} ${path}`));
  const api = mostShared(subjects, names);
  const ours = subjects.filter((subject) => subject.api === api);
  const verdicts = theirs.flatMap((operation) => {
    const subject = ours.find((candidate) => candidate.name === `${operation.method} ${operation.path}`);
    if (!subject) return [];
    const findings = new Findings();
    judgeOperation(name, document, operation, subject, findings);
    return [findings.verdict(`${name} ${subject.name}`, subject)];
  });
  const known = new Set(ours.map((subject) => subject.name));
  return {
    verdicts,
    unknown: [...names].filter((operation) => !known.has(operation)),
    gone: ours
      .filter((subject) => !names.has(subject.name))
      .map(({ name: subject }) => ({ api: api ?? "", subject })),
  };
}

function mostShared(subjects: readonly Subject[], names: ReadonlySet<string>): string | undefined {
  const counts = new Map<string, number>();
  for (const { api, name } of subjects) if (names.has(name)) counts.set(api, (counts.get(api) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0];
}
