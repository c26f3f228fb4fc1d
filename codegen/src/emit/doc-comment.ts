import type { Doc, Shape } from "../contract/shape.ts";
import { type Source, sourceText } from "../contract/source.ts";

export interface DocCommentOptions {
  /** Paragraphs after the description: limits, costs, errors. */
  readonly facts?: readonly string[];
  /** The text of an `@deprecated` tag. */
  readonly deprecated?: string;
  readonly indent?: string;
}

/** A doc comment: what the spec says, its facts, and where it says so. Ends with a line break. */
export function docComment(doc: Doc, source: Source, options: DocCommentOptions = {}): string {
  const deprecated =
    options.deprecated ?? (doc.deprecated ? "Kept by the exchange for old clients only." : undefined);
  const paragraphs = [
    doc.description ?? doc.title,
    ...(options.facts ?? []),
    ...(deprecated === undefined ? [] : [`@deprecated ${deprecated}`]),
    `Source: ${sourceText(source)}`,
  ].filter((paragraph) => paragraph !== undefined && paragraph !== "");
  return comment(paragraphs.join("\n\n"), options.indent ?? "");
}

/** What a shape's limits and default say, in words. */
export function limits(shape: Shape): string[] {
  const facts: string[] = [];
  if (shape.kind === "number") {
    if (shape.minimum !== undefined) facts.push(`At least ${shape.minimum}.`);
    if (shape.maximum !== undefined) facts.push(`At most ${shape.maximum}.`);
    if (shape.exclusiveMinimum !== undefined) facts.push(`More than ${shape.exclusiveMinimum}.`);
    if (shape.exclusiveMaximum !== undefined) facts.push(`Less than ${shape.exclusiveMaximum}.`);
  }
  if (shape.kind === "string" && shape.maxLength !== undefined)
    facts.push(`At most ${shape.maxLength} characters.`);
  if (shape.kind === "array") {
    if (shape.minItems !== undefined)
      facts.push(`At least ${shape.minItems} item${shape.minItems === 1 ? "" : "s"}.`);
    if (shape.maxItems !== undefined) facts.push(`At most ${shape.maxItems} items.`);
  }
  if (shape.doc.default !== undefined) facts.push(`Default: ${JSON.stringify(shape.doc.default)}.`);
  return facts;
}

export function comment(text: string, indent = ""): string {
  // A description may hold the two characters that would end the comment.
  const lines = text.replaceAll("*/", "*\\/").split("\n");
  const [only = ""] = lines;
  if (lines.length === 1 && only.length + indent.length < 110) return `${indent}/** ${only} */\n`;
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`]
    .join("\n")
    .concat("\n");
}
