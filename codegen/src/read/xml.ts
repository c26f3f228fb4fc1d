import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseXml, XmlElement, XmlError } from "@rgrove/parse-xml";
import { type Source, SpecError } from "../contract/source.ts";
import type { GivenFiles } from "./document.ts";

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

/** The elements on the way of an XPath of {@link XmlDocument.source}, as far as they are there, the outermost first. */
export function elementsOn(root: XmlElement, path: string): XmlElement[] {
  const [first, ...steps] = path.match(/[^/[]+(?:\[[^\]]*\])?/g) ?? [];
  if (first !== root.name) return [];
  const found = [root];
  for (const step of steps) {
    const inner = elements(found.at(-1) as XmlElement).find((element) => stepOf(element) === step);
    if (inner === undefined) break;
    found.push(inner);
  }
  return found;
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
