import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseXml, XmlElement, XmlError } from "@rgrove/parse-xml";
import { type Source, SpecError } from "../contract/source.ts";
import type { GivenFiles } from "./document.ts";
import type { Lines } from "./line-of.ts";

/** An XML file, parsed, that can say on which line an element stands. */
export class XmlDocument {
  readonly file: string;
  readonly root: XmlElement;
  readonly #text: string;

  /** @param root the folder the file name is relative to: the repository's. */
  constructor(root: string, file: string, given?: GivenFiles) {
    this.file = file;
    this.#text = textOf(root, file, given);
    try {
      const document = parseXml(this.#text, { includeOffsets: true });
      if (document.root === null) throw new SpecError({ file, pointer: "" }, "has no root element");
      this.root = document.root;
    } catch (cause) {
      if (!(cause instanceof XmlError)) throw cause;
      throw new SpecError({ file, pointer: "" }, cause.message.split("\n")[0] ?? "", cause.line);
    }
  }

  /** An XPath that leads to the element. */
  source(element: XmlElement): Source {
    const steps: string[] = [];
    for (let node: unknown = element; node instanceof XmlElement; node = node.parent)
      steps.unshift(stepOf(node));
    return { file: this.file, pointer: `/${steps.join("/")}` };
  }

  error(element: XmlElement, reason: string): SpecError {
    const line = this.#text.slice(0, Math.max(0, element.start)).split("\n").length;
    return new SpecError(this.source(element), reason, line);
  }
}

/** The lines of the element that an XPath of {@link XmlDocument.source} leads to; nothing where it leads nowhere. */
export function elementLines(text: string, path: string): Lines | undefined {
  const [first, ...steps] = path.match(/[^/[]+(?:\[[^\]]*\])?/g) ?? [];
  const { root } = parseXml(text, { includeOffsets: true });
  if (root === null || first !== root.name) return undefined;
  let at = root;
  for (const step of steps) {
    const inner = elements(at).find((element) => stepOf(element) === step);
    if (inner === undefined) return undefined;
    at = inner;
  }
  const lineAt = (offset: number): number => text.slice(0, offset).split("\n").length;
  return { first: lineAt(at.start), last: lineAt(at.end - 1) };
}

/** An element among its siblings: by name where it has one, otherwise by element name alone. */
function stepOf({ name, attributes }: XmlElement): string {
  const key = attributes.name === undefined ? "enum" : "name";
  const value = attributes[key];
  return value === undefined ? name : `${name}[@${key}='${value}']`;
}

function textOf(root: string, file: string, given?: GivenFiles): string {
  const text = given?.get(file);
  if (typeof text === "string") return text;
  try {
    return readFileSync(resolve(root, file), "utf8");
  } catch (cause) {
    throw new SpecError({ file, pointer: "" }, `cannot be read: ${(cause as NodeJS.ErrnoException).code}`);
  }
}

export function elements(parent: XmlElement): XmlElement[] {
  return parent.children.filter((child) => child instanceof XmlElement);
}
