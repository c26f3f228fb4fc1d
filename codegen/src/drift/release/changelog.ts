import { type Change, pathText } from "../change.ts";
import { whatText } from "../report/words.ts";
import type { Bump } from "../verdict.ts";

/** What the changes of one package mean to its users, as a changelog entry in Markdown. */
export function changelog(changes: readonly Change[]): string {
  const documented = changes.filter(({ rule }) => rule === "documentation changed");
  const others = changes.filter(({ rule }) => rule !== "documentation changed");
  const blocks = [
    list("Breaking:", others, "major"),
    list("New, or to be known:", others, "minor"),
    list("Without consequence for programs:", others, "patch"),
    documented.length > 0 ? `Documentation of ${names(documented)}.` : undefined,
  ].filter((block) => block !== undefined);
  return `Kraken's contract changed.\n\n${blocks.join("\n\n")}`;
}

function list(title: string, changes: readonly Change[], bump: Bump): string | undefined {
  const lines = new Set(
    changes.filter((change) => change.bump === bump).map((change) => `- ${entry(change)}`),
  );
  return lines.size === 0 ? undefined : `${title}\n\n${[...lines].join("\n")}`;
}

function entry(change: Change): string {
  const { place, fact } = change;
  const path = pathText(place.path);
  const where = [path === "" ? "" : ` \`${path}\``, fact === undefined ? "" : ` (${fact})`].join("");
  return `${names([change])}${where}: ${whatText(change)}. ${meaning(change)}`.trim();
}

function names(changes: readonly Change[]): string {
  const all = [...new Set(changes.flatMap(({ symbols }) => symbols))];
  const shown = all.slice(0, 4).map((name) => `\`${name}\``);
  return shown.join(", ") + (all.length > shown.length ? ` and ${all.length - shown.length} more` : "");
}

/** What it means, in the words of someone who must act on it. */
function meaning({ types, wire, travel }: Change): string {
  const compile = {
    any: "Code that uses it no longer compiles.",
    exhaustive: "Code that lists every case must list one more.",
    fixture: "Code that builds such messages itself, such as a test, must follow.",
    none: "",
  }[types];
  const run = {
    breaks:
      travel === "received"
        ? "Earlier versions refuse such messages as faulty: upgrade."
        : "The exchange refuses what earlier versions send: upgrade.",
    strict: travel === "received" ? "Earlier versions pass it through and report it as drift." : "",
    meaning: "What earlier versions send is accepted and means something else.",
    fine: "",
  }[wire];
  return [compile, run].filter((part) => part !== "").join(" ");
}
