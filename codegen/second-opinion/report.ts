import { kindOf } from "./claim.ts";
import type { Difference } from "./compare.ts";
import type { Settlement } from "./disagreements.ts";

/** What the table counts, and which kinds of statement belong to it. */
const ROWS: readonly (readonly [title: string, kinds: readonly string[]])[] = [
  ["operations", ["operation"]],
  ["servers, credentials", ["server", "credentials"]],
  ["parameters", ["parameter"]],
  ["answers", ["answer"]],
  ["models", ["model"]],
  ["model names", ["name"]],
  ["fields, requiredness", ["field"]],
  ["types", ["type", "items", "values"]],
  ["nullability", ["null"]],
  ["enum values", ["value"]],
  ["union variants", ["variant"]],
  ["compiled types", ["types"]],
];

/** The table of what was compared, and below it what stands in the way of agreement. */
export function renderReport(
  agreed: ReadonlyMap<string, number>,
  { explained, unlisted, outdated }: Settlement,
  file: string,
): string {
  const count = (differences: readonly Difference[], kinds: readonly string[]): number =>
    differences.filter(({ where }) => kinds.includes(kindOf(where.split(" / ").at(-1) ?? ""))).length;
  const rows = ROWS.map(([title, kinds]) => [
    title,
    kinds.reduce((sum, kind) => sum + (agreed.get(kind) ?? 0), 0),
    count(explained, kinds),
    count(unlisted, kinds),
  ]);
  const lines = [["compared", "agreed", "explained", "unexplained"], ...rows].map(([title, ...numbers]) =>
    [String(title).padEnd(22), ...numbers.map((number) => String(number).padStart(12))].join(""),
  );
  for (const difference of unlisted) lines.push("", ...place("Unexplained", difference));
  for (const entry of outdated) lines.push("", ...place(`No longer so, take it out of ${file}`, entry));
  if (unlisted.length > 0) {
    lines.push("", `Mend the spec or our side; what is right as it is, explain in ${file}:`);
    const entries = unlisted.map((difference) => ({ ...difference, reason: "" }));
    lines.push(JSON.stringify(entries, null, 2));
  }
  return lines.join("\n");
}

function place(title: string, { where, theirs, ours }: Difference): string[] {
  return [`${title}: ${where}`, `  theirs: ${theirs}`, `  ours:   ${ours}`];
}

/** Whether every kind of statement is counted in some row: one that is not would be compared unseen. */
export function uncounted(kinds: Iterable<string>): string[] {
  return [...kinds].filter((kind) => !ROWS.some(([, counted]) => counted.includes(kind)));
}
