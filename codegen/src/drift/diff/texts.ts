import fc from "fast-check";
import type { Json, StringShape } from "../../contract/shape.ts";
import { formatCheck } from "../../emit/formats.ts";

/** How two sets of texts lie to each other. */
export type Inclusion = "same" | "grown" | "shrunk" | "other";

const SAMPLES = 300;
const SEED = 7;

/** Texts of a pattern, always the same; where the pattern looks around, which nothing here can follow, those of the examples that fit. */
export function textsOf(pattern: string, examples: readonly Json[] = []): string[] {
  const test = new RegExp(pattern, "u");
  const fitting = examples.filter((value) => typeof value === "string").filter((text) => test.test(text));
  if (/\(\?[=!<]/.test(pattern)) return fitting;
  return [...fitting, ...fc.sample(fc.stringMatching(test), { numRuns: SAMPLES, seed: SEED })];
}

/** Whether a pattern became wider or narrower, by texts of both. */
export function comparePatterns(
  before: StringShape,
  after: StringShape,
  more: readonly string[] = [],
): Inclusion {
  if (before.pattern === after.pattern) return "same";
  if (before.pattern === undefined) return "shrunk";
  if (after.pattern === undefined) return "grown";
  const examples = [...(before.doc.examples ?? []), ...(after.doc.examples ?? []), ...more];
  const [old, next] = [new RegExp(before.pattern, "u"), new RegExp(after.pattern, "u")];
  const lost = textsOf(before.pattern, examples).some((text) => !next.test(text));
  const won = textsOf(after.pattern, examples).some((text) => !old.test(text));
  return lost ? (won ? "other" : "shrunk") : won ? "grown" : "same";
}

/** Formats that no check holds anything to are words only. */
export function compareFormats(before: string | undefined, after: string | undefined): Inclusion {
  const [old, next] = [before, after].map((format) => format && formatCheck(format)?.pattern);
  if (old === next) return "same";
  if (old === undefined) return "shrunk";
  return next === undefined ? "grown" : "other";
}

/** A format that no check knows takes every text. */
export function fitsKnownFormat(format: string, text: string): boolean {
  const literal = formatCheck(format)?.pattern;
  const [, pattern, flags] = /^\/(.*)\/(\w*)$/.exec(literal ?? "") ?? [];
  return pattern === undefined || new RegExp(pattern, flags).test(text);
}
