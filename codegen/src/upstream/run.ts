import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { observedEdits } from "./observed/observed.ts";
import { upstreamEdits } from "./propose/edits.ts";
import { proposal } from "./propose/patch.ts";
import { reportMarkdown } from "./report.ts";
import { isClean, upstream } from "./upstream.ts";

export interface RunOptions {
  readonly root: string;
  readonly network: boolean;
  readonly follow: boolean;
  readonly cache: string;
  readonly maxBytes: number;
  readonly markdown?: string;
  readonly json?: string;
  readonly propose?: string;
  readonly observed?: string;
}

/** What the command does; `true` when nothing differs. */
export async function run(places: readonly string[], options: RunOptions): Promise<boolean> {
  if (places.length === 0 && options.observed === undefined)
    throw new Error("give a page, a folder or an address to read, or --observed <file>");
  const root = resolve(options.root);
  const cache = {
    folder: resolve(root, options.cache),
    network: options.network,
    now: () => new Date(),
    fetch: globalThis.fetch,
  };
  const report = await upstream(root, places, { cache, maxBytes: options.maxBytes, follow: options.follow });
  const observed = options.observed === undefined ? undefined : await observedEdits(root, options.observed);
  const text = [
    ...(places.length > 0 ? [reportMarkdown(report)] : []),
    ...(observed ? [observed.markdown] : []),
  ].join("\n\n");
  console.log(text);
  if (options.markdown !== undefined) await writeFile(options.markdown, `${text}\n`);
  if (options.json !== undefined)
    await writeFile(
      options.json,
      `${JSON.stringify({ ...report, observed: observed?.observations }, jsonValue, 2)}\n`,
    );
  if (options.propose !== undefined) {
    const { patch, byHand } = proposal(root, [...upstreamEdits(report), ...(observed?.edits ?? [])]);
    await writeFile(options.propose, patch);
    for (const line of byHand) console.log(`by hand: ${line}`);
  }
  return isClean(report) && (observed?.edits.length ?? 0) === 0;
}

/** Outlines hold sets and tables. */
function jsonValue(_key: string, value: unknown): unknown {
  if (value instanceof Set) return [...value];
  return value instanceof Map ? Object.fromEntries(value) : value;
}
