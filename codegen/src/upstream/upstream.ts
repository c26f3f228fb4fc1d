import { type Explanation, readExplanations, type Sifted, sift } from "./explained.ts";
import { judgePage } from "./judge.ts";
import { judgeOpenApiFile, openApiDocument } from "./open-api-file.ts";
import { OurSpecs } from "./ours/specs.ts";
import { PageError } from "./page/page.ts";
import { readPage } from "./page/read.ts";
import { type IndexVerdict, isSiteIndex, judgeIndex, readSiteIndex } from "./site-index.ts";
import { readSources, type SourceOptions, type SourceText } from "./source/read.ts";
import { subjectOf } from "./subject-of.ts";
import { Findings, type Verdict } from "./verdict.ts";

/** What the exchange publishes, held against the specs. */
export interface UpstreamReport {
  readonly verdicts: readonly Verdict[];
  readonly indexes: readonly IndexVerdict[];
  readonly explained: Sifted["explained"];
  readonly stale: readonly Explanation[];
  /** Operations of OpenAPI files that only one side has. */
  readonly operations: {
    readonly unknown: readonly string[];
    readonly gone: readonly { readonly api: string; readonly subject: string }[];
  };
}

export interface UpstreamOptions extends SourceOptions {
  /** Also read the pages an index lists that describe what our specs hold. */
  readonly follow: boolean;
}

/**
 * Reads the places and holds what they say against the specs below `root`.
 *
 * @throws Error naming the place that cannot be read. A page that can be read and not understood is part of the report.
 */
export async function upstream(
  root: string,
  places: readonly string[],
  options: UpstreamOptions,
): Promise<UpstreamReport> {
  const specs = new OurSpecs(root);
  const verdicts: Verdict[] = [];
  const indexes: IndexVerdict[] = [];
  const unknown: string[] = [];
  const gone: { api: string; subject: string }[] = [];
  const pending = [...places];
  for (let place = pending.shift(); place !== undefined; place = pending.shift()) {
    for (const source of await readSources(place, options)) {
      const document = openApiDocument(source.text);
      if (isSiteIndex(source.name, source.text)) {
        const index = judgeIndex(readSiteIndex(source.name, source.text), specs);
        indexes.push(index);
        if (options.follow) pending.push(...sameHost(place, index.covered));
      } else if (document !== undefined) {
        const found = judgeOpenApiFile(source.name, document, specs.rest());
        verdicts.push(...found.verdicts);
        unknown.push(...found.unknown);
        gone.push(...found.gone);
      } else verdicts.push(judgeText(source, specs));
    }
  }
  const sifted = sift(verdicts, readExplanations(root));
  return { ...sifted, indexes, operations: { unknown, gone } };
}

function judgeText({ name, text }: SourceText, specs: OurSpecs): Verdict {
  try {
    const page = readPage(name, text);
    return judgePage(page, subjectOf(page, specs));
  } catch (cause) {
    if (!(cause instanceof PageError)) throw cause;
    const findings = new Findings();
    findings.lost.push(cause.message);
    return findings.verdict(name, undefined);
  }
}

/** An index may send the reader to pages of its own site alone. */
function sameHost(index: string, urls: readonly string[]): string[] {
  if (!URL.canParse(index)) return [];
  return urls
    .map((url) => new URL(url, index))
    .filter(({ origin }) => origin === new URL(index).origin)
    .map(String);
}

/** Whether anything in it asks for somebody's attention. */
export function isClean({ verdicts, indexes, operations, stale }: UpstreamReport): boolean {
  return (
    verdicts.every(
      ({ differences, lost, refused }) => differences.length + lost.length + refused.length === 0,
    ) &&
    indexes.every((index) => index.unknown.length + index.gone.length === 0 && !index.lost) &&
    operations.unknown.length + operations.gone.length + stale.length === 0
  );
}
