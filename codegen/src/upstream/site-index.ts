import type { Link } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { toString as textOf } from "mdast-util-to-string";
import type { OurSpecs } from "./ours/specs.ts";
import type { Subject } from "./ours/subject.ts";
import type { Content } from "./page/nodes.ts";

/** The site's list of its pages (`llms.txt`). */
export interface SiteIndex {
  readonly name: string;
  readonly pages: readonly IndexedPage[];
}

export interface IndexedPage {
  readonly title: string;
  readonly url: string;
}

/** The part of an address that says which of our specs a page belongs to. */
const AREAS: readonly (readonly [part: string, apis: readonly string[]])[] = [
  ["/spot-websocket-v2/", ["ws-v2"]],
  ["/spot-websocket-v1/", ["ws-legacy"]],
  ["/unified-fix/", ["fix"]],
  ["/futures-rest/", ["futures-rest", "futures-history-rest", "futures-charts-rest", "futures-auth-rest"]],
];

export function isSiteIndex(name: string, text: string): boolean {
  return /(?:^|\/)llms(?:-full)?\.txt$/.test(name) && !text.includes("<ResponseField");
}

export function readSiteIndex(name: string, text: string): SiteIndex {
  const pages: IndexedPage[] = [];
  const visit = (nodes: readonly Content[]): void => {
    for (const node of nodes) {
      if (node.type === "link") pages.push({ title: textOf(node), url: (node as Link).url });
      else if ("children" in node) visit(node.children as Content[]);
    }
  };
  visit(fromMarkdown(text).children as Content[]);
  return { name, pages };
}

export interface IndexVerdict {
  readonly name: string;
  readonly pages: number;
  /** Pages in the area of one of our specs that describe nothing the spec holds. */
  readonly unknown: readonly IndexedPage[];
  /** What our specs hold in an area of the index that no page is about. */
  readonly gone: readonly { readonly api: string; readonly subject: string }[];
  /** Addresses of the pages that describe our subjects. */
  readonly covered: readonly string[];
  /** The index lists no page of any area we know: it is of another form. */
  readonly lost: boolean;
}

/** Which pages are new, and which of our subjects have none any more. An overview page of an area is not counted. */
export function judgeIndex({ name, pages }: SiteIndex, specs: OurSpecs): IndexVerdict {
  const unknown: IndexedPage[] = [];
  const covered: string[] = [];
  const found = new Set<Subject>();
  const areas = new Set<string>();
  for (const page of pages) {
    const apis = AREAS.find(([part]) => page.url.includes(part))?.[1];
    if (apis === undefined) continue;
    for (const api of apis) areas.add(api);
    const names = new Set([plain(page.title), plain(lastStep(page.url))]);
    const matching = specs.of(apis).filter((subject) => subject.names.some((one) => names.has(plain(one))));
    for (const subject of matching) found.add(subject);
    if (matching.length > 0) covered.push(page.url);
    else unknown.push(page);
  }
  const gone = specs
    .of(areas)
    .filter((subject) => !found.has(subject))
    .map(({ api, name: subject }) => ({ api, subject }));
  return { name, pages: pages.length, unknown, gone, covered, lost: areas.size === 0 };
}

function lastStep(url: string): string {
  return (
    new URL(url, "https://docs.kraken.com").pathname
      .split("/")
      .at(-1)
      ?.replace(/\.mdx?$/, "") ?? ""
  );
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}
