import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { observedEdits } from "./observed/observed.ts";
import { upstreamEdits } from "./propose/edits.ts";
import { proposal } from "./propose/patch.ts";
import { reportMarkdown } from "./report.ts";
import { isClean, upstream } from "./upstream.ts";

interface CommandOptions {
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

/** `codegen upstream`: what the exchange publishes, and what was seen on the wire, against the specs. */
export function addUpstreamCommand(program: Command, repository: string): void {
  program
    .command("upstream")
    .description("hold what the exchange publishes against the specs; exit 1 when they differ")
    .argument("[place...]", "documentation pages, OpenAPI files or llms.txt: folders, files or addresses")
    .option("--observed <file>", "collected onDrift reports, one JSON object a line")
    .option("--propose <file>", "write a patch of the specs to review; the specs stay as they are")
    .option("--network", "fetch addresses; without it they are answered from the cache", false)
    .option("--follow", "also read the pages a llms.txt lists for what the specs hold", false)
    .option("--cache <folder>", "where fetched texts are kept with hash and date", ".upstream-cache")
    .option("--max-bytes <n>", "size above which a text is not looked at", bytes, 8_000_000)
    .option("--markdown <file>", "also write the report here")
    .option("--json <file>", "also write the report as JSON here")
    .option("--root <folder>", "repository root", repository)
    .action(async (places: string[], options: CommandOptions) => {
      process.exitCode = (await run(places, options)) ? 0 : 1;
    });
}

async function run(places: readonly string[], options: CommandOptions): Promise<boolean> {
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
    await writeFile(join(options.propose), patch);
    for (const line of byHand) console.log(`by hand: ${line}`);
  }
  return isClean(report) && (observed?.edits.length ?? 0) === 0;
}

/** Outlines hold sets and tables. */
function jsonValue(_key: string, value: unknown): unknown {
  if (value instanceof Set) return [...value];
  return value instanceof Map ? Object.fromEntries(value) : value;
}

function bytes(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number <= 0)
    throw new InvalidArgumentError("expected a number of bytes");
  return number;
}
