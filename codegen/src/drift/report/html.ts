import type { Json } from "../../contract/shape.ts";
import { sourceText } from "../../contract/source.ts";
import type { Change } from "../change.ts";
import type { DriftReport } from "../drift.ts";
import type { Proof } from "../proof/prove.ts";
import type { Excerpt, ExcerptLine } from "./excerpts.ts";
import { FILTER_SCRIPT, STYLE } from "./html-parts.ts";
import { whatText, whereText } from "./words.ts";

/** The report as one page that needs nothing from anywhere: what is shown is chosen by package, verdicts and direction. */
export function htmlReport({
  base,
  head,
  changes,
  bumps,
  excerpts = new Map(),
  proofs = [],
  disagreements = [],
}: DriftReport): string {
  const title = `Contract drift from ${base} to ${head}`;
  const packages = [...bumps].map(
    ([name, bump]) => `<tr><td><code>${escaped(name)}</code></td><td>${bump}</td></tr>`,
  );
  const chooser = (name: string, label: string, values: readonly string[]): string => {
    const options = ["", ...values].map(
      (value) => `<option value="${escaped(value)}">${escaped(value || "all")}</option>`,
    );
    return `<label>${label} <select name="${name}">${options.join("")}</select></label>`;
  };
  const distinct = (of: (change: Change) => string): string[] => [...new Set(changes.map(of))].sort();
  const body = `<h1>${escaped(title)}</h1>
<table><thead><tr><th>package</th><th>bump</th></tr></thead><tbody>${packages.join("")}</tbody></table>
${disagreements.length === 0 ? "" : `<h2>Not proven</h2><ul>${disagreements.map((text) => `<li>${escaped(text)}</li>`).join("")}</ul>`}
<form>
${chooser(
  "package",
  "package",
  distinct((change) => change.package),
)}
${chooser(
  "bump",
  "bump",
  distinct(({ bump }) => bump),
)}
${chooser(
  "types",
  "types",
  distinct(({ types }) => types),
)}
${chooser(
  "wire",
  "wire",
  distinct(({ wire }) => wire),
)}
${chooser(
  "travel",
  "direction",
  distinct(({ travel }) => travel),
)}
<output></output>
</form>
${changes.map((change) => entry(change, excerpts.get(sourceText(change.source)))).join("\n")}
${proofs.length === 0 ? "" : `<h2>Proofs</h2>\n${proofs.map(proofEntry).join("\n")}`}`;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escaped(title)}</title><style>${STYLE}</style></head>
<body>
${body}
<script>${FILTER_SCRIPT}</script>
</body>
</html>
`;
}

function entry(change: Change, excerpts: readonly Excerpt[] = []): string {
  const { package: name, bump, types, wire, travel, source, rule, before, after } = change;
  const data = Object.entries({ package: name, bump, types, wire, travel })
    .map(([key, value]) => `data-${key}="${escaped(value)}"`)
    .join(" ");
  const values = `<div class="sides values"><pre>${escaped(shown(before))}</pre><pre>${escaped(shown(after))}</pre></div>`;
  const hasValues = before !== undefined || after !== undefined;
  const sides = `${hasValues ? values : ""}${excerpts.map(lines).join("")}`;
  const facts = `<p>Rule: ${escaped(rule)}. Types: ${types}. Wire: ${wire}. Written at <code>${escaped(sourceText(source))}</code>.</p>`;
  return `<details class="change ${bump}" ${data}><summary><b>${bump}</b> ${marked(whereText(change))}: ${escaped(whatText(change))}</summary>${facts}${sides}</details>`;
}

/** The lines of both sides beside each other, as they are written. */
function lines({ before, after }: Excerpt): string {
  const side = (all: readonly ExcerptLine[], mark: "del" | "ins"): string =>
    all
      .map(({ number, text, isOwn }) => {
        const line = `${String(number).padStart(5)}  ${escaped(text)}`;
        return isOwn ? `<${mark}>${line}</${mark}>` : line;
      })
      .join("\n");
  return `<div class="sides spec"><pre>${side(before, "del")}</pre><pre>${side(after, "ins")}</pre></div>`;
}

function proofEntry({ target, about, types, wire, program, message, messages, programs }: Proof): string {
  const parts = [
    program
      ? `<p>Compiles before, not after: ${escaped(program.says)}</p><pre>${escaped(program.text)}</pre>`
      : "",
    message === undefined
      ? ""
      : `<p>Accepted on one side only:</p><pre>${escaped(JSON.stringify(message, null, 2))}</pre>`,
    messages === 0 ? "" : `<p>${messages} generated messages are accepted on both sides.</p>`,
    types !== "none" ? "" : `<p>${programs} generated programs compile on both sides.</p>`,
  ];
  return `<details class="proof"><summary>${escaped(target)}: ${escaped(about)} (types ${types}, wire ${wire})</summary>${parts.join("")}</details>`;
}

function shown(value: Json | undefined): string {
  return value === undefined || value === null ? "" : JSON.stringify(value, null, 2);
}

/** Markdown's backticks as code. */
function marked(text: string): string {
  return escaped(text).replaceAll(/`([^`]*)`/g, "<code>$1</code>");
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
