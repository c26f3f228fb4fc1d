import { escapeStep } from "../contract/source.ts";
import { literal } from "./predicate.ts";

/** A step of the path to a value: a fixed key, or the variable that holds the key. */
export type Step = { readonly key: string } | { readonly variable: string; readonly holds: "index" | "key" };
export type Path = readonly Step[];

/** The JSON pointer of a path, as an expression. */
export function pathText(path: Path): string {
  if (path.every((step) => "key" in step))
    return literal(path.map((step) => `/${escapeStep("key" in step ? step.key : "")}`).join(""));
  return `\`${path.map(stepText).join("")}\``;
}

function stepText(step: Step): string {
  if ("key" in step) return `/${escapeStep(step.key).replace(/[`\\$]/g, "\\$&")}`;
  const escaped = step.holds === "key" ? '.replaceAll("~", "~0").replaceAll("/", "~1")' : "";
  return `/\${${step.variable}${escaped}}`;
}
