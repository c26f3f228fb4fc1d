import { type Content, isElement } from "./nodes.ts";

/** A sentence of a field's own text. Code in it stands as `code`, with its backticks. */
export type Sentence = string;

/** Labels that begin a statement of their own, whether or not a full stop stands before them. */
const LABELS =
  /\s+(?=(?:One of|(?:Possible|Allowed|Supported) values|Value|Default(?: value)?|Format|Example|Condition|Range|Min(?:imum)?(?: value| length)?|Max(?:imum)?(?: value| length)?|Note|Deprecated)\s*:)/;
/** A full stop, not one within a number or an abbreviation of one letter. */
const STOP = /(?<=[^\s.][.;!])\s+(?=\S)/;
const CODE = /\uE000(\d+)\uE001/g;

/**
 * The sentences of a field's paragraphs. Lists, tables and quotations explain values and forms, and are no statements
 * about the field.
 */
export function sentences(nodes: readonly Content[]): Sentence[] {
  return paragraphs(nodes).flatMap(({ text, codes }) =>
    text
      .split(LABELS)
      .flatMap((part) => part.split(STOP))
      .map((sentence) => sentence.trim().replace(/[.;,]$/, ""))
      .filter((sentence) => sentence !== "")
      .map((sentence) => sentence.replaceAll(CODE, (_, index) => `\`${codes[Number(index)] ?? ""}\``)),
  );
}

interface Paragraph {
  readonly text: string;
  /** What the placeholders in the text stand for: code holds full stops and labels that are none. */
  readonly codes: readonly string[];
}

function paragraphs(nodes: readonly Content[]): Paragraph[] {
  const found: Paragraph[] = [];
  let inline: Content[] = [];
  const close = (): void => {
    if (inline.length > 0) found.push(paragraph(inline));
    inline = [];
  };
  for (const node of nodes) {
    if (isInline(node)) inline.push(node);
    else {
      close();
      if (node.type === "paragraph") found.push(paragraph(node.children));
    }
  }
  close();
  return found;
}

function isInline({ type }: Content): boolean {
  return ["text", "inlineCode", "strong", "emphasis", "link", "break", "mdxJsxTextElement"].includes(type);
}

function paragraph(nodes: readonly Content[]): Paragraph {
  const codes: string[] = [];
  const visit = (parts: readonly Content[]): string =>
    parts
      .map((part) => {
        if (part.type === "inlineCode") return `\uE000${codes.push(part.value) - 1}\uE001`;
        if (part.type === "text") return part.value.replaceAll(/[\uE000\uE001]/g, "");
        if (part.type === "break") return "\n";
        // The placeholder of something that is not text: what stands around it is no sentence that we know.
        if (!("children" in part)) return "\uFFFC";
        const inner = visit(part.children as Content[]);
        return isElement(part) && part.name !== "span" ? `\uFFFC${inner}` : inner;
      })
      .join("");
  return { text: visit(nodes).replaceAll(/\s+/g, " "), codes };
}
