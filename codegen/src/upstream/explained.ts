import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { child, list, members } from "./json.ts";
import type { RoleDifference, Verdict } from "./verdict.ts";

/** Where differences stand that are decisions, each with its reason. */
export const EXPLAINED_FILE = "specs/upstream.yaml";

export interface Explanation {
  readonly api: string;
  readonly subject: string;
  readonly role: string;
  readonly path: string;
  readonly kind: string;
  readonly because: string;
}

const KEYS: readonly (keyof Explanation)[] = ["api", "subject", "role", "path", "kind", "because"];

/** @throws Error naming the entry and the key where the file is not a list of explanations. */
export function readExplanations(root: string): Explanation[] {
  let text: string;
  try {
    text = readFileSync(join(root, EXPLAINED_FILE), "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw cause;
  }
  return list(child(parse(text), "differences")).map((entry, index) => {
    const found = members(entry);
    for (const key of KEYS) {
      if (typeof found[key] !== "string" || found[key] === "")
        throw new Error(`${EXPLAINED_FILE}: differences[${index}] has no text under "${key}"`);
    }
    return found as Explanation;
  });
}

export interface Sifted {
  readonly verdicts: readonly Verdict[];
  readonly explained: readonly { readonly difference: RoleDifference; readonly explanation: Explanation }[];
  /** Explanations of subjects that were looked at, for differences that are no more. */
  readonly stale: readonly Explanation[];
}

/** Takes the differences out that are decisions. */
export function sift(verdicts: readonly Verdict[], explanations: readonly Explanation[]): Sifted {
  const explained: Sifted["explained"][number][] = [];
  const rest = verdicts.map((verdict) => ({
    ...verdict,
    differences: verdict.differences.filter((difference) => {
      const explanation = explanations.find((candidate) => explains(candidate, verdict, difference));
      if (explanation) explained.push({ difference, explanation });
      return explanation === undefined;
    }),
  }));
  const used = new Set(explained.map(({ explanation }) => explanation));
  const read = verdicts.filter(({ lost, subject }) => lost.length === 0 && subject !== undefined);
  const stale = explanations.filter(
    (explanation) =>
      !used.has(explanation) &&
      read.some(({ api, subject }) => api === explanation.api && subject === explanation.subject),
  );
  return { verdicts: rest, explained, stale };
}

function explains(explanation: Explanation, verdict: Verdict, difference: RoleDifference): boolean {
  return (
    explanation.api === verdict.api &&
    explanation.subject === verdict.subject &&
    explanation.role === difference.role &&
    explanation.path === difference.path &&
    explanation.kind === difference.kind
  );
}
