import { toString as textOf } from "mdast-util-to-string";
import type { Content } from "./nodes.ts";

const LABEL = /(?:^|[\s.(])(?:values?|one of|(?:possible|allowed|supported) values|options)\s*:\s*$/i;
/** What may stand between two values of a list. */
const SEPARATOR = /^[\s,;|/]*(?:or|and)?[\s,;|/]*$/i;
const CONDITION = /\bcondition(?:al)?\s*:/i;

/** A stretch of a field's text: running words, a piece of code, the beginning or the end of an entry of a list. */
type Piece =
  | { readonly kind: "words"; readonly text: string }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "entry" | "entry end" };

/**
 * The values a text lists as the possible ones: the codes that follow `One of:` until other words come, or those that
 * begin the entries of a list under such a label. Codes in a format, an example or an explanation are none.
 */
export function listedValues(nodes: readonly Content[]): string[] {
  const values: string[] = [];
  let labelled = false;
  let next = false;
  let inEntry = false;
  let sentence = "";
  for (const piece of pieces(nodes)) {
    if (piece.kind === "words") {
      sentence += piece.text;
      if (LABEL.test(sentence)) labelled = next = true;
      else if (!SEPARATOR.test(piece.text)) {
        next = false;
        labelled &&= inEntry;
      }
    } else if (piece.kind === "code") {
      if (next) values.push(piece.text.replaceAll(/^"(.*)"$/g, "$1"));
      next &&= !inEntry;
      sentence = "";
    } else {
      inEntry = piece.kind === "entry";
      next = inEntry && labelled;
      sentence = "";
    }
  }
  return [...new Set(values)];
}

/** The text says under which circumstances the field is there. */
export function isConditional(nodes: readonly Content[]): boolean {
  return nodes.some((node) => CONDITION.test(textOf(node)));
}

function* pieces(nodes: readonly Content[]): Generator<Piece> {
  for (const node of nodes) {
    if (node.type === "inlineCode") yield { kind: "code", text: node.value };
    else if (node.type === "text") yield { kind: "words", text: node.value };
    else if (node.type === "listItem") {
      yield { kind: "entry" };
      yield* pieces(node.children as Content[]);
      yield { kind: "entry end" };
    } else if ("children" in node) {
      yield* pieces(node.children as Content[]);
      yield { kind: "words", text: " " };
    }
  }
}
