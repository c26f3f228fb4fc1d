import type { Code, Heading } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { mdxJsxFromMarkdown } from "mdast-util-mdx-jsx";
import { toString as textOf } from "mdast-util-to-string";
import { mdxJsx } from "micromark-extension-mdx-jsx";
import { mdxMd } from "micromark-extension-mdx-md";
import { isConditional, listedValues } from "./field-text.ts";
import { attribute, type Content, type Element, has, isElement, lineOf } from "./nodes.ts";
import {
  type Banner,
  type OpenApiFragment,
  type Page,
  PageError,
  type PageExample,
  type PageField,
  type Section,
} from "./page.ts";

import { readStated } from "./stated.ts";

/** ```` ````yaml /openapi/futures-rest.yaml post /cancelallorders ```` */
const OPERATION = /^\/?\S+\.ya?ml\s+(get|post|put|delete|patch)\s+(\/\S*)/i;

/**
 * Reads a page as data: tags are looked at, never run.
 *
 * @throws PageError where the text is not what the documentation's own renderer would accept
 */
export function readPage(name: string, text: string): Page {
  const reader = new PageReader(name);
  reader.visit(parse(name, text), []);
  return reader.page();
}

function parse(name: string, text: string): Content[] {
  try {
    return fromMarkdown(text, {
      extensions: [mdxJsx(), mdxMd()],
      mdastExtensions: [mdxJsxFromMarkdown()],
    }).children as Content[];
  } catch (cause) {
    // The parser's message, thrown with where it stopped and often without a line of its own.
    const { reason, message, place } = cause as { message: string; reason?: string; place?: Place };
    const text = reason ?? message;
    // A tag that is open at the end is told of in words alone.
    const [, told] = /\((\d+):/.exec(text) ?? [];
    const line = place?.start?.line ?? place?.line ?? (told === undefined ? undefined : Number(told));
    throw new PageError(name, `its tags cannot be read: ${text}`, line);
  }
}

interface Place {
  readonly line?: number;
  readonly start?: { readonly line: number };
}

class PageReader {
  readonly #name: string;
  #title = "";
  #banner: Banner | undefined;
  #openApi: OpenApiFragment | undefined;
  readonly #sections = new Map<string, { labels: readonly string[]; fields: PageField[]; line: number }>();
  readonly #examples: PageExample[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  page(): Page {
    const sections: Section[] = [...this.#sections.values()];
    return {
      name: this.#name,
      title: this.#title,
      banner: this.#banner,
      sections,
      openApi: this.#openApi,
      examples: this.#examples,
    };
  }

  /** @param labels headings and tabs around these nodes; a heading among them counts for what follows it. */
  visit(nodes: readonly Content[], labels: readonly string[]): void {
    let around = labels;
    for (const node of nodes) {
      if (node.type === "heading") {
        if (node.depth === 1) this.#title ||= textOf(node);
        else around = [...labels, ...this.#heading(node)];
      } else if (node.type === "code") this.#code(node, around);
      else if (isElement(node)) this.#element(node, around);
      else if ("children" in node) this.visit(node.children as Content[], around);
    }
  }

  #heading(node: Heading): string[] {
    const text = textOf(node).trim();
    // The heading over an embedded operation names the format, not a message.
    return text === "" || /^openapi$/i.test(text) ? [] : [text];
  }

  #element(node: Element, labels: readonly string[]): void {
    const children = node.children as Content[];
    if (node.name === "ResponseField" || node.name === "ParamField") this.#field(node, labels);
    else if (node.name === "Tab") this.visit(children, [...labels, attribute(node, "title")]);
    else if (attribute(node, "className").split(" ").includes("api-banner")) this.#readBanner(node);
    else this.visit(children, labels);
  }

  #field(node: Element, labels: readonly string[]): void {
    const key = labels.join("\n");
    const section = this.#sections.get(key) ?? { labels, fields: [], line: lineOf(node) };
    this.#sections.set(key, section);
    section.fields.push(this.#readField(node));
  }

  #readField(node: Element): PageField {
    const name = attribute(node, "name") || attribute(node, "body") || attribute(node, "query");
    if (name === "") throw new PageError(this.#name, `a ${node.name} has no name`, lineOf(node));
    const inner: PageField[] = [];
    const own: Content[] = [];
    const split = (parts: readonly Content[]): void => {
      for (const part of parts) {
        if (isElement(part) && part.name === "ResponseField") inner.push(this.#readField(part));
        else if (isElement(part) && part.name === "Expandable") split(part.children as Content[]);
        else own.push(part);
      }
    };
    split(node.children as Content[]);
    const stated = readStated(own);
    return {
      name,
      type: attribute(node, "type"),
      required: has(node, "required"),
      values: listedValues(own),
      conditional: isConditional(own) || stated.conditions.length > 0,
      stated: has(node, "deprecated")
        ? { ...stated, limits: { ...stated.limits, deprecated: true } }
        : stated,
      fields: inner,
      line: lineOf(node),
    };
  }

  #readBanner(node: Element): void {
    const parts = new Map<string, string>();
    const collect = (nodes: readonly Content[]): void => {
      for (const part of nodes) {
        if (isElement(part))
          for (const name of attribute(part, "className").split(" ")) parts.set(name, textOf(part).trim());
        if ("children" in part) collect(part.children as Content[]);
      }
    };
    collect(node.children as Content[]);
    const [protocol, detail, tag] = ["api-protocol", "api-detail", "api-tag"].map(
      (name) => parts.get(name) ?? "",
    );
    this.#banner = { protocol: protocol ?? "", detail: detail ?? "", tag: tag ?? "" };
  }

  #code(node: Code, labels: readonly string[]): void {
    const language = node.lang ?? "";
    const about = node.meta ?? "";
    const operation = /^ya?ml$/.test(language) ? OPERATION.exec(about) : null;
    const line = lineOf(node);
    if (operation) {
      const [, method = "", path = ""] = operation;
      this.#openApi = { text: node.value, method: method.toUpperCase(), path, line };
      return;
    }
    const title = about.replaceAll(/\b\w+=\{[^}]*\}/g, "").trim();
    this.#examples.push({
      labels: title === "" ? labels : [...labels, title],
      language,
      text: node.value,
      line,
    });
  }
}
