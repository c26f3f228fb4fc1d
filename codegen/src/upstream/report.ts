import type { UpstreamReport } from "./upstream.ts";
import type { Verdict } from "./verdict.ts";

/** The report for people, as Markdown that also reads well in a terminal. */
export function reportMarkdown(report: UpstreamReport): string {
  const { verdicts, indexes, operations, explained, stale } = report;
  const compared = verdicts.filter(({ subject, lost }) => subject !== undefined && lost.length === 0);
  const differences = compared.reduce((sum, verdict) => sum + verdict.differences.length, 0);
  const examples = compared.reduce((sum, verdict) => sum + verdict.examples, 0);
  return [
    "# Published documentation against the specs",
    `${count(compared.length, "page")} compared, ${count(differences, "difference")}, ${explained.length} explained, ${count(examples, "example")} checked.`,
    ...verdicts.flatMap(differencesTable),
    ...section(
      "Examples the specs refuse",
      verdicts.flatMap(({ refused }) => refused.map((one) => `${one.place}: ${one.reason}`)),
    ),
    ...section(
      "Pages that lost their structure",
      verdicts.flatMap(({ page, lost }) => lost.map((reason) => `${page}: ${reason}`)),
    ),
    ...section("Operations no spec has", operations.unknown),
    ...section(
      "Operations that are gone upstream",
      operations.gone.map(({ api, subject }) => `${api}: ${subject}`),
    ),
    ...indexes.flatMap((index) => [
      ...section(
        `New pages in ${index.name}`,
        index.unknown.map(({ title, url }) => `${title}: ${url}`),
      ),
      ...section(
        `Without a page in ${index.name}`,
        index.gone.map(({ api, subject }) => `${api}: ${subject}`),
      ),
      ...section(index.name, index.lost ? ["it lists no page of an API we know: its form has changed"] : []),
    ]),
    ...section(
      "Explained",
      explained.map(
        ({ difference: { path, kind }, explanation }) =>
          `${explanation.api} ${explanation.subject} ${explanation.role} \`${path}\` (${kind}): ${explanation.because}`,
      ),
    ),
    ...section(
      "Explanations of differences that are no more",
      stale.map(({ api, subject, role, path, kind }) => `${api} ${subject} ${role} \`${path}\` (${kind})`),
    ),
    ...section(
      "Not compared",
      verdicts.flatMap(({ page, notes }) =>
        notes.map((note) => (note.startsWith(page) ? note : `${page}: ${note}`)),
      ),
    ),
  ].join("\n\n");
}

function differencesTable({ page, api, subject, differences }: Verdict): string[] {
  if (differences.length === 0) return [];
  const rows = differences.map(
    ({ role, kind, path, theirs, ours, theirPlace, ourPlace }) =>
      `| ${[role, `\`${path || "/"}\``, kind, `${theirs} (${theirPlace})`, `${ours} (${ourPlace})`].map(cell).join(" | ")} |`,
  );
  const head = ["| message | field | what | published | spec |", "| --- | --- | --- | --- | --- |"];
  return [`## ${api} ${subject}, by ${page}`, [...head, ...rows].join("\n")];
}

/** Text of others in a table: no character of it may end the cell or begin a tag. */
function cell(text: string): string {
  return text.replaceAll("\n", " ").replaceAll("|", "\\|").replaceAll("<", "&lt;").slice(0, 300);
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, lines.map((line) => `- ${cell(line)}`).join("\n")];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
