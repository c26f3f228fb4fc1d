import { sourceText } from "../../contract/source.ts";
import type { Change } from "../change.ts";
import type { DriftReport } from "../drift.ts";
import type { Proof } from "../proof/prove.ts";
import type { Excerpt, Excerpts } from "./excerpts.ts";
import { whatText, whereText } from "./words.ts";

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
export function markdownReport({
  base,
  head,
  changes,
  bumps,
  excerpts = new Map(),
  proofs,
  disagreements,
}: DriftReport): string {
  const title = `# Contract drift from ${base} to ${head}\n\n`;
  if (changes.length === 0) return `${title}The contract is the same.\n`;
  const rows = [...bumps].map(([name, bump]) => `| \`${name}\` | ${bump} | ${counted(name, changes)} |\n`);
  const sections = [...bumps.keys()].map((name) =>
    section(
      name,
      changes.filter((change) => change.package === name),
      excerpts,
    ),
  );
  return `${title}| package | bump | changes |\n| --- | --- | --- |\n${rows.join("")}${sections.join("")}${proofs ? proofSection(proofs, disagreements ?? []) : ""}`;
}

/** What shows it: a program that no longer compiles, a message that one side refuses. */
function proofSection(proofs: readonly Proof[], disagreements: readonly string[]): string {
  const state =
    disagreements.length === 0
      ? "Rules, compiler and checks agree on every verdict.\n"
      : `**Not proven:**\n\n${disagreements.map((text) => `- ${text.replaceAll("\n", " ")}\n`).join("")}`;
  const details = proofs.map(({ target, about, types, wire, program, message, programs, messages }) => {
    const parts = [
      program ? `Compiles before, not after:\n\n\`\`\`ts\n${program.text}\`\`\`\n\n> ${program.says}\n` : "",
      message === undefined
        ? ""
        : `Accepted on one side only:\n\n\`\`\`json\n${JSON.stringify(message)}\n\`\`\`\n`,
      messages > 0 ? `${messages} generated messages are accepted on both sides.\n` : "",
      types === "none" && programs > 0 ? `${programs} generated programs compile on both sides.\n` : "",
    ];
    const body = parts.filter((part) => part !== "").join("\n");
    return `<details><summary>${target}: ${about} (${TYPES[types]}, ${WIRE[wire]})</summary>\n\n${body}\n</details>\n`;
  });
  return `\n## Proofs\n\n${state}\n${details.join("\n")}`;
}

function counted(name: string, changes: readonly Change[]): string {
  const own = changes.filter((change) => change.package === name);
  return (["major", "minor", "patch"] as const)
    .map((bump) => [own.filter((change) => change.bump === bump).length, bump] as const)
    .filter(([count]) => count > 0)
    .map(([count, bump]) => `${count} ${bump}`)
    .join(", ");
}

function section(name: string, changes: readonly Change[], excerpts: Excerpts): string {
  const head = `\n## ${name}\n\n| bump | where | what | direction | a program's types | on the wire | written at |\n`;
  const rule = "| --- | --- | --- | --- | --- | --- | --- |\n";
  return `${head}${rule}${[...changes].sort(bySize).map(row).join("")}${specLines(changes, excerpts)}`;
}

/** Longer differences are for the page, or for the diff of the commit. */
const SHORT = 16;

/** The short differences of the specs behind the changes, each once. */
function specLines(changes: readonly Change[], excerpts: Excerpts): string {
  const found = new Map<Excerpt, string>();
  for (const { source } of changes)
    for (const each of excerpts.get(sourceText(source)) ?? [])
      if (each.before.length + each.after.length <= SHORT) found.set(each, source.file);
  const blocks = [...found].map(([each, file]) => {
    const at = `${file}:${(each.after.find(({ isOwn }) => isOwn) ?? each.after[0] ?? each.before[0])?.number}`;
    return `\`${at}\`\n\n\`\`\`diff\n${diffText(each)}\n\`\`\`\n`;
  });
  if (blocks.length === 0) return "";
  return `\n<details><summary>In the specs</summary>\n\n${blocks.join("\n")}\n</details>\n`;
}

/** Both sides in one: what is gone before what came in its place. */
function diffText({ before, after }: Excerpt): string {
  const lines: string[] = [];
  let next = 0;
  for (const { text, isOwn } of before) {
    if (isOwn) lines.push(`-${text}`);
    else {
      for (; after[next]?.isOwn; next++) lines.push(`+${after[next]?.text}`);
      lines.push(` ${text}`);
      next++;
    }
  }
  for (; next < after.length; next++) lines.push(`+${after[next]?.text}`);
  return lines.join("\n");
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

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
