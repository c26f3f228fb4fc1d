import { readFileSync } from "node:fs";

/** A file of the page, with its media type. */
export interface PageAsset {
  readonly type: string;
  readonly body: Buffer;
}

const SCRIPT = "text/javascript; charset=utf-8";

/** By path, the files that make up the page. They hold nothing secret. */
const FILES: ReadonlyMap<string, readonly [file: string, type: string]> = new Map([
  ["/", ["page.html", "text/html; charset=utf-8"]],
  ["/page.css", ["page.css", "text/css; charset=utf-8"]],
  ["/page.js", ["page.js", SCRIPT]],
  ["/endpoint.js", ["endpoint.js", SCRIPT]],
  ["/tables.js", ["tables.js", SCRIPT]],
]);

/** What browsers are to keep the page to: its own files, no other page around it, nothing sent elsewhere. */
export const PAGE_HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cache-control": "no-cache",
} as const;

/** The file of the page at a path. */
export function pageAsset(path: string): PageAsset | undefined {
  const [file, type] = FILES.get(path) ?? [];
  if (file === undefined || type === undefined) return undefined;
  return { type, body: readFileSync(new URL(file, import.meta.url)) };
}
