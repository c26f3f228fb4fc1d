import type { Json } from "../../contract/shape.ts";
import { sourceText } from "../../contract/source.ts";
import { type Change, pathText } from "../change.ts";
import type { DriftReport } from "../drift.ts";

const TYPES = {
  any: "stops compiling",
  exhaustive: "stops compiling where it closes over a union",
  fixture: "stops compiling where it builds answers",
  none: "compiles",
} as const;
const WIRE = {
  breaks: "refused",
  strict: "refused by strict readers",
  meaning: "means something else",
  fine: "fine",
} as const;

/** The report for a pull request. */
export function markdownReport({ base, head, changes, bumps }: DriftReport): string {
  const title = `# Contract drift from ${base} to ${head}\n\n`;
  if (changes.length === 0) return `${title}The contract is the same.\n`;
  const rows = [...bumps].map(([name, bump]) => `| \`${name}\` | ${bump} | ${counted(name, changes)} |\n`);
  const sections = [...bumps.keys()].map((name) =>
    section(
      name,
      changes.filter((change) => change.package === name),
    ),
  );
  return `${title}| package | bump | changes |\n| --- | --- | --- |\n${rows.join("")}${sections.join("")}`;
}

function counted(name: string, changes: readonly Change[]): string {
  const own = changes.filter((change) => change.package === name);
  return (["major", "minor", "patch"] as const)
    .map((bump) => [own.filter((change) => change.bump === bump).length, bump] as const)
    .filter(([count]) => count > 0)
    .map(([count, bump]) => `${count} ${bump}`)
    .join(", ");
}

function section(name: string, changes: readonly Change[]): string {
  const head = `\n## ${name}\n\n| bump | where | what | direction | a program's types | on the wire | written at |\n`;
  const rule = "| --- | --- | --- | --- | --- | --- | --- |\n";
  return `${head}${rule}${[...changes].sort(bySize).map(row).join("")}`;
}

const SIZES = ["major", "minor", "patch", "none"];

function bySize(a: Change, b: Change): number {
  return SIZES.indexOf(a.bump) - SIZES.indexOf(b.bump);
}

function row(change: Change): string {
  const cells = [
    change.bump,
    whereText(change),
    whatText(change),
    change.travel === "none" ? "" : change.travel,
    TYPES[change.types],
    WIRE[change.wire],
    `\`${sourceText(change.source)}\``,
  ];
  return `| ${cells.map(cell).join(" | ")} |\n`;
}

/** The symbols a change reaches, and the way into the message. */
export function whereText({ symbols, place, fact }: Change): string {
  const shown = symbols
    .slice(0, 3)
    .map((symbol) => `\`${symbol}\``)
    .join(", ");
  const more = symbols.length > 3 ? ` and ${symbols.length - 3} more` : "";
  const path = pathText(place.path);
  const within = [place.role, path === "" ? "" : `\`${path}\``, fact ?? ""]
    .filter((part) => part !== "")
    .join(" ");
  return `${shown}${more}${within === "" ? "" : `: ${within}`}`;
}

/** What happened, with the values where they are short enough to read. */
export function whatText({ says, before, after, rule }: Change): string {
  if (rule === "documentation changed") return says;
  const [old, next] = [valueText(before), valueText(after)];
  if (old !== "" && next !== "") return `${says}: ${old} → ${next}`;
  return old + next === "" ? says : `${says}: ${old}${next}`;
}

function valueText(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  const text = Array.isArray(value)
    ? value.map((item) => JSON.stringify(item)).join(", ")
    : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
