import type { RootContent } from "mdast";
import type { MdxJsxFlowElement, MdxJsxTextElement } from "mdast-util-mdx-jsx";

/** A tag of a page. */
export type Element = MdxJsxFlowElement | MdxJsxTextElement;
export type Content = RootContent | Element;

export function isElement(node: Content): node is Element {
  return node.type === "mdxJsxFlowElement" || node.type === "mdxJsxTextElement";
}

export function attribute(node: Element, name: string): string {
  for (const entry of node.attributes) {
    if (entry.type === "mdxJsxAttribute" && entry.name === name && typeof entry.value === "string")
      return entry.value;
  }
  return "";
}

/** An attribute that is there: `required`, `required={true}`, `required="true"`. */
export function has(node: Element, name: string): boolean {
  return node.attributes.some((entry) => {
    if (entry.type !== "mdxJsxAttribute" || entry.name !== name) return false;
    const value = typeof entry.value === "object" ? entry.value?.value : entry.value;
    return value !== "false";
  });
}

export function lineOf(node: Content): number {
  return node.position?.start.line ?? 0;
}
